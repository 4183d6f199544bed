public import GANEvaluation
public import GANGate

extension SeriesGate {
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
