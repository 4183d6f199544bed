public import GANMetrics

/// A policy's word on one checkpoint of a series.
public struct SeriesGate: Sendable, Equatable {
    /// The rule as a person reads it.
    public var rule: String
    public var outcome: Outcome
    public var reason: String

    public init(rule: String, outcome: Outcome, reason: String) {
        self.rule = rule
        self.outcome = outcome
        self.reason = reason
    }
}
