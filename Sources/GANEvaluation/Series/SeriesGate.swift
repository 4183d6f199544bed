/// A policy's word on one checkpoint of a series.
public struct SeriesGate: Sendable, Equatable {
    public enum Outcome: String, Sendable {
        case passed, failed, inconclusive
    }

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
