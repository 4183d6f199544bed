public import GANMetrics
import GANNumerics

/// What a rule is held against: a number with its uncertainty, or a word.
public struct GateFigure: Sendable, Equatable {
    /// Where the uncertainty comes from.
    public enum Basis: String, Sendable, Equatable {
        /// The report's interval.
        case interval
        /// The most that chance moves the value by, where the metric has no interval near its null.
        case reach
        /// None is known: the value alone is compared.
        case none
        /// A count or a word, which is what it is.
        case exact
    }

    /// In the metric's own unit; a share from 0 to 1.
    public var value: Double
    /// The word, where the figure is one; `value` is then 0.
    public var word: String?
    /// The items that `value` counts, where it counts any: "5", "9".
    public var items: [String]
    /// nil where nothing says how the figure varies.
    public var interval: MetricInterval?
    /// What the figure is: it decides which rules can read it.
    public var basis: Basis
    /// What a perfect generator and what real held-out data get, where known.
    public var null: Double?
    /// What real held-out data get, where the report says it.
    public var ceiling: Double?
    /// The value beside what real data get at the same counts, where there is such a figure.
    public var besideReal: RealComparison?
    /// Why there is none, as a sentence, where real data were given.
    public var whyNotBesideReal: String?
    /// How many samples the figure rests on, where known.
    public var samples: Int?
    /// Doubts that travel with the figure.
    public var warnings: [String]
    /// The ends that no interval goes beyond, as far as the metric has any.
    public var bounds: ClosedRange<Double>

    package init(
        value: Double, word: String? = nil, items: [String] = [], interval: MetricInterval? = nil,
        basis: Basis = .none, null: Double? = nil, ceiling: Double? = nil, samples: Int? = nil,
        warnings: [String] = [], bounds: ClosedRange<Double> = -.infinity ... .infinity
    ) {
        self.value = value
        self.word = word
        self.items = items
        self.interval = interval
        self.basis = basis
        self.null = null
        self.ceiling = ceiling
        self.samples = samples
        self.warnings = warnings
        self.bounds = bounds
    }

    /// The figure that rules about real data judge, `ceiling` being what real data get; nil where nothing can be held beside it.
    public var heldBesideReal: GateFigure? {
        guard let besideReal else { return nil }
        var result = self
        result.ceiling = besideReal.real
        guard besideReal.counts != nil else { return result }
        result.value = besideReal.value
        result.interval = besideReal.interval.map { Self.holding(besideReal.value, $0) }
        result.basis = besideReal.interval == nil ? .none : .interval
        // More samples alone would not narrow it.
        result.samples = nil
        return result
    }

    /// An interval that holds its value: some are corrected for bias and leave it out.
    static func holding(_ value: Double, _ interval: MetricInterval) -> MetricInterval {
        MetricInterval(
            low: min(interval.low, value), high: max(interval.high, value), level: interval.level,
            method: interval.method)
    }

    /// Whether chance has no part in the comparison: a count, a word, or a value whose uncertainty nobody knows.
    var isPoint: Bool { interval.map { $0.low == $0.high } ?? true }

    /// How far the interval reaches below and above the value at another level of confidence.
    ///
    /// Each side is scaled as a normal interval's would be; the value never lies outside.
    func reach(level: Double) -> (below: Double, above: Double) {
        guard let interval else { return (0, 0) }
        let scale = level == interval.level ? 1 : Self.deviations(level) / Self.deviations(interval.level)
        return (max(0, value - interval.low) * scale, max(0, interval.high - value) * scale)
    }

    /// The figure with its interval at another level, within the metric's own range.
    func rescaled(to level: Double) -> GateFigure {
        guard let interval, level != interval.level else { return self }
        let reach = reach(level: level)
        var result = self
        let low = max(value - reach.below, min(bounds.lowerBound, value))
        let high = min(value + reach.above, max(bounds.upperBound, value))
        result.interval = MetricInterval(low: low, high: high, level: level, method: interval.method)
        return result
    }

    /// How many standard errors a two-sided normal interval of this level reaches to each side.
    static func deviations(_ level: Double) -> Double { Statistics.normalQuantile(0.5 + level / 2) }
}
