import GANNumerics
import OrderedCollections

/// What the real rows themselves say of distances between equal sets, where the features are not Gaussian.
///
/// The closed form of the null counts Gaussian fourth moments. Those of rectified or heavy-tailed features are others: the
/// distance between halves of the real rows, over the closed form at the halves' counts, says by how much. Simulated, it brings the
/// null within 2 % of the mean between equal sets for Gaussian and rectified features of 8 to 64 columns, where the closed form is
/// up to a tenth too low, and within a tenth for t-distributed ones with 3 degrees of freedom, where it is seven times too low.
extension FrechetDistance {
    /// How many halves are drawn; their mean has about a sixth of the distance's own spread.
    private static let splits = 10
    /// The largest share of all fourth powers that the hundredth of rows farthest from the mean may hold.
    ///
    /// Gaussian, exponential and rectified features of some columns have 0.06 to 0.25, t-distributed ones with 8 degrees of freedom
    /// 0.23, with 4 0.64, with 3 0.87: there a jackknife's interval held the truth in 87 % and 38 %.
    static let heaviestTail = 0.35

    /// How many times as far equal sets lie apart as the closed form says; nil where halves have no more rows than columns.
    static func nullRatio(
        blocks: [Moments], spectrum: [Double], options: Options
    ) throws(MetricError) -> Double? {
        let width = spectrum.count
        var generator = SeededGenerator(seed: options.seed).split("\(name) halves")
        let orders = (0..<splits).map { _ in generator.permutation(of: blocks.count) }
        var outcomes = [Result<(distance: Double, floor: Double)?, MetricError>](
            repeating: .success(nil), count: splits)
        outcomes.withUnsafeMutableBufferPointer { buffer in
            nonisolated(unsafe) let target = buffer
            Parallel.forEach(splits) { index in
                let order = orders[index]
                var halves = (0..<2).map { _ in Moments(width: width) }
                for (place, block) in order.enumerated() { halves[place % 2].merge(blocks[block]) }
                let counts = halves.map(\.count)
                guard counts.allSatisfy({ $0 > width }) else { return }
                target[index] = Result { () throws(MetricError) -> (distance: Double, floor: Double)? in
                    (
                        try distance(real: halves[0], generated: halves[1], estimator: options.estimator),
                        nullFloor(
                            spectrum: spectrum, real: counts[0], generated: counts[1], estimator: options.estimator)
                    )
                }
            }
        }
        var (distances, floors) = (0.0, 0.0)
        for outcome in outcomes {
            guard let (distance, floor) = try outcome.get() else { return nil }
            distances += distance
            floors += floor
        }
        guard floors > 0, (distances / floors).isFinite else { return nil }
        return distances / floors
    }

    /// Replaces the closed form by what halves of the real rows say.
    static func correctNull(ratio: Double, real: Int, generated: Int, of result: inout MetricResult) {
        guard let closed = result.null?.value else { return }
        result.null = MetricReference(
            value: ratio * closed,
            basis:
                "halves of the real rows, taken to n = \(real), m = \(generated) by the closed form for equal Gaussians"
        )
        result.parts["gaussian_null"] = .number(closed)
        if case .number(let high)? = result.parts[nullHighPart] { result.parts[nullHighPart] = .number(ratio * high) }
        result.diagnostics.removeAll { $0.code == fewSamples }
        // Halves that agree with the closed form within their own spread say nothing new.
        guard ratio > 1.25 || ratio < 0.8 else { return }
        result.diagnostics.append(
            Diagnostic(
                code: notGaussian, severity: .note,
                message:
                    "Halves of the real rows lie \((100 * ratio).rounded() / 100) times as far apart as those of Gaussian "
                    + "features would: the null comes from them."))
    }

    /// Marks a closed form that the rows' tails contradict, where no halves were measured.
    static func markNull(_ rows: Matrix<Float>, of result: inout MetricResult) {
        guard result.null != nil else { return }
        let share = tailShare(rows)
        guard share > heaviestTail else { return }
        result.diagnostics.append(
            Diagnostic(
                code: notGaussian,
                message:
                    "A hundredth of the real rows holds \((100 * share).rounded()) % of the fourth powers of their distances "
                    + "from the mean: the features are not Gaussian, and the null, which takes them for that, is too low. Compare "
                    + "with held-out data."))
    }

    static let notGaussian = "null_not_gaussian"
    static let fewSamples = "null_from_few_samples"

    /// The share of Σ‖x − μ‖⁴ that the hundredth of rows farthest from the mean holds, at least one row; 0 of equal rows.
    static func tailShare(_ rows: Matrix<Float>) -> Double {
        let mean = CentreDistance.mean(of: rows)
        let powers = (0..<rows.rows).map { row in
            let square = zip(rows.row(row), mean).reduce(0.0) { sum, pair in
                let difference = Double(pair.0) - pair.1
                return sum + difference * difference
            }
            return square * square
        }.sorted()
        let sum = powers.reduce(0, +)
        guard sum > 0, sum.isFinite else { return 0 }
        return powers.suffix((powers.count + 99) / 100).reduce(0, +) / sum
    }
}
