import GANMetrics
import GANNumerics

/// Holds figures against bounds; pure functions.
///
/// A bound holds for the end of the interval: `max` passes when the upper end is at most the bound, fails when the lower
/// end is above it, and is inconclusive in between. So at the level of 95 % at most one run in forty passes a model that is
/// worse than its bound, and at most one in forty fails a model that is better.
enum GateJudge {
    /// One comparison: a figure, and the values that keep the rule.
    struct Comparison {
        var figure: GateFigure
        var low: Double
        var high: Double

        /// Keeps the rule by the value alone.
        private var valueKeeps: Bool { low <= figure.value && figure.value <= high }

        /// The nearest bound, which decides.
        var bound: Double { abs(figure.value - low) < abs(figure.value - high) ? low : high }

        /// How it comes out with the interval at `level`.
        func outcome(level: Double) -> Outcome {
            let scaled = figure.rescaled(to: level)
            guard let interval = scaled.interval else { return valueKeeps ? .passed : .failed }
            if interval.low >= low, interval.high <= high { return .passed }
            return interval.high < low || interval.low > high ? .failed : .inconclusive
        }

        /// The reach of the interval towards the bound, at `level`.
        private func reach(level: Double) -> Double {
            let reach = figure.reach(level: level)
            return figure.value < bound ? reach.above : reach.below
        }

        /// The two-sided p-value of what the value says: the level up to which the comparison is decided is 1 less it.
        var pValue: Double {
            guard let interval = figure.interval else { return 0 }
            let reach = reach(level: interval.level)
            let distance = abs(figure.value - bound)
            guard reach > 0 else { return 0 }
            let deviations = GateFigure.deviations(interval.level) * distance / reach
            return 2 * Statistics.normalCumulative(-deviations)
        }

        /// Samples with which the interval would end before the bound if the value stayed.
        func samplesToDecide(level: Double) -> Int? {
            figure.samples.flatMap {
                SamplesToDecide.count(samples: $0, distance: abs(figure.value - bound), reach: reach(level: level))
            }
        }
    }

    /// How much worse than the baseline a figure is, in the metric's own unit; above 0 is worse.
    ///
    /// `pairedError` is the standard error of the difference in pairs, where `ReportDifference` gives one; the interval is then
    /// normal with it. Otherwise each side of the interval is that of independent values, which is conservative. Of metrics that
    /// are best at their null, the distances from it are compared.
    static func difference(
        _ figure: GateFigure, from baseline: GateFigure, direction: MetricRegistry.Direction, pairedError: Double? = nil
    ) -> GateFigure {
        let own = badness(figure, direction)
        let other = badness(baseline, direction)
        let (value, before) = (own.value, other.value)
        let samples = [figure.samples, baseline.samples].compactMap { $0 }.min()
        let warnings = figure.warnings
        if let pairedError {
            let level = own.interval?.level ?? GatePolicy.defaultLevel
            let reach = GateFigure.deviations(level) * pairedError
            return GateFigure(
                value: value - before,
                interval: MetricInterval(
                    low: value - before - reach, high: value - before + reach, level: level,
                    method: "paired: contributions of samples from the same latents"), basis: .interval,
                samples: samples, warnings: warnings)
        }
        guard own.interval != nil || other.interval != nil else {
            return GateFigure(value: value - before, basis: .none, samples: samples, warnings: warnings)
        }
        let level = own.interval?.level ?? other.interval?.level ?? GatePolicy.defaultLevel
        let (reach, reachBefore) = (own.reach(level: level), other.reach(level: level))
        let difference = value - before
        return GateFigure(
            value: difference,
            interval: MetricInterval(
                low: difference - ReportDifference.independent(reach.below, reachBefore.above),
                high: difference + ReportDifference.independent(reach.above, reachBefore.below), level: level,
                method: "unpaired: the variances of both reports added"),
            basis: own.basis == .reach || other.basis == .reach ? .reach : .interval, samples: samples,
            warnings: warnings)
    }

    /// The figure turned so that more is worse.
    private static func badness(_ figure: GateFigure, _ direction: MetricRegistry.Direction) -> GateFigure {
        var result = figure
        result.bounds = -.infinity ... .infinity
        func turned(_ interval: MetricInterval, _ low: Double, _ high: Double) -> MetricInterval {
            MetricInterval(low: low, high: high, level: interval.level, method: interval.method)
        }
        switch direction {
        case .lower: return result
        case .higher:
            result.value = -figure.value
            result.interval = figure.interval.map { turned($0, -$0.high, -$0.low) }
        case .closerToNull:
            guard let null = figure.null ?? figure.ceiling else { return result }
            result.value = abs(figure.value - null)
            result.interval = figure.interval.map { interval in
                let ends = [abs(interval.low - null), abs(interval.high - null)]
                let isAround = interval.low <= null && null <= interval.high
                return turned(
                    interval, isAround ? 0 : min(ends[0], ends[1]), max(result.value, max(ends[0], ends[1])))
            }
        }
        return result
    }
}
