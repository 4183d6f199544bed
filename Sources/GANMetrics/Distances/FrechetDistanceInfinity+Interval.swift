import GANNumerics

/// The delete-a-block jackknife of the intercept.
///
/// The residuals of the line give no standard error: prefixes share their rows, so their distances move together. Instead
/// each replicate leaves one block of rows of one side out of every prefix and draws the whole line anew, with the sizes
/// that are left. Blocks of generated rows take every B-th row of the permutation, so each prefix loses an equal share.
///
/// Simulated with Gaussians and mixtures of 8 dimensions and 500 rows, the interval holds the intercept's mean over repeats
/// in 94 % to 98 % away from the null, and in 99 % to 100 % at the null, where it is too wide by half; where it would hold
/// the null there is none.
extension FrechetDistanceInfinity {
    /// Says that features are too wide for the jackknife.
    static func tooWide(_ columns: Int, options: Options) -> String {
        "No interval: it is computed up to \(options.widestInterval) columns only, these features have \(columns); "
            + "replicates over generator seeds serve there."
    }

    static func jackknife(
        real: Matrix<Float>, generated: Matrix<Float>, order: [Int], sizes: [Int], around value: Double,
        options: Options
    ) throws(MetricError) -> FrechetDistance.IntervalOutcome {
        guard real.columns <= options.widestInterval else {
            return .omitted(tooWide(real.columns, options: options))
        }
        let fewest = min(real.rows, sizes[0])
        guard fewest / 2 >= options.blocks else {
            return .omitted("No interval: \(fewest) samples are too few for \(options.blocks) blocks of two.")
        }
        for (rows, role) in [(real, "real"), (generated, "generated")] {
            let share = FrechetDistance.tailShare(rows)
            if share > FrechetDistance.heaviestTail { return .omitted(FrechetDistance.tooHeavy(role, share)) }
        }
        let (blocks, seed) = (options.blocks, options.seed)
        let realBlocks = DisjointBlocks.rows(count: real.rows, blocks: blocks, seed: seed, purpose: "\(name) real")
            .map { Moments(of: real.rows(at: $0)) }
        var cells: [[Moments]] = []
        var start = 0
        for size in sizes {
            var slice = [[Int]](repeating: [], count: blocks)
            for position in start..<size { slice[position % blocks].append(order[position]) }
            cells.append(slice.map { Moments(of: generated.rows(at: $0)) })
            start = size
        }
        let slices = cells
        let whole = merged(realBlocks, leaving: nil)
        var outcomes = [Result<Double, MetricError>](repeating: .success(0), count: 2 * blocks)
        outcomes.withUnsafeMutableBufferPointer { buffer in
            nonisolated(unsafe) let target = buffer
            Parallel.forEach(2 * blocks) { index in
                let (isReal, left) = (index < blocks, index % blocks)
                target[index] = Result { () throws(MetricError) in
                    try intercept(
                        real: isReal ? merged(realBlocks, leaving: left) : whole, slices: slices,
                        leaving: isReal ? nil : left, estimator: options.estimator)
                }
            }
        }
        var variance = 0.0
        let count = Double(blocks)
        for side in 0..<2 {
            var replicates: [Double] = []
            for outcome in outcomes[side * blocks..<(side + 1) * blocks] { replicates.append(try outcome.get()) }
            variance += Statistics.variance(replicates) * (count - 1) * (count - 1) / count
        }
        let reach = Statistics.studentQuantile(0.975, degrees: count - 1) * variance.squareRoot()
        guard reach.isFinite else { return .omitted("No interval: the features' size exceeds the range of float64.") }
        return .interval(
            MetricInterval(
                low: value - reach, high: value + reach,
                method: "delete-a-block jackknife of the intercept, \(blocks) blocks a side"))
    }

    private static func merged(_ blocks: [Moments], leaving left: Int?) -> Moments {
        var kept = Moments(width: blocks[0].mean.count)
        for (number, block) in blocks.enumerated() where number != left { kept.merge(block) }
        return kept
    }

    private static func intercept(
        real: Moments, slices: [[Moments]], leaving left: Int?, estimator: CovarianceEstimator
    ) throws(MetricError) -> Double {
        var prefix = Moments(width: real.mean.count)
        var (sizes, distances) = ([Int](), [Double]())
        for slice in slices {
            for (number, cell) in slice.enumerated() where number != left { prefix.merge(cell) }
            sizes.append(prefix.count)
            distances.append(try FrechetDistance.distance(real: real, generated: prefix, estimator: estimator))
        }
        return Line(sizes: sizes, distances: distances).intercept
    }
}
