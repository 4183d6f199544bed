// Holds a report against a policy and ends with the gate's exit code.
import Foundation
import GANGate

guard CommandLine.arguments.count == 3 else { fatalError("gate-a-report POLICY REPORT.json") }
let policy = try GatePolicy.read(CommandLine.arguments[1])
let verdict = try policy.judge(try GateReport.read(CommandLine.arguments[2]))
for finding in verdict.findings { print("\(finding.rule.metric): \(finding.outcome)") }
print(verdict.outcome)
exit(verdict.exitCode)
