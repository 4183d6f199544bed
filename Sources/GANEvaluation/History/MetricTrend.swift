package import GANMetrics

/// One metric's values over runs, oldest first.
package struct MetricTrend: Sendable {
    /// The metric of one run.
    package struct Point: Sendable {
        /// The run's identifier in the store.
        package var run: String
        /// ISO 8601, UTC.
        package var startedAt: String
        /// The name of what was measured.
        package var subject: String
        /// SHA-256 of what was measured.
        package var subjectDigest: String
        /// The checkpoint's step, where the store knows it.
        package var step: Int?
        /// Of the run's protocol: values of different ones are not comparable.
        package var fingerprint: String
        /// In the metric's own unit.
        package var value: Double
        /// The interval's lower end; nil without an interval.
        package var low: Double?
        /// The interval's upper end.
        package var high: Double?
        /// What held-out real data got in this run; nil without any.
        package var ceiling: Double?

        package init(
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

    /// The metric's name in the registry.
    package var name: String
    /// The feature space of all points.
    package var extractor: String
    /// In the order of time.
    package var points: [Point]

    package init(name: String, extractor: String, points: [Point]) {
        self.name = name
        self.extractor = extractor
        self.points = points
    }

    /// Which way is better; nil for a metric that this version doesn't know.
    package var direction: MetricRegistry.Direction? { MetricRegistry.entry(named: name)?.direction }

    /// Whether the point at `index` was measured by another protocol than the one before.
    package func protocolChanges(at index: Int) -> Bool {
        index > 0 && points[index].fingerprint != points[index - 1].fingerprint
    }

    /// The best of the points that share the last one's protocol; nil where no direction is better.
    package var best: Point? {
        guard let last = points.last else { return nil }
        return direction?.best(of: points.lazy.filter { $0.fingerprint == last.fingerprint }, by: \.value)
    }
}
