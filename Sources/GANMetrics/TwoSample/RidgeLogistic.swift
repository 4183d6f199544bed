import GANNumerics
import RealModule

/// Logistic regression with a ridge, by limited-memory quasi-Newton steps.
///
///     minimize 1/n · Σ log(1 + exp(−t_i·s_i)) + penalty/2 · ‖w‖²,   s = ⟨w, x⟩ + b,  t = ±1
struct RidgeLogistic {
    /// The weight of each column, then the intercept, which has no penalty.
    let weights: [Double]
    /// Whether the gradient came below the tolerance before the cap on evaluations.
    let isConverged: Bool

    /// Fits to rows `[n, d]` of about unit variance with one label each, n at least 1; deterministic for any thread count.
    static func fit(_ rows: Matrix<Float>, labels: [Bool], penalty: Double) -> RidgeLogistic {
        precondition(rows.rows == labels.count && rows.rows > 0, "\(labels.count) labels of \(rows.rows) rows")
        let found = QuasiNewton.minimize(from: [Double](repeating: 0, count: rows.columns + 1)) {
            objective($0, rows, labels: labels, penalty: penalty)
        }
        return RidgeLogistic(weights: found.point, isConverged: found.isConverged)
    }

    /// ⟨w, x⟩ + b of each row.
    func scores(_ rows: Matrix<Float>) -> [Double] {
        precondition(rows.columns + 1 == weights.count, "\(rows.columns) columns for \(weights.count - 1) weights")
        let (weights, intercept) = (weights.dropLast().map { Float($0) }, weights[weights.count - 1])
        var scores = [Double](repeating: 0, count: rows.rows)
        scores.withUnsafeMutableBufferPointer { scores in
            rows.scalars.withUnsafeBufferPointer { source in
                weights.withUnsafeBufferPointer { weights in
                    guard let sourceBase = source.baseAddress, let weightBase = weights.baseAddress else { return }
                    nonisolated(unsafe) let (source, weights, scores) = (sourceBase, weightBase, scores)
                    Parallel.forEachRange(of: rows.rows, size: 64) { range in
                        for row in range {
                            scores[row] =
                                Self.product(source + row * rows.columns, weights, count: rows.columns) + intercept
                        }
                    }
                }
            }
        }
        return scores
    }

    /// The loss and its gradient, in one pass over the rows.
    private static func objective(
        _ weights: [Double], _ rows: Matrix<Float>, labels: [Bool], penalty: Double
    ) -> (loss: Double, gradient: [Double]) {
        let width = rows.columns
        let (intercept, count) = (weights[width], rows.rows)
        let size = max(64, (count + 63) / 64)
        let pieces = (count + size - 1) / size
        var sums = [Float](repeating: 0, count: pieces * width)
        var losses = [Double](repeating: 0, count: pieces)
        var slopes = losses
        let packed = weights.dropLast().map { Float($0) }
        sums.withUnsafeMutableBufferPointer { sums in
            losses.withUnsafeMutableBufferPointer { losses in
                slopes.withUnsafeMutableBufferPointer { slopes in
                    rows.scalars.withUnsafeBufferPointer { source in
                        packed.withUnsafeBufferPointer { packed in
                            guard let sumBase = sums.baseAddress, let sourceBase = source.baseAddress,
                                let packedBase = packed.baseAddress
                            else { return }
                            nonisolated(unsafe) let (sums, losses, slopes) = (sumBase, losses, slopes)
                            nonisolated(unsafe) let (source, packed) = (sourceBase, packedBase)
                            Parallel.forEach(pieces) { piece in
                                for row in piece * size..<min(count, (piece + 1) * size) {
                                    let values = source + row * width
                                    let score = product(values, packed, count: width) + intercept
                                    let sign: Double = labels[row] ? 1 : -1
                                    losses[piece] += Statistics.softplus(-sign * score)
                                    let slope = -sign / (1 + Double.exp(sign * score))
                                    slopes[piece] += slope
                                    add(values, times: Float(slope), to: sums + piece * width, count: width)
                                }
                            }
                        }
                    }
                }
            }
        }
        var gradient = [Double](repeating: 0, count: width + 1)
        for piece in 0..<pieces {
            for column in 0..<width { gradient[column] += Double(sums[piece * width + column]) }
        }
        gradient[width] = slopes.reduce(0, +)
        var (loss, square) = (losses.reduce(0, +) / Double(count), 0.0)
        for column in 0..<width {
            gradient[column] = gradient[column] / Double(count) + penalty * weights[column]
            square += weights[column] * weights[column]
        }
        gradient[width] /= Double(count)
        loss += penalty / 2 * square
        return (loss, gradient)
    }

    @inline(__always)
    private static func product(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int) -> Double {
        var sum = SIMD16<Float>()
        var index = 0
        while index + 16 <= count {
            sum +=
                UnsafeRawPointer(a + index).loadUnaligned(as: SIMD16<Float>.self)
                * UnsafeRawPointer(b + index).loadUnaligned(as: SIMD16<Float>.self)
            index += 16
        }
        var rest = 0.0
        for lane in 0..<16 { rest += Double(sum[lane]) }
        while index < count {
            rest += Double(a[index]) * Double(b[index])
            index += 1
        }
        return rest
    }

    @inline(__always)
    private static func add(
        _ values: UnsafePointer<Float>, times factor: Float, to target: UnsafeMutablePointer<Float>, count: Int
    ) {
        for index in 0..<count { target[index] += factor * values[index] }
    }
}
