public import GANMetrics

/// The newest earlier run by a report's protocol that judged something else: what "better than last time" compares with.
public struct PreviousRun: Sendable, Equatable {
    /// What it judged.
    public var subject: String
    /// ISO 8601, UTC.
    public var startedAt: String
    /// The folder of its report; nil where it is gone.
    public var folder: String?
    /// The way from this report's folder to that run's page, where somebody found it.
    package var page: String?
    /// What it found.
    public var figures: [Figure]

    package init(subject: String, startedAt: String, folder: String? = nil, figures: [Figure] = []) {
        self.subject = subject
        self.startedAt = startedAt
        self.folder = folder
        self.figures = figures
    }

    /// A metric's value in it.
    public struct Figure: Sendable, Equatable {
        /// The registry's name.
        public var metric: String
        /// The name of the feature space.
        public var extractor: String
        /// In the metric's own unit.
        public var value: Double
        /// nil where the value has none.
        public var interval: MetricInterval?

        package init(metric: String, extractor: String, value: Double, interval: MetricInterval? = nil) {
            self.metric = metric
            self.extractor = extractor
            self.value = value
            self.interval = interval
        }
    }

    /// How a metric changed since.
    public enum Change: Sendable, Equatable {
        case better, worse
        /// The two intervals leave room for none, or there is an interval missing.
        case unsure
        /// Neither direction is better.
        case changed
        case same
    }

    /// The value of a metric in the same feature space, and how it changed since; nil where it was not measured.
    ///
    /// The two runs' samples are taken as independent: a change is sure where it is greater than the root of the squared reaches of both
    /// intervals towards each other.
    public func change(of measured: MeasuredMetric) -> (earlier: Figure, change: Change)? {
        guard
            let earlier = figures.first(where: {
                $0.metric == measured.name && $0.extractor == measured.extractor && $0.value.isFinite
            }), measured.result.value.isFinite
        else { return nil }
        let result = measured.result
        if earlier.value == result.value { return (earlier, .same) }
        guard let before = earlier.interval, let now = result.interval else { return (earlier, .unsure) }
        let difference = result.value - earlier.value
        let (own, other) =
            difference > 0
            ? (result.value - now.low, before.high - earlier.value)
            : (now.high - result.value, earlier.value - before.low)
        guard abs(difference) > (own * own + other * other).squareRoot() else { return (earlier, .unsure) }
        switch MetricRegistry.described(measured.name)?.direction {
        case .higher: return (earlier, difference > 0 ? .better : .worse)
        case .lower: return (earlier, difference < 0 ? .better : .worse)
        case .closerToNull:
            guard let null = result.null?.value else { return (earlier, .changed) }
            return (earlier, abs(result.value - null) < abs(earlier.value - null) ? .better : .worse)
        case nil: return (earlier, .changed)
        }
    }
}
