import GANMetrics
import GANNumerics

/// How often a difference that `compare` says would be seen four times out of five is seen.
///
/// Gaussian sets of `count` rows and 16 columns: what is said is the mean of what twenty comparisons of equal sets say of the Fréchet
/// distance; then the second set is worse by just that, and the share of `runs` in which it is called worse is counted, all metrics
/// read together. One set is worse by another mean, which is the harder to see; the other by a smaller spread. Both are tried between
/// independent sets and between pairs, whose rows have nine tenths of their spread in common, as those of two steps of one run.
struct DetectableBenchmark {
    let count: Int
    let runs: Int
    let permutations: Int

    enum Fault: String, CaseIterable {
        case shifted, shrunken
    }

    static let columns = 16
    /// The spread of the baseline, whose distance is then not 0.
    static let spread = 0.9

    /// How far the rows of a pair are correlated.
    static let likeness: Float = 0.9

    struct Found {
        var fault: Fault
        var isPaired: Bool
        /// The true difference.
        var difference: Double
        /// What (z₀.₉₇₅ + z₀.₈) standard errors of equal sets would have said.
        var uncorrected: Double
        var share: Double
    }

    func run() throws -> [Found] {
        try [false, true].flatMap { try found(paired: $0) }
    }

    private func found(paired: Bool) throws -> [Found] {
        let equal = try (0..<20).map { try answer(.shifted, by: 0, paired: paired, seed: UInt64($0 + 1)) }
        let said = Statistics.mean(equal.map(\.detectable))
        let reach = Statistics.normalQuantile(0.975) + Statistics.normalQuantile(0.8)
        let uncorrected = reach * Statistics.mean(equal.map(\.standardError))
        return try Fault.allCases.map { fault in
            let found = try (0..<runs).count {
                let answer = try answer(fault, by: said, paired: paired, seed: UInt64(1000 + $0))
                return answer.isDifferent(level: 0.95) && answer.difference > 0
            }
            return Found(
                fault: fault, isPaired: paired, difference: said, uncorrected: uncorrected,
                share: Double(found) / Double(runs))
        }
    }

    /// The Fréchet distance's answer where the second set is farther from the reference by `difference`.
    private func answer(
        _ fault: Fault, by difference: Double, paired: Bool, seed: UInt64
    ) throws -> DifferenceTest.Answer {
        let stream = SeededGenerator(seed: seed).split("detectable")
        var sets = (0..<3).map { stream.split($0).normalRows(count, columns: Self.columns) }
        if paired {
            let own = (1 - Self.likeness * Self.likeness).squareRoot()
            sets[2] = Matrix(
                rows: count, columns: Self.columns,
                scalars: zip(sets[1].scalars, sets[2].scalars).map { Self.likeness * $0 + own * $1 })
        }
        let baseline = Self.spread
        // d·(1 − s)² and, with the mean off by δ, δ² more.
        let closer = 1 - ((1 - baseline) * (1 - baseline) + difference / Double(Self.columns)).squareRoot()
        let reference = try ComparisonReference(rows: sets[0], matched: sets[0])
        let first = Self.changed(sets[1], spread: baseline, shift: 0)
        let second =
            fault == .shifted
            ? Self.changed(sets[2], spread: baseline, shift: difference.squareRoot())
            : Self.changed(sets[2], spread: closer, shift: 0)
        let metrics = try SetComparison.evaluate(
            [try reference.measure(first), try reference.measure(second)], paired: paired,
            options: .init(test: .init(permutations: permutations, seed: seed)))
        guard let metric = metrics.first(where: { $0.name == "frechet_distance" }) else {
            throw BenchmarkError(message: "compare does not measure the Fréchet distance any more.")
        }
        return metric.answers[0]
    }

    private static func changed(_ rows: Matrix<Float>, spread: Double, shift: Double) -> Matrix<Float> {
        var result = Matrix(
            rows: rows.rows, columns: rows.columns, scalars: rows.scalars.map { Float(spread) * $0 })
        for row in 0..<rows.rows { result[row, 0] += Float(shift) }
        return result
    }
}
