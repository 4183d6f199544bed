import GANNumerics

/// Intervals from disjoint blocks.
///
/// Both sets are cut into B random blocks, and the metric is computed on each pair of blocks with the same k. Blocks share
/// no row, so their values are independent, and no distance of zero arises as it would by drawing with replacement. The
/// variance of such a metric is close to proportional to 1/n, so the standard deviation over blocks divided by √B is the standard error of
/// the whole; the interval is t-distributed with B − 1 degrees of freedom around the value *of the whole*, since
/// the values of small blocks are themselves shifted.
///
/// It claims how the value would vary over new samples of both sets at these sizes. With a few blocks that happen to
/// agree it would be too narrow, so it is never narrower than what the generated (precision, density) or real rows (recall, coverage)
/// alone would give with the other set held fixed.
extension NeighbourhoodManifold {
    /// Fewer rows a block would say little about the whole.
    static func smallestBlock(_ neighbours: Int) -> Int { max(20, 4 * neighbours) }

    /// The values in each pair of blocks: those of `pairs` if its pass covered the blocks, else of passes made for them.
    static func blockValues(_ pairs: PairStatistics, options: Options) -> [Values]? {
        let (smallest, overflow) = smallestBlock(min(options.neighbours, 1 << 32))
            .multipliedReportingOverflow(by: options.blocks)
        let (real, generated) = (pairs.real, pairs.generated)
        guard options.interval, !overflow, min(real.rows, generated.rows) >= smallest else { return nil }
        var parts = pairs.blocks ?? []
        if pairs.demand.blocks != PairStatistics.Blocks(count: options.blocks, seed: options.seed) {
            let rows = BlockInterval.rows(
                real: real.rows, generated: generated.rows, blocks: options.blocks, seed: options.seed)
            parts = zip(rows.real, rows.generated).map { realRows, generatedRows in
                PairStatistics(
                    real: real.rows(at: realRows), generated: generated.rows(at: generatedRows),
                    demand: demand(options))
            }
        }
        let manifold = PairStatistics.Manifold(neighbours: options.neighbours, boundary: options.boundary)
        return parts.compactMap { part in
            part.memberships[manifold].map { Values($0, neighbours: options.neighbours) }
        }
    }

    /// The interval of a share of `count` rows.
    func shareInterval(_ value: KeyPath<Values, Double>, hits: Int, of count: Int) -> MetricInterval? {
        guard let reach = reach(value) else { return nil }
        let share = Double(hits) / Double(count)
        let fixed = Statistics.wilsonInterval(successes: hits, trials: count, level: 0.95)
        return MetricInterval(
            low: max(0, min(share - reach, fixed.low)), high: min(1, max(share + reach, fixed.high)),
            method: method(orElse: "Wilson's"))
    }

    /// The interval of a mean over rows whose own standard error is `fixedError`.
    func meanInterval(_ value: KeyPath<Values, Double>, mean: Double, fixedError: Double) -> MetricInterval? {
        guard let reach = reach(value) else { return nil }
        let widest = max(reach, Statistics.normalQuantile(0.975) * fixedError)
        return MetricInterval(low: max(0, mean - widest), high: mean + widest, method: method(orElse: "the normal one"))
    }

    private func method(orElse fixed: String) -> String {
        "\(options.blocks) disjoint blocks of both sets, at least \(fixed) for one"
    }

    private func reach(_ value: KeyPath<Values, Double>) -> Double? {
        guard let values = blockValues?.map({ $0[keyPath: value] }) else { return nil }
        let error = Statistics.standardDeviation(values) / Double(values.count).squareRoot()
        return Statistics.studentQuantile(0.975, degrees: Double(values.count - 1)) * error
    }
}
