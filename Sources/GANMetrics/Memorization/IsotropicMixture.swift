import GANNumerics
import RealModule

/// A mixture of isotropic Gaussians of equal weight, one on each centre, each with a variance of its own.
///
///     p(x) = 1/m · Σ_j N(x; c_j, σ_j²·I)
///
/// The variances maximize the likelihood of some rows, by full-batch Adam on their logarithms from σ_j² = (min d² + 10⁻³)/D.
/// During the fit a background component around the rows' mean, with weight 1 beside the m of 1/m, takes the rows that no
/// centre explains, as in the authors' code; it is no part of the density afterwards. Logarithms stay within −40…20, so
/// that copies keep the density finite.
struct IsotropicMixture {
    /// `[m, d]`.
    let centres: Matrix<Double>
    /// log σ_j², `[m]`.
    private(set) var logVariances: [Double]

    private static let limits = -40.0...20.0
    private static let nearest = 1e-3
    private static let chunk = 256
    /// Terms this far below the largest change nothing in float64.
    private static let negligible = 40.0

    init(
        centres: Matrix<Double>, fittedTo rows: Matrix<Double>, options: FeatureLikelihoodDivergence.Options
    ) {
        self.centres = centres
        let count = centres.rows
        let width = Double(centres.columns)
        // Float32 halves the memory; squares of near copies are exact before they are rounded.
        let squares = Matrix<Float>(rows: rows.rows, columns: count) { target in
            nonisolated(unsafe) let target = target
            SquaredDistances.forEachTile(rows, centres) { range, tile in
                for index in 0..<range.count * count { target[range.lowerBound * count + index] = Float(tile[index]) }
            }
        }
        var smallest = [Float](repeating: .infinity, count: count)
        for row in 0..<rows.rows {
            for centre in 0..<count { smallest[centre] = min(smallest[centre], squares[row, centre]) }
        }
        logVariances = smallest.map { Self.clamped(.log((Double($0) + Self.nearest) / width)) }
        let background = Self.background(of: rows)
        var backgroundLog = 0.0
        var adam = AdamState(count: count + 1, rate: options.learningRate)
        for _ in 0..<options.epochs {
            let gradient = gradient(squares, background: background, backgroundLog: backgroundLog)
            let steps = adam.steps(gradient)
            for centre in 0..<count { logVariances[centre] = Self.clamped(logVariances[centre] - steps[centre]) }
            backgroundLog = Self.clamped(backgroundLog - steps[count])
        }
    }

    /// The mean negative logarithm of the density at `rows` `[n, d]`, n at least 1, divided by d.
    func loss(of rows: Matrix<Double>) -> Double {
        let terms = Terms(logVariances: logVariances, width: centres.columns)
        let tiles = (rows.rows + SquaredDistances.tile - 1) / SquaredDistances.tile
        var sums = [Double](repeating: 0, count: tiles)
        sums.withUnsafeMutableBufferPointer { buffer in
            nonisolated(unsafe) let sums = buffer
            SquaredDistances.forEachTile(rows, centres) { range, tile in
                var values = [Double](repeating: 0, count: terms.count)
                var sum = 0.0
                for row in 0..<range.count {
                    var largest = -Double.infinity
                    for centre in 0..<terms.count {
                        let value =
                            terms.slopes[centre] * tile[row * terms.count + centre] + terms.offsets[centre]
                        values[centre] = value
                        largest = max(largest, value)
                    }
                    var total = 0.0
                    // Differences, since far away largest − 40 rounds to largest itself.
                    for value in values where value - largest > -Self.negligible { total += .exp(value - largest) }
                    sum += largest + .log(total)
                }
                sums[range.lowerBound / SquaredDistances.tile] = sum
            }
        }
        let width = Double(centres.columns)
        return -sums.reduce(0, +) / Double(rows.rows) / width + 0.5 * .log(2 * .pi)
    }

    /// The logarithm of a component's density at squared distance s, without the constant, is slope·s + offset.
    private struct Terms {
        let count: Int
        let slopes: [Double]
        let offsets: [Double]

        init(logVariances: [Double], width: Int) {
            count = logVariances.count
            let weight = Double.log(Double(max(1, logVariances.count)))
            slopes = logVariances.map { -0.5 * .exp(-$0) }
            offsets = logVariances.map { -0.5 * Double(width) * $0 - weight }
        }
    }

