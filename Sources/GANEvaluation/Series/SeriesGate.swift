public import GANMetrics

/// A policy's word on one checkpoint of a series.
public struct SeriesGate: Sendable, Equatable {
    /// The rule as a person reads it.
    public var rule: String
    /// Kept, broken, or left open.
    public var outcome: Outcome
    /// Why, as a sentence.
    public var reason: String
    /// Whether there was a figure to judge; without one the outcome is inconclusive.
    public var isMeasured: Bool

    /// A rule's word, as whoever reads policies says it.
    public init(rule: String, outcome: Outcome, reason: String, isMeasured: Bool = true) {
        self.rule = rule
        self.outcome = outcome
        self.reason = reason
        self.isMeasured = isMeasured
    }
}
