public import GANNumerics

/// What images look like, one row of plain statistics for each image, from its grey levels alone.
///
/// No network stands between these and the pixels: blur, noise, low contrast, colour casts, clipped values, blocks of
/// compression and checkerboards of transposed convolutions show here whatever a feature space is blind to. Images are grey
/// levels from 0 to 255, channels last; light is 0.299 R + 0.587 G + 0.114 B, or the mean of other numbers of channels.
///
/// An image's statistics are the same bytes whatever other images stand beside it, and for any number of threads.
public struct ImageAppearance: Sendable {
    /// The statistics, in the order of the columns.
    public enum Column: String, Sendable, CaseIterable {
        /// The mean grey level.
        case brightness
        /// The standard deviation of the grey levels within the image.
        case contrast
        /// The mean squared Laplacian over the variance, in dB: what blur takes away and noise adds, at any contrast.
        case sharpness
        /// The share of values within four grey levels of 0, and of 255: noise that nobody sees changes little there.
        case clippedDark = "clipped_dark"
        case clippedBright = "clipped_bright"
        /// Squared differences of neighbours across over those along the image's height, in dB.
        case orientation
        /// How much lighter the right half is than the left one, and the lower than the upper, in grey levels.
        case leftRight = "left_right"
        case upDown = "up_down"
        /// Steps between pixels at multiples of 8 over those beside them, in dB: the grid of JPEG's blocks.
        case blockiness
        /// Power at the highest frequency of either direction over that just below, in dB: patterns of period 2.
        case checkerboard
        /// The channels' means and standard deviations, of images of three channels or more; else 0.
        case redMean = "red_mean"
        case greenMean = "green_mean"
        case blueMean = "blue_mean"
        case redContrast = "red_contrast"
        case greenContrast = "green_contrast"
        case blueContrast = "blue_contrast"
        /// The channels' correlations over the image.
        case redGreenCorrelation = "red_green_correlation"
        case greenBlueCorrelation = "green_blue_correlation"
        case blueRedCorrelation = "blue_red_correlation"
        /// Means of R − G and of B − (R + G)/2, and the root of their mean squares' sum, in grey levels.
        case redGreenBalance = "red_green_balance"
        case blueYellowBalance = "blue_yellow_balance"
        case saturation
        /// The power in a ring of frequencies, in dB of squared grey levels; see `bandEdges`.
        case band1 = "band_1"
        case band2 = "band_2"
        case band3 = "band_3"
        case band4 = "band_4"
        case band5 = "band_5"
        case band6 = "band_6"
        case band7 = "band_7"
        case band8 = "band_8"
        case band9 = "band_9"

        /// The rings, from low frequencies to high ones.
        public static let bands: [Column] = [.band1, .band2, .band3, .band4, .band5, .band6, .band7, .band8, .band9]

        /// The column's place in a row.
        public var index: Int { Self.places[self] ?? 0 }

        /// A difference that nobody sees, in the column's unit: spreads smaller than this count as this.
        public var resolution: Double {
            switch self {
            case .clippedDark, .clippedBright: return 0.002
            case .redGreenCorrelation, .greenBlueCorrelation, .blueRedCorrelation: return 0.005
            case .sharpness, .orientation, .blockiness, .checkerboard: return 0.1
            case .brightness, .contrast, .leftRight, .upDown, .redMean, .greenMean, .blueMean, .redContrast,
                .greenContrast, .blueContrast, .redGreenBalance, .blueYellowBalance, .saturation:
                return 0.5
            case .band1, .band2, .band3, .band4, .band5, .band6, .band7, .band8, .band9: return 0.1
            }
        }

        private static let places = Dictionary(
            uniqueKeysWithValues: allCases.enumerated().map { ($0.element, $0.offset) })
    }

    /// The rings' edges in shares of the highest frequency that the pixels can show; the corners of the square reach √2.
    public static let bandEdges: [Double] = [0, 1 / 16, 1 / 8, 3 / 16, 1 / 4, 3 / 8, 1 / 2, 3 / 4, 1, 2]

    /// Grey levels up to this one are as good as 0, and from the other one on as 255.
    static let (darkest, brightest): (Float, Float) = (4.5, 250.5)

    /// What rounding to whole grey levels adds to a pixel's variance: less than this is no power.
    static let rounding: Float = 1 / 12

    /// Rows of pixels of every image.
    public let height: Int
    /// Pixels in a row.
    public let width: Int
    /// Values a pixel.
    public let channels: Int
    private let spectrum: TileSpectrum

    /// Statistics of images `[height, width, channels]`, each at least 1.
    ///
    /// Cost of making it once: O(side³) of at most 128 pixels a side.
    public init(height: Int, width: Int, channels: Int) {
        precondition(height > 0 && width > 0 && channels > 0, "images [\(height), \(width), \(channels)]")
        self.height = height
        self.width = width
        self.channels = channels
        spectrum = TileSpectrum(height: height, width: width)
    }

