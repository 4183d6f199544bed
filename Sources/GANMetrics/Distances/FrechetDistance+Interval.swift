import GANNumerics

/// The delete-a-block jackknife.
///
/// Both sides are cut into `blocks` random blocks; each replicate leaves one block of one side out, and
/// `(B−1)/B·Σ(θ_b − θ̄)²`, summed over the two sides, estimates the variance. Moments of blocks are merged, so a replicate
/// costs d³ and not another pass over the rows. Deleting, unlike drawing with replacement, changes the sample size by the
/// same small share in each replicate, so the size-dependent bias of the distance cancels in the differences.
///
/// Heavy tails get none either: where a few rows hold most of the fourth moments (`heaviestTail`), the next sample's few rows may lie
/// elsewhere, and no jackknife knows.
///
/// Wide features get no interval: at 2,048 columns 40 replicates take more than a minute, and the cheap alternative, the standard
/// error from the first-order influence function, needs the inverse root of a nearly singular product, which at the usual
/// sample counts is mostly noise. Replicates over generator seeds serve there.
extension FrechetDistance {
    enum IntervalOutcome {
        case interval(MetricInterval)
        case omitted(String)
    }

    /// Says that features are too wide for the jackknife.
    static func tooWide(_ columns: Int, options: Options) -> Diagnostic {
        Diagnostic(
            code: intervalOmitted, severity: .note,
            message: "No interval: it is computed up to \(options.widestInterval) columns only, these features have "
                + "\(columns).")
    }

    /// Says that few rows hold most of the fourth moments.
    static func tooHeavy(_ role: String, _ share: Double) -> String {
        "No interval: a hundredth of the \(role) rows holds \((100 * share).rounded()) % of the fourth powers of their distances "
            + "from the mean. With such tails no interval from these rows holds what it says."
    }

    /// The moments of random blocks of one side's rows; nil where blocks would have fewer than two.
    static func blockMoments(_ features: Matrix<Float>, role: String, options: Options) -> [Moments]? {
        guard features.rows / 2 >= options.blocks else { return nil }
        return DisjointBlocks.rows(
            count: features.rows, blocks: options.blocks, seed: options.seed, purpose: "\(name) \(role)"
        )
        .map { Moments(of: features.rows(at: $0)) }
    }

    /// The interval around `value`, `realBlocks` being `blockMoments` of the real side.
    static func jackknife(
        real: Matrix<Float>, realBlocks: [Moments]?, generated: Matrix<Float>, around value: Double, options: Options
    ) throws(MetricError) -> IntervalOutcome {
        guard real.columns <= options.widestInterval else {
            return .omitted(tooWide(real.columns, options: options).message)
        }
        guard let realBlocks, let generatedBlocks = blockMoments(generated, role: "generated", options: options) else {
            let fewest = min(real.rows, generated.rows)
            return .omitted("No interval: \(fewest) samples are too few for \(options.blocks) blocks of two.")
        }
        for (rows, role) in [(real, "real"), (generated, "generated")] {
            let share = tailShare(rows)
            if share > heaviestTail { return .omitted(tooHeavy(role, share)) }
        }
        let wholes = [Moments(of: real), Moments(of: generated)]
        let blocks = [realBlocks, generatedBlocks]
        let count = options.blocks
        var outcomes = [Result<Double, MetricError>](repeating: .success(0), count: 2 * count)
        outcomes.withUnsafeMutableBufferPointer { buffer in
            nonisolated(unsafe) let target = buffer
            Parallel.forEach(2 * count) { index in
                let (side, left) = (index / count, index % count)
                var kept = Moments(width: real.columns)
                for (number, block) in blocks[side].enumerated() where number != left { kept.merge(block) }
                target[index] = Result { () throws(MetricError) in
                    try distance(
                        real: side == 0 ? kept : wholes[0], generated: side == 1 ? kept : wholes[1],
                        estimator: options.estimator)
                }
            }
        }
        var variance = 0.0
        for side in 0..<2 {
            var replicates: [Double] = []
            for outcome in outcomes[side * count..<(side + 1) * count] { replicates.append(try outcome.get()) }
            let mean = replicates.reduce(0, +) / Double(count)
            variance += replicates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } * Double(count - 1) / Double(count)
        }
        let reach = Statistics.studentQuantile(0.975, degrees: Double(count - 1)) * variance.squareRoot()
        guard reach.isFinite else { return .omitted("No interval: the features' size exceeds the range of float64.") }
        return .interval(
            MetricInterval(
                low: max(0, value - reach), high: value + reach,
                method: "delete-a-block jackknife, \(count) blocks a side"))
    }
}
