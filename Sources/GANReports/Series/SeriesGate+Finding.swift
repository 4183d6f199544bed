package import GANEvaluation
package import GANGate

extension SeriesGate {
    /// A gate's finding in the words of `ganeval gate`.
    package init(_ finding: GateFinding) {
        self.init(
            rule: "\(finding.rule.metric.path): \(GateText.wanted(finding))", outcome: finding.outcome,
            reason: GateText.reason(finding), isMeasured: !finding.isNotMeasured)
    }
}