    /// The statistics of each row of `images` `[n, height·width·channels]`, `[n, s]` with the columns of `Column`.
    ///
    /// Values must be finite. Cost about (4·min(side, 128) + 50)·height·width·channels operations an image, a few microseconds
    /// for 28 × 28; memory one image for each thread.
    public func measure(_ images: Matrix<Float>) -> Matrix<Float> {
        precondition(images.columns == height * width * channels, "rows of \(images.columns) values")
        let width = Column.allCases.count
        return Matrix(rows: images.rows, columns: width) { target in
            guard let output = target.baseAddress else { return }
            images.scalars.withUnsafeBufferPointer { scalars in
                guard let scalars = scalars.baseAddress else { return }
                nonisolated(unsafe) let (output, input) = (output, scalars)
                Parallel.forEachRange(of: images.rows, size: 64) { rows in
                    var worker = Worker(self)
                    for row in rows {
                        worker.measure(
                            input + row * images.columns,
                            into: UnsafeMutableBufferPointer(start: output + row * width, count: width))
                    }
                }
            }
        }
    }

    /// Places of columns that every image has, looked up once and not for each image.
    private struct Places {
        let brightness = Column.brightness.index
        let contrast = Column.contrast.index
        let leftRight = Column.leftRight.index
        let upDown = Column.upDown.index
        let sharpness = Column.sharpness.index
        let orientation = Column.orientation.index
        let blockiness = Column.blockiness.index
        let checkerboard = Column.checkerboard.index
        let clippedDark = Column.clippedDark.index
        let clippedBright = Column.clippedBright.index
        let bands = Column.bands.map(\.index)
    }

    /// One thread's buffers.
    private struct Worker {
        private let places = Places()
        private let appearance: ImageAppearance
        private var light: [Float]
        private var power: TileSpectrum.Worker

        init(_ appearance: ImageAppearance) {
            self.appearance = appearance
            light = [Float](
                repeating: 0, count: appearance.channels == 1 ? 0 : appearance.height * appearance.width)
            power = TileSpectrum.Worker(appearance.spectrum)
        }

        mutating func measure(_ image: UnsafePointer<Float>, into row: UnsafeMutableBufferPointer<Float>) {
            row.update(repeating: 0)
            let (pixels, channels) = (appearance.height * appearance.width, appearance.channels)
            if channels == 1 {
                measure(light: image, into: row)
            } else {
                light.withUnsafeMutableBufferPointer { light in
                    ImageAppearance.light(of: image, pixels: pixels, channels: channels, into: light)
                }
                let taken = light
                taken.withUnsafeBufferPointer { light in
                    if let light = light.baseAddress { measure(light: light, into: row) }
                }
            }
            var (dark, bright) = (0, 0)
            for place in 0..<pixels * channels {
                dark &+= image[place] <= ImageAppearance.darkest ? 1 : 0
                bright &+= image[place] >= ImageAppearance.brightest ? 1 : 0
            }
            func set(_ column: Column, _ value: Double) { row[column.index] = Float(value) }
            row[places.clippedDark] = Float(Double(dark) / Double(pixels * channels))
            row[places.clippedBright] = Float(Double(bright) / Double(pixels * channels))
            if channels >= 3 { ColourStatistics(image, pixels: pixels, channels: channels).write(set) }
        }

        private mutating func measure(light: UnsafePointer<Float>, into row: UnsafeMutableBufferPointer<Float>) {
            let plain = PixelStatistics(light, height: appearance.height, width: appearance.width)
            row[places.brightness] = Float(plain.mean)
            row[places.contrast] = Float(plain.variance.squareRoot())
            row[places.leftRight] = Float(plain.leftRight)
            row[places.upDown] = Float(plain.upDown)
            row[places.blockiness] = Float(plain.blockiness)
            let sums = power.sums(of: light)
            row[places.sharpness] = Float(sums.sharpness)
            row[places.orientation] = Float(sums.orientation)
            row[places.checkerboard] = Float(sums.checkerboard)
            for (band, power) in zip(places.bands, sums.bands) { row[band] = Float(power) }
        }
    }

    /// The light of each pixel, `[height·width]`, of two channels or more.
    private static func light(
        of image: UnsafePointer<Float>, pixels: Int, channels: Int, into light: UnsafeMutableBufferPointer<Float>
    ) {
        for pixel in 0..<pixels {
            let values = image + pixel * channels
            light[pixel] =
                channels >= 3
                ? 0.299 * values[0] + 0.587 * values[1] + 0.114 * values[2] : (values[0] + values[1]) / 2
        }
    }
}
