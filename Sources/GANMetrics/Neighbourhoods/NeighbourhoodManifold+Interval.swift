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
///
/// Images lie near surfaces of few dimensions, where blocks of a tenth as many rows have other balls than the whole: there the
/// standard error from blocks was 0.55 (recall), 0.65 (density) and 0.8 (coverage) of the true one. So these three add both
/// variances, that over blocks and that with the other set held fixed; for Gaussian features that is a fifth too wide.
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

    /// The interval of a share of `count` rows; `joined` says whether the variances of both estimates are added.
    func shareInterval(
        _ value: KeyPath<Values, Double>, hits: Int, of count: Int, joined: Bool = true
    ) -> MetricInterval? {
        let share = Double(hits) / Double(count)
        guard let reach = reach(value, fixedVariance: joined ? share * (1 - share) / Double(count) : nil) else {
            return nil
        }
        let fixed = Statistics.wilsonInterval(successes: hits, trials: count, level: 0.95)
        return MetricInterval(
            low: max(0, min(share - reach, fixed.low)), high: min(1, max(share + reach, fixed.high)),
            method: method(orElse: "Wilson's"))
    }

    /// The interval of a mean over rows whose own standard error is `fixedError`.
    func meanInterval(_ value: KeyPath<Values, Double>, mean: Double, fixedError: Double) -> MetricInterval? {
        guard let widest = reach(value, fixedVariance: fixedError * fixedError) else { return nil }
        return MetricInterval(low: max(0, mean - widest), high: mean + widest, method: method(orElse: "the normal one"))
    }

    private func method(orElse fixed: String) -> String {
        "\(options.blocks) disjoint blocks of both sets, at least \(fixed) for one"
    }

    /// Half the width: Student's over blocks, and no less than the normal one of both variances together.
    private func reach(_ value: KeyPath<Values, Double>, fixedVariance: Double?) -> Double? {
        guard let values = blockValues?.map({ $0[keyPath: value] }) else { return nil }
        let error = Statistics.standardDeviation(values) / Double(values.count).squareRoot()
        let overBlocks = Statistics.studentQuantile(0.975, degrees: Double(values.count - 1)) * error
        guard let fixedVariance else { return overBlocks }
        return max(overBlocks, Statistics.normalQuantile(0.975) * (error * error + fixedVariance).squareRoot())
    }
}
