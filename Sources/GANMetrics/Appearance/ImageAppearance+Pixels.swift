import RealModule

/// What one image's grey levels tell without a transform.
struct PixelStatistics {
    let mean: Double
    /// Of the grey levels, divided by their number.
    let variance: Double
    /// The right half's mean less the left one's, without a middle column; 0 for a width of 1.
    let leftRight: Double
    /// The lower half's mean less the upper one's, without a middle row; 0 for a height of 1.
    let upDown: Double
    /// 20·log₁₀ of the mean step across the lines of an 8 × 8 grid over that of the steps beside them; 0 where no line has both.
    let blockiness: Double

    /// Steps smaller than this, in grey levels, are rounding.
    private static let leastStep = 0.25

    /// Of `light` `[height, width]`.
    init(_ light: UnsafePointer<Float>, height: Int, width: Int) {
        let pixels = Double(height * width)
        let half = width / 2
        var rowSums = [Double](repeating: 0, count: height)
        var balance = 0.0
        for y in 0..<height {
            let row = light + y * width
            let left = VectorSums.sum(row, count: half)
            let right = VectorSums.sum(row + (width - half), count: half)
            rowSums[y] = Double(left) + Double(right) + (width % 2 == 1 ? Double(row[half]) : 0)
            balance += Double(right) - Double(left)
        }
        let mean = rowSums.reduce(0, +) / pixels
        var squares = 0.0
        for y in 0..<height {
            squares += Double(VectorSums.squares(light + y * width, about: Float(mean), count: width))
        }
        self.mean = mean
        variance = squares / pixels
        leftRight = half > 0 ? balance / Double(half * height) : 0
        let rows = height / 2
        upDown =
            rows > 0
            ? (rowSums.suffix(rows).reduce(0, +) - rowSums.prefix(rows).reduce(0, +)) / Double(rows * width) : 0
        blockiness = Self.blockiness(light, height: height, width: width)
    }

    private static func blockiness(_ light: UnsafePointer<Float>, height: Int, width: Int) -> Double {
        var (across, beside, places) = (0.0, 0.0, 0)
        // A step belongs to the pixel before it: that across the grid's line k is step 8k − 1.
        for x in stride(from: 7, to: width - 2, by: 8) {
            var (line, others): (Float, Float) = (0, 0)
            for y in 0..<height {
                let place = y * width + x
                line += abs(light[place + 1] - light[place])
                others += abs(light[place] - light[place - 1]) + abs(light[place + 2] - light[place + 1])
            }
            across += Double(line)
            beside += Double(others)
            places += height
        }
        for y in stride(from: 7, to: height - 2, by: 8) {
            var (line, others): (Float, Float) = (0, 0)
            for place in y * width..<(y + 1) * width {
                line += abs(light[place + width] - light[place])
                others += abs(light[place] - light[place - width])
                others += abs(light[place + 2 * width] - light[place + width])
            }
            across += Double(line)
            beside += Double(others)
            places += width
        }
        guard places > 0 else { return 0 }
        let count = Double(places)
        return 20 * .log10((across / count + leastStep) / (beside / (2 * count) + leastStep))
    }
}

/// What the first three channels of one image tell of its colours.
struct ColourStatistics {
    private var means = SIMD3<Double>()
    /// Variances of R, G and B.
    private var variances = SIMD3<Double>()
    /// Covariances of R with G, G with B, and B with R.
    private var covariances = SIMD3<Double>()
    private var redGreen = 0.0
    private var blueYellow = 0.0
    private var saturation = 0.0

    /// Of an image of `pixels` pixels, at least three channels each.
    init(_ image: UnsafePointer<Float>, pixels: Int, channels: Int) {
        var (sums, squares, products) = (SIMD3<Double>(), SIMD3<Double>(), SIMD3<Double>())
        for pixel in 0..<pixels {
            let values = image + pixel * channels
            let colour = SIMD3(Double(values[0]), Double(values[1]), Double(values[2]))
            sums += colour
            squares += colour * colour
            products += colour * SIMD3(colour.y, colour.z, colour.x)
        }
        let count = Double(pixels)
        means = sums / count
        variances = (squares / count - means * means).clamped(
            lowerBound: SIMD3(), upperBound: SIMD3(repeating: .greatestFiniteMagnitude))
        covariances = products / count - means * SIMD3(means.y, means.z, means.x)
        redGreen = means.x - means.y
        blueYellow = means.z - (means.x + means.y) / 2
        let (r, g, b) = (squares.x / count, squares.y / count, squares.z / count)
        let (rg, gb, br) = (products.x / count, products.y / count, products.z / count)
        // E(R − G)² + E(B − (R + G)/2)².
        saturation = max(0, r + g - 2 * rg + b + (r + g + 2 * rg) / 4 - br - gb).squareRoot()
    }

    func write(_ set: (ImageAppearance.Column, Double) -> Void) {
        set(.redMean, means.x)
        set(.greenMean, means.y)
        set(.blueMean, means.z)
        set(.redContrast, variances.x.squareRoot())
        set(.greenContrast, variances.y.squareRoot())
        set(.blueContrast, variances.z.squareRoot())
        // Rounding is no correlation: a channel without variety gets 0.
        let floored = variances + SIMD3(repeating: Double(ImageAppearance.rounding))
        set(.redGreenCorrelation, covariances.x / (floored.x * floored.y).squareRoot())
        set(.greenBlueCorrelation, covariances.y / (floored.y * floored.z).squareRoot())
        set(.blueRedCorrelation, covariances.z / (floored.z * floored.x).squareRoot())
        set(.redGreenBalance, redGreen)
        set(.blueYellowBalance, blueYellow)
        set(.saturation, saturation)
    }
}
