import GANNumerics
import RealModule

/// The power spectrum of an image's light, summed over rings and lines of frequencies, by cosine transforms of its tiles.
///
/// A tile is the image itself, or an equal part of at most 128 pixels a side, as in Welch's method; parts overlap where the
/// sides are no multiples. The cosine transform (DCT-II) mirrors the tile at its edges, so that opposite edges
/// make no false power, and it diagonalises differences of neighbours exactly: sums of squared steps and Laplacians are
/// weighted sums of the power too.
struct TileSpectrum: Sendable {
    /// The longest side of a tile.
    static let longestSide = 128

    let height: Int
    let width: Int
    /// The tiles' first rows and columns.
    let tops: [Int]
    let lefts: [Int]
    let tileHeight: Int
    let tileWidth: Int
    /// Orthonormal cosines: row k is frequency k.
    private let vertical: [Float]
    private let horizontal: [Float]
    /// What each sum takes of each frequency, `[sums, frequencies]`.
    private let weights: [Float]
    /// How many frequencies the sums over sets have.
    private let counts: [Int]

    /// The weighted sums, in the order of the rows of `weights`; the rings come last.
    private enum Sum: Int {
        case all, laplacian, across, along, highest, below, firstBand
    }

    /// Spectra of images `[height, width]`.
    init(height: Int, width: Int) {
        self.height = height
        self.width = width
        let (tops, tileHeight) = Self.parts(of: height)
        let (lefts, tileWidth) = Self.parts(of: width)
        let edges = ImageAppearance.bandEdges
        let sums = Sum.firstBand.rawValue + edges.count - 1
        var weights = [Float](repeating: 0, count: tileHeight * tileWidth * sums)
        var counts = [Int](repeating: 0, count: sums)
        for v in 0..<tileHeight {
            for u in 0..<tileWidth where u + v > 0 {
                let (y, x) = (Double(v) / Double(tileHeight), Double(u) / Double(tileWidth))
                let (along, across) = (2 - 2 * Double.cos(.pi * y), 2 - 2 * Double.cos(.pi * x))
                func add(_ sum: Int, _ weight: Double) {
                    weights[(sum * tileHeight + v) * tileWidth + u] = Float(weight)
                    counts[sum] += 1
                }
                add(Sum.all.rawValue, 1)
                add(Sum.laplacian.rawValue, (along + across) * (along + across))
                add(Sum.across.rawValue, across)
                add(Sum.along.rawValue, along)
                if (tileHeight > 3 && v == tileHeight - 1) || (tileWidth > 3 && u == tileWidth - 1) {
                    add(Sum.highest.rawValue, 1)
                } else if max(x, y) >= 0.7 {
                    add(Sum.below.rawValue, 1)
                }
                let radius = (x * x + y * y).squareRoot()
                if let ring = edges.dropFirst().firstIndex(where: { radius <= $0 }) {
                    add(Sum.firstBand.rawValue + ring - 1, 1)
                }
            }
        }
        self.tops = tops
        self.lefts = lefts
        self.tileHeight = tileHeight
        self.tileWidth = tileWidth
        vertical = Self.cosines(tileHeight)
        horizontal = Self.cosines(tileWidth)
        self.weights = weights
        self.counts = counts
    }

    /// Where equal parts of at most `longestSide` start, and how long they are; together they hold every pixel.
    private static func parts(of length: Int) -> (starts: [Int], length: Int) {
        let count = (length + longestSide - 1) / longestSide
        let part = (length + count - 1) / count
        guard count > 1 else { return ([0], part) }
        return ((0..<count).map { $0 * (length - part) / (count - 1) }, part)
    }

    private static func cosines(_ length: Int) -> [Float] {
        (0..<length * length).map { place in
            let (frequency, pixel) = (place / length, place % length)
            let scale = (frequency == 0 ? 1 : 2).squareRoot() / Double(length).squareRoot()
            return Float(scale * .cos(.pi * (Double(pixel) + 0.5) * Double(frequency) / Double(length)))
        }
    }

    /// What the power of one image's light tells, in dB.
    struct Sums {
        /// The mean squared Laplacian over the variance.
        let sharpness: Double
        /// Squared steps across over those along the height.
        let orientation: Double
        /// Power at the highest frequency of either direction over that of the ones just below, a frequency.
        let checkerboard: Double
        /// Squared grey levels in each ring; without frequencies the power is that of rounding.
        let bands: [Double]
    }

