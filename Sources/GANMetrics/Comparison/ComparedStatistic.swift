public import GANNumerics

/// A difference of one metric between two sets, as a function of which row belongs to which set.
///
/// Labels v are +1 for rows of the second set and −1 for rows of the first; the sets have m rows each. What the labels are
/// multiplied with must not depend on them: then every relabelling that the null hypothesis allows is as likely as the one
/// that was observed, and a test that counts larger differences among them is exact.
public enum ComparedStatistic: Sendable {
    /// 1/m·Σ v·score over the rows of both sets, `[m]` each.
    case scores(first: [Double], second: [Double])
    /// The difference of coverage: rows of either label cover what any of them covers.
    case coverage(first: BallIncidence, second: BallIncidence)

    /// Whether contributions of rows tell how the difference varies.
    ///
    /// Leaving one sample out overstates how coverage varies; relabelling alone tells it.
    var hasVarianceOfRows: Bool {
        guard case .coverage = self else { return true }
        return false
    }

    /// How many rows each set has.
    var rows: Int {
        switch self {
        case .scores(let first, let second):
            precondition(first.count == second.count, "\(first.count) scores against \(second.count)")
            return first.count
        case .coverage(let first, let second):
            precondition(first.generated == second.generated, "\(first.generated) rows against \(second.generated)")
            return first.generated
        }
    }

    /// The scores of the U-statistic's difference, exact for every labelling.
    ///
    /// With K_i the sum of kernel values of row i with all other rows of both sets and x_i that with the n real rows, M_B − M_A =
    /// 1/m·Σ v_i·(K_i/(m − 1) − 2·x_i/n): products of two labels cancel between the sets. `across` are the kernel sums
    /// of the second set's rows with the first set's.
    public static func kernelDistance(
        first: PairStatistics, second: PairStatistics, across: PairKernelSums
    ) -> ComparedStatistic {
        func scores(_ pairs: PairStatistics, _ across: [Double]) -> [Double] {
            guard let sums = pairs.kernels[.cubic] else { preconditionFailure("a pass without the cubic kernel") }
            let (n, m) = (Double(pairs.real.rows), Double(pairs.generated.rows))
            return across.indices.map {
                (sums.withinGenerated.rows[$0] + across[$0]) / (m - 1) - 2 * sums.across.rows[$0] / n
            }
        }
        return .scores(first: scores(first, across.columns), second: scores(second, across.rows))
    }

    /// Ready to be computed for many labellings.
    func prepared() -> Prepared {
        switch self {
        case .scores(let first, let second):
            // Labels sum to 0: a constant taken off changes nothing but rounding.
            let mean = Statistics.mean(first + second)
            return .scores((first + second).map { $0 - mean }, rows: Double(first.count))
        case .coverage(let first, let second): return .coverage(first.pooled(with: second))
        }
    }

    enum Prepared: Sendable {
        case scores([Double], rows: Double)
        case coverage(BallIncidence)

        /// The difference where the rows of both sets, first then second, are labelled `signs` `[2m]`.
        func difference(_ signs: UnsafeBufferPointer<Double>) -> Double {
            switch self {
            case .scores(let scores, let rows):
                return scores.withUnsafeBufferPointer { Self.dot($0, signs) } / rows
            case .coverage(let pool): return pool.coverageDifference(signs: signs)
            }
        }

        /// Spreads below this are rounding: of sets whose rows are equal in pairs nothing moves.
        var noise: Double {
            guard case .scores(let scores, _) = self else { return 0 }
            return 1e-12 * (scores.reduce(0) { $0 + $1 * $1 } / Double(scores.count)).squareRoot()
        }

        /// Eight sums side by side, joined in a fixed order.
        private static func dot(_ a: UnsafeBufferPointer<Double>, _ b: UnsafeBufferPointer<Double>) -> Double {
            var sums = SIMD8<Double>.zero
            let whole = a.count / 8 * 8
            for start in stride(from: 0, to: whole, by: 8) {
                for lane in 0..<8 { sums[lane] += a[start + lane] * b[start + lane] }
            }
            var sum = sums.sum()
            for index in whole..<a.count { sum += a[index] * b[index] }
            return sum
        }
    }
}
