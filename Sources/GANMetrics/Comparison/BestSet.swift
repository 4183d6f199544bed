import GANNumerics

/// Which of many sets may be the best, corrected for having picked the best of them.
///
/// Multiple comparisons with the best: set s stays in unless some other set is better by more than chance explains.
/// With T_st = (M_s − M_t)/SE_st, positive where s is worse, it is out where max_t T_st exceeds the quantile of the largest of
/// the centred statistics, drawn with multipliers on contributions that keep how the sets' errors go together. The truly best set
/// stays in with at least the level's chance, whichever it is.
///
/// Source: Hsu 1984, "Constrained simultaneous confidence intervals for multiple comparisons with the best", Annals of Statistics
/// 12; the multiplier bootstrap of maxima: Chernozhukov, Chetverikov and Kato 2013, Annals of Statistics 41.
public enum BestSet {
    /// How sure to be, and how it is drawn.
    public struct Options: Sendable, Equatable {
        /// The chance, at least, with which the truly best set stays in; 0.95 unless told otherwise.
        public var level: Double
        /// How many times multipliers are drawn.
        public var draws: Int
        /// Of the multipliers: the same seed gives the same p-values.
        public var seed: UInt64

        /// Sure at `level`, between 0 and 1, by `draws` of multipliers, at least 1: a precondition.
        public init(level: Double = 0.95, draws: Int = 2000, seed: UInt64 = 1) {
            self.level = level
            self.draws = draws
            self.seed = seed
        }
    }

    /// Which sets may be the best, and how far each is from the others.
    public struct Result: Sendable, Equatable {
        /// The set with the best value; of equal ones the first.
        public var best: Int
        /// The sets that are not told from the best, ascending; `best` is among them.
        public var indistinguishable: [Int]
        /// Of "this set is the best", for each set.
        public var pValues: [Double]
        /// The value less that of the best of the other sets, for each set.
        public var differences: [Double]
        /// The standard errors of `differences`.
        public var standardErrors: [Double]
    }

    /// Compares `sets`, contributions of each to one metric against one reference, at least one of them.
    ///
    /// `lowerIsBetter` says which way. `paired`: row i of all sets came from one latent; otherwise sets are independent and may
    /// have different sizes. Cost draws · sets · rows + sets² · rows. The same bytes for any thread count.
    public static func evaluate(
        _ sets: [RowContributions], lowerIsBetter: Bool, paired: Bool, options: Options = Options()
    ) -> Result {
        precondition(!sets.isEmpty && options.draws > 0, "the best of \(sets.count) sets by \(options.draws) draws")
        let values = sets.map { lowerIsBetter ? $0.value : -$0.value }
        var errors = Matrix<Double>(rows: sets.count, columns: sets.count)
        for first in sets.indices {
            for second in sets.indices where second < first {
                let error = sets[first].differenceError(to: sets[second], paired: paired)
                errors[first, second] = error
                errors[second, first] = error
            }
        }
        let means = drawnMeans(sets, paired: paired, options: options)
        let sign: Double = lowerIsBetter ? 1 : -1
        func largest(_ set: Int, _ values: [Double]) -> Double {
            var largest = -Double.infinity
            for other in values.indices where other != set {
                let (difference, error) = (values[set] - values[other], errors[set, other])
                let ratio = error > 0 ? difference / error : difference == 0 ? 0 : difference * .infinity
                largest = max(largest, ratio)
            }
            return largest
        }
        let drawn = means.map { $0.map { sign * $0 } }
        let pValues = sets.indices.map { set -> Double in
            let observed = largest(set, values)
            guard observed > 0 else { return 1 }
            let exceeding = drawn.count { largest(set, $0) >= observed }
            return Double(exceeding + 1) / Double(options.draws + 1)
        }
        let direction: MetricRegistry.Direction = lowerIsBetter ? .lower : .higher
        let best = direction.best(of: sets.indices) { sets[$0].value } ?? 0
        let rivals = sets.indices.map { set in
            direction.best(of: sets.indices.lazy.filter { $0 != set }) { sets[$0].value }
        }
        return Result(
            best: best, indistinguishable: sets.indices.filter { $0 == best || pValues[$0] > 1 - options.level },
            pValues: pValues,
            differences: sets.indices.map { set in rivals[set].map { sets[set].value - sets[$0].value } ?? 0 },
            standardErrors: sets.indices.map { set in rivals[set].map { errors[set, $0] } ?? 0 })
    }

    /// For each draw, each set's mean of contributions times random signs: how values go astray together.
    private static func drawnMeans(_ sets: [RowContributions], paired: Bool, options: Options) -> [[Double]] {
        let stream = SeededGenerator(seed: options.seed).split("multipliers")
        var means = [[Double]](repeating: [], count: options.draws)
        means.withUnsafeMutableBufferPointer { buffer in
            nonisolated(unsafe) let target = buffer
            Parallel.forEach(options.draws) { draw in
                let stream = stream.split(draw)
                let shared = stream.split("reference")
                target[draw] = sets.indices.map { set in
                    var (own, reference) = (paired ? stream : stream.split(set), shared)
                    return signedMean(sets[set].generated, &own) + signedMean(sets[set].reference, &reference)
                }
            }
        }
        return means
    }

    /// The mean of `values` with random signs, the same signs for the same stream.
    private static func signedMean(_ values: [Double], _ stream: inout SeededGenerator) -> Double {
        guard !values.isEmpty else { return 0 }
        var sum = 0.0
        for start in Swift.stride(from: 0, to: values.count, by: 64) {
            var bits = stream.next()
            for index in start..<min(values.count, start + 64) {
                sum += bits & 1 == 0 ? values[index] : -values[index]
                bits >>= 1
            }
        }
        return sum / Double(values.count)
    }
}