    /// One thread's buffers.
    struct Worker {
        private let spectrum: TileSpectrum
        private var tile: [Float]
        private var halfway: [Float]
        private var power: [Float]

        init(_ spectrum: TileSpectrum) {
            self.spectrum = spectrum
            let count = spectrum.tileHeight * spectrum.tileWidth
            tile = [Float](repeating: 0, count: count)
            halfway = tile
            power = tile
        }

        /// The sums of an image's light `[height, width]`.
        mutating func sums(of light: UnsafePointer<Float>) -> Sums {
            let spectrum = spectrum
            return tile.withUnsafeMutableBufferPointer { tile in
                halfway.withUnsafeMutableBufferPointer { halfway in
                    power.withUnsafeMutableBufferPointer { power in
                        power.update(repeating: 0)
                        guard let tile = tile.baseAddress, let halfway = halfway.baseAddress,
                            let sums = power.baseAddress
                        else { return spectrum.sums([]) }
                        for top in spectrum.tops {
                            for left in spectrum.lefts {
                                let start = light + (top * spectrum.width + left)
                                spectrum.addPower(of: start, by: halfway, tile, to: sums)
                            }
                        }
                        return spectrum.sums(spectrum.totals(sums))
                    }
                }
            }
        }
    }

    /// Adds the power of the tile that starts at `light` to `power`, by way of two buffers of a tile each.
    private func addPower(
        of light: UnsafePointer<Float>, by halfway: UnsafeMutablePointer<Float>,
        _ transformed: UnsafeMutablePointer<Float>,
        to power: UnsafeMutablePointer<Float>
    ) {
        vertical.withUnsafeBufferPointer { vertical in
            horizontal.withUnsafeBufferPointer { horizontal in
                guard let vertical = vertical.baseAddress, let horizontal = horizontal.baseAddress else { return }
                OpenBLAS.multiply(
                    light, transposed: false, horizontal, transposed: true, into: halfway, m: tileHeight,
                    n: tileWidth, k: tileWidth, leadingA: width)
                OpenBLAS.multiply(
                    vertical, halfway, into: transformed, m: tileHeight, n: tileWidth, k: tileHeight)
            }
        }
        VectorSums.addSquares(of: transformed, to: power, count: tileHeight * tileWidth)
    }

    /// The weighted sums of the power of all frequencies.
    private func totals(_ power: UnsafePointer<Float>) -> [Float] {
        let frequencies = tileHeight * tileWidth
        return weights.withUnsafeBufferPointer { weights in
            counts.indices.map { sum in
                guard counts[sum] > 0, let weights = weights.baseAddress else { return 0 }
                return VectorSums.product(power, weights + sum * frequencies, count: frequencies)
            }
        }
    }

    private func sums(_ totals: [Float]) -> Sums {
        // A pixel of a tile has this share of the power.
        let tiles = tops.count * lefts.count
        let pixels = Double(tileHeight * tileWidth * tiles)
        let rounding = Double(ImageAppearance.rounding)
        func total(_ sum: Int) -> Double { sum < totals.count ? Double(totals[sum]) : 0 }
        func mean(_ sum: Sum) -> Double { total(sum.rawValue) / pixels }
        func density(_ sum: Sum) -> Double { total(sum.rawValue) / Double(max(1, counts[sum.rawValue] * tiles)) }
        func decibels(_ first: Double, over second: Double) -> Double {
            10 * .log10((first + rounding) / (second + rounding))
        }
        let hasBoth = counts[Sum.highest.rawValue] > 0 && counts[Sum.below.rawValue] > 0
        return Sums(
            sharpness: decibels(mean(.laplacian), over: mean(.all)),
            orientation: decibels(mean(.across), over: mean(.along)),
            checkerboard: hasBoth ? decibels(density(.highest), over: density(.below)) : 0,
            bands: (Sum.firstBand.rawValue..<counts.count).map { sum in
                let share = Double(counts[sum]) / Double(tileHeight * tileWidth)
                guard share > 0 else { return 10 * .log10(rounding) }
                return 10 * .log10(total(sum) / pixels + rounding * share)
            })
    }
}
