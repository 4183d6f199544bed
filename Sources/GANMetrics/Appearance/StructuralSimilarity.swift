public import GANNumerics
import RealModule

/// How alike two images are in light, contrast and structure: SSIM, at one scale or at five.
///
///     SSIM = mean over windows of (2μₓμ_y + C₁)(2σ_xy + C₂) / ((μₓ² + μ_y² + C₁)(σₓ² + σ_y² + C₂))
///     MS-SSIM = Π over scales of contrast and structure^β, of the coarsest scale with light
///
/// In −1…1, 1 for equal images; MS-SSIM is in 0…1, what is negative at a scale counts as 0. Windows are Gaussians of 11 × 11 pixels, σ = 1.5,
/// that lie within the image; C₁ = (0.01·255)², C₂ = (0.03·255)². Images are grey levels 0 to 255, channels last; their light is
/// compared. Each coarser scale is the mean of squares of four pixels.
///
/// Source: Wang, Bovik, Sheikh and Simoncelli 2004, IEEE Transactions on Image Processing 13; Wang, Simoncelli and Bovik 2003 for the scales and their
/// exponents. Tools that mirror the border, or average over channels, differ in the third digit.
public struct StructuralSimilarity: Sendable {
    /// The window's side: images must have this many pixels each way.
    public static let window = 11
    /// The shorter side from which on all five scales hold a window.
    public static let multiscaleSide = 176

