public import GANGate

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

    /// A gate's finding in the words of `ganeval gate`.
    public init(_ finding: GateFinding) {
        let outcome: Outcome =
            switch finding.outcome {
            case .passed: .passed
            case .failed: .failed
            case .inconclusive: .inconclusive
            }
        self.init(
            rule: "\(finding.rule.metric.path): \(GateText.wanted(finding))", outcome: outcome,
            reason: GateText.reason(finding))
    }
}
