public import GANMetrics

/// One metric's values over runs, oldest first.
public struct MetricTrend: Sendable {
    /// The metric of one run.
    public struct Point: Sendable {
        public var run: String
        /// ISO 8601, UTC.
        public var startedAt: String
        public var subject: String
        public var subjectDigest: String
        public var step: Int?
        public var fingerprint: String
        public var value: Double
        public var low: Double?
        public var high: Double?
        public var ceiling: Double?

        public init(
            run: String, startedAt: String, subject: String, subjectDigest: String, step: Int?, fingerprint: String,
            value: Double, low: Double? = nil, high: Double? = nil, ceiling: Double? = nil
        ) {
            self.run = run
            self.startedAt = startedAt
            self.subject = subject
            self.subjectDigest = subjectDigest
            self.step = step
            self.fingerprint = fingerprint
            self.value = value
            self.low = low
            self.high = high
            self.ceiling = ceiling
        }
    }

    public var name: String
    public var extractor: String
    public var points: [Point]

    public init(name: String, extractor: String, points: [Point]) {
        self.name = name
        self.extractor = extractor
        self.points = points
    }

    /// Which way is better; nil for a metric that this version doesn't know.
    public var direction: MetricRegistry.Direction? { MetricRegistry.entry(named: name)?.direction }

    /// Whether the point at `index` was measured by another protocol than the one before.
    public func protocolChanges(at index: Int) -> Bool {
        index > 0 && points[index].fingerprint != points[index - 1].fingerprint
    }

    /// The best of the points that share the last one's protocol; nil where no direction is better.
    public var best: Point? {
        guard let last = points.last, direction == .higher || direction == .lower else { return nil }
        let comparable = points.filter { $0.fingerprint == last.fingerprint }
        return direction == .higher
            ? comparable.max { $0.value < $1.value } : comparable.min { $0.value < $1.value }
    }
}