    /// The exponents of the scales, the finest first.
    static let exponents = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333]

    /// The images' rows of pixels, pixels in a row, and values a pixel.
    public let height: Int, width: Int, channels: Int

    /// Compares images `[height, width, channels]`; nil where a side is shorter than the window.
    public init?(height: Int, width: Int, channels: Int) {
        guard min(height, width) >= Self.window, channels >= 1 else { return nil }
        self.height = height
        self.width = width
        self.channels = channels
    }

    /// Whether the images are large enough for five scales.
    public var hasScales: Bool { min(height, width) >= Self.multiscaleSide }

    /// The similarity of rows `2i` and `2i + 1` of `images` `[2p, height·width·channels]`, at one scale and, where the images are large
    /// enough, at five.
    ///
    /// Values must be finite. The same bytes for any number of threads. Cost about 120 operations a pixel and pair; memory a dozen images for each thread.
    public func pairs(of images: Matrix<Float>) -> (single: [Double], multiscale: [Double]?) {
        precondition(images.columns == height * width * channels, "rows of \(images.columns) values")
        let count = images.rows / 2
        var single = [Double](repeating: 0, count: count)
        var multiscale = [Double](repeating: 0, count: hasScales ? count : 0)
        single.withUnsafeMutableBufferPointer { single in
            multiscale.withUnsafeMutableBufferPointer { multiscale in
                nonisolated(unsafe) let (single, multiscale) = (single, multiscale)
                Parallel.forEachRange(of: count, size: 8) { range in
                    for pair in range {
                        let scales = scales(light(images.row(2 * pair)), light(images.row(2 * pair + 1)))
                        single[pair] = scales[0].whole
                        if hasScales { multiscale[pair] = Self.product(scales) }
                    }
                }
            }
        }
        return (single, hasScales ? multiscale : nil)
    }

    /// Means over the windows of one scale.
    struct Scale {
        /// Light, contrast and structure.
        var whole: Double
        /// Contrast and structure.
        var structure: Double
    }

    private static func product(_ scales: [Scale]) -> Double {
        zip(scales, exponents).enumerated().reduce(1) { product, item in
            let (scale, exponent) = item.element
            let factor = item.offset == exponents.count - 1 ? scale.whole : scale.structure
            return product * Double.pow(max(0, factor), exponent)
        }
    }

    private func scales(_ first: [Float], _ second: [Float]) -> [Scale] {
        var (first, second, height, width) = (first, second, height, width)
        var found: [Scale] = []
        while true {
            found.append(Self.compare(first, second, height: height, width: width))
            guard hasScales, found.count < Self.exponents.count else { return found }
            first = Self.halved(first, height: height, width: width)
            second = Self.halved(second, height: height, width: width)
            (height, width) = (height / 2, width / 2)
        }
    }

    // MARK: Pixels

    /// The light of each pixel about the middle of the grey levels, which keeps digits in what follows.
    private func light(_ image: ArraySlice<Float>) -> [Float] {
        image.withUnsafeBufferPointer { image in
            (0..<height * width).map { pixel in
                let start = pixel * channels
                let value =
                    channels >= 3
                    ? 0.299 * image[start] + 0.587 * image[start + 1] + 0.114 * image[start + 2]
                    : channels == 2 ? (image[start] + image[start + 1]) / 2 : image[start]
                return value - Self.middle
            }
        }
    }

    private static let middle: Float = 127.5

    private static func halved(_ image: [Float], height: Int, width: Int) -> [Float] {
        let (rows, columns) = (height / 2, width / 2)
        return (0..<rows * columns).map { place in
            let start = place / columns * 2 * width + place % columns * 2
            return (image[start] + image[start + 1] + image[start + width] + image[start + width + 1]) / 4
        }
    }

    private static let weights: [Float] = {
        let raw = (0..<window).map { place -> Double in
            let distance = Double(place - window / 2)
            return .exp(-distance * distance / (2 * 1.5 * 1.5))
        }
        let sum = raw.reduce(0, +)
        return raw.map { Float($0 / sum) }
    }()

    static func compare(_ first: [Float], _ second: [Float], height: Int, width: Int) -> Scale {
        func product(_ a: [Float], _ b: [Float]) -> [Float] { zip(a, b).map { $0 * $1 } }
        func windows(_ values: [Float]) -> [Float] { filtered(values, height: height, width: width) }
        let (meanX, meanY) = (windows(first), windows(second))
        let (squareX, squareY) = (windows(product(first, first)), windows(product(second, second)))
        let cross = windows(product(first, second))
        let (lightConstant, contrastConstant) = (0.01 * 255 * 0.01 * 255, 0.03 * 255 * 0.03 * 255)
        var (whole, structure) = (0.0, 0.0)
        for place in meanX.indices {
            let (x, y) = (Double(meanX[place]), Double(meanY[place]))
            let varianceX = max(0, Double(squareX[place]) - x * x)
            let varianceY = max(0, Double(squareY[place]) - y * y)
            let covariance = Double(cross[place]) - x * y
            let own = (2 * covariance + contrastConstant) / (varianceX + varianceY + contrastConstant)
            let (lightX, lightY) = (x + Double(middle), y + Double(middle))
            structure += own
            whole += own * (2 * lightX * lightY + lightConstant) / (lightX * lightX + lightY * lightY + lightConstant)
        }
        let count = Double(meanX.count)
        return Scale(whole: whole / count, structure: structure / count)
    }

    /// Weighted means of all windows within an image, `[height − 10, width − 10]`.
    private static func filtered(_ values: [Float], height: Int, width: Int) -> [Float] {
        let (rows, columns) = (height - window + 1, width - window + 1)
        var across = [Float](repeating: 0, count: height * columns)
        var result = [Float](repeating: 0, count: rows * columns)
        values.withUnsafeBufferPointer { values in
            across.withUnsafeMutableBufferPointer { across in
                for y in 0..<height {
                    for (offset, weight) in weights.enumerated() {
                        let (source, target) = (y * width + offset, y * columns)
                        for x in 0..<columns { across[target + x] += weight * values[source + x] }
                    }
                }
                result.withUnsafeMutableBufferPointer { result in
                    for y in 0..<rows {
                        for (offset, weight) in weights.enumerated() {
                            let (source, target) = ((y + offset) * columns, y * columns)
                            for x in 0..<columns { result[target + x] += weight * across[source + x] }
                        }
                    }
                }
            }
        }
        return result
    }
}
