import GANEvaluation
package import GANGate
import GANText

extension GateRecord {
    /// Holds a report and an audit against a policy, and against a baseline that was found before.
    ///
    /// `inconclusive` goes before what the policy says. Where a rule compares with the baseline, what each sample adds to the
    /// metrics is read beside the report. Throws `GateError.ownBaseline`, and what reading and `GatePolicy.judge` throw.
    package init(
        judging policy: GatePolicy, report: GateReport?, audit: GateAudit?, baseline: GateReport?,
        inconclusive: GatePolicy.Inconclusive? = nil
    ) throws(GateError) {
        var policy = policy
        if let inconclusive { policy.inconclusive = inconclusive }
        var report = report
        if let baseline, let found = report {
            if let run = found.run, baseline.run == run { throw .ownBaseline(path: found.path, run: run) }
            report = policy.needsBaseline ? try found.withContributions() : found
        }
        self.init(
            policy: policy, verdict: try policy.judge(report, audit: audit, baseline: baseline), report: report,
            audit: audit, baseline: baseline, toolVersion: ToolVersion.current)
    }
}
