import GANMetrics
import GANText
public import OrderedCollections

/// One metric's values over runs, oldest first.
public struct MetricTrend: Sendable {
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

    var direction: MetricRegistry.Direction? { MetricRegistry.entry(named: name)?.direction }

    /// Whether the point at `index` was measured by another protocol than the one before.
    func protocolChanges(at index: Int) -> Bool {
        index > 0 && points[index].fingerprint != points[index - 1].fingerprint
    }

    /// The best of the points that share the last one's protocol; nil where no direction is better.
    var best: Point? {
        guard let last = points.last, direction == .higher || direction == .lower else { return nil }
        let comparable = points.filter { $0.fingerprint == last.fingerprint }
        return direction == .higher
            ? comparable.max { $0.value < $1.value } : comparable.min { $0.value < $1.value }
    }

    /// The points' values and intervals as texts with one number of digits.
    func texts(_ point: Point) -> String {
        let reach = points.compactMap { point in point.high.flatMap { high in point.low.map { (high - $0) / 2 } } }
            .filter { $0 > 0 }.min()
        let decimals =
            (point.low == nil ? nil : reach).map { FigureText.decimals(forUncertainty: $0) }
            ?? FigureText.decimals(forMagnitude: point.value)
        var text = FigureText.number(point.value, decimals: decimals)
        if let low = point.low, let high = point.high, low < high {
            text += " [\(FigureText.number(low, decimals: decimals)), \(FigureText.number(high, decimals: decimals))]"
        }
        return text
    }
}

/// The trends that a person asked for, and the protocols behind them.
public struct RunHistory: Sendable {
    public var trends: [MetricTrend]
    /// The protocols' fields by fingerprint.
    public var protocols: OrderedDictionary<String, OrderedDictionary<String, String>>

    public init(
        trends: [MetricTrend], protocols: OrderedDictionary<String, OrderedDictionary<String, String>>
    ) {
        self.trends = trends
        self.protocols = protocols
    }

    /// In which fields two protocols differ: "samples 5000 → 10000".
    func change(from old: String, to new: String) -> String {
        guard let before = protocols[old], let after = protocols[new] else { return "\(old) → \(new)" }
        let names = Array(before.keys) + after.keys.filter { before[$0] == nil }
        let parts = names.compactMap { name -> String? in
            guard before[name] != after[name] else { return nil }
            func short(_ text: String?) -> String {
                guard let text else { return "none" }
                return name.hasSuffix("sha256") ? "\(text.prefix(8))…" : ReportText.shortened(text, to: 40)
            }
            return "\(name) \(short(before[name])) → \(short(after[name]))"
        }
        return parts.joined(separator: ", ")
    }
}
