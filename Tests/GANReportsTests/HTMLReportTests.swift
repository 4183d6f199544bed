import Foundation
import GANEvaluation
import GANMetrics
import GANNumerics
import Testing

@testable import GANReports

@Suite struct HTMLReportTests {
    @Test func lookAtIt() throws {
        for (name, report) in [("full", MockReport.full()), ("bare", MockReport.bare()), ("ring", MockReport.ring())] {
            let folder = URL(fileURLWithPath: "/tmp/ganreports/\(name)")
            try ReportWriter.write(report, to: folder)
            print(TerminalSummary.lines(for: report).joined(separator: "\n"))
        }
    }
}