    /// The gradient of the loss by the logarithms of the variances, the background's last, `[m + 1]`.
    private func gradient(_ squares: Matrix<Float>, background: [Double], backgroundLog: Double) -> [Double] {
        let terms = Terms(logVariances: logVariances, width: centres.columns)
        let (count, width) = (terms.count, Double(centres.columns))
        let (slope, offset) = (-0.5 * Double.exp(-backgroundLog), -0.5 * width * backgroundLog)
        let chunks = (squares.rows + Self.chunk - 1) / Self.chunk
        // Σ of responsibilities, and of responsibilities times squared distances, for each chunk of rows.
        let stride = 2 * (count + 1)
        var sums = [Double](repeating: 0, count: chunks * stride)
        sums.withUnsafeMutableBufferPointer { buffer in
            nonisolated(unsafe) let sums = buffer
            Parallel.forEachRange(of: squares.rows, size: Self.chunk) { range in
                let base = range.lowerBound / Self.chunk * stride
                var values = [Double](repeating: 0, count: count)
                squares.scalars.withUnsafeBufferPointer { squares in
                    for row in range {
                        let outside = slope * background[row] + offset
                        var largest = outside
                        for centre in 0..<count {
                            let value =
                                terms.slopes[centre] * Double(squares[row * count + centre]) + terms.offsets[centre]
                            values[centre] = value
                            largest = max(largest, value)
                        }
                        let outsideShare = Double.exp(outside - largest)
                        var total = outsideShare
                        for centre in 0..<count {
                            let difference = values[centre] - largest
                            values[centre] = difference > -Self.negligible ? .exp(difference) : 0
                            total += values[centre]
                        }
                        for centre in 0..<count where values[centre] > 0 {
                            let share = values[centre] / total
                            sums[base + 2 * centre] += share
                            sums[base + 2 * centre + 1] += share * Double(squares[row * count + centre])
                        }
                        sums[base + 2 * count] += outsideShare / total
                        sums[base + 2 * count + 1] += outsideShare / total * background[row]
                    }
                }
            }
        }
        return (0...count).map { centre in
            var (share, square) = (0.0, 0.0)
            for chunk in 0..<chunks {
                share += sums[chunk * stride + 2 * centre]
                square += sums[chunk * stride + 2 * centre + 1]
            }
            let slope = centre < count ? terms.slopes[centre] : slope
            return (slope * square + 0.5 * width * share) / (Double(squares.rows) * width)
        }
    }

    /// 0.81·‖x − mean‖² of each row: the reference moves the background a tenth of the way towards each row.
    private static func background(of rows: Matrix<Double>) -> [Double] {
        var mean = [Double](repeating: 0, count: rows.columns)
        for row in 0..<rows.rows { for column in 0..<rows.columns { mean[column] += rows[row, column] } }
        for column in 0..<rows.columns { mean[column] /= Double(rows.rows) }
        return (0..<rows.rows).map { row in
            (0..<rows.columns).reduce(0) {
                let difference = rows[row, $1] - mean[$1]
                return $0 + 0.81 * difference * difference
            }
        }
    }

    private static func clamped(_ logVariance: Double) -> Double {
        min(limits.upperBound, max(limits.lowerBound, logVariance))
    }
}

/// Adam's moving averages (Kingma and Ba 2015, arXiv 1412.6980, algorithm 1; β = 0.9 and 0.999, ε = 10⁻⁸).
private struct AdamState {
    private var first: [Double]
    private var second: [Double]
    private var step = 0
    private let rate: Double

    init(count: Int, rate: Double) {
        first = [Double](repeating: 0, count: count)
        second = first
        self.rate = rate
    }

    /// What to subtract from each parameter.
    mutating func steps(_ gradient: [Double]) -> [Double] {
        step += 1
        let (firstBias, secondBias) = (1 - Double.pow(0.9, step), 1 - Double.pow(0.999, step))
        return gradient.indices.map { index in
            first[index] = 0.9 * first[index] + 0.1 * gradient[index]
            second[index] = 0.999 * second[index] + 0.001 * gradient[index] * gradient[index]
            return rate * first[index] / firstBias / ((second[index] / secondBias).squareRoot() + 1e-8)
        }
    }
}
