import GANEvaluation
import GANMetrics
import Testing

@testable import GANAudit
@testable import GANReports

@Suite struct AuditMarkdownTests {
    @Test func fitsACommentWhateverIsInIt() {
        var report = MockAudit.copying(copies: 10_000)
        let long = String(repeating: "a long sentence | with @everybody <b> ", count: 60)
        report.subject.name = long
        report.training.name = long
        report.findings.verdict.reasons = [AuditReason](repeating: .nothingElseTested, count: 20)
        report.findings.doubts = (0..<30).map {
            $0 < 15 ? .screenedSearch(channel: long, provenShare: 0.5) : .splitPreparedDifferently(area: 0.9, pValue: 0)
        }
        let test = report.findings.tests[0]
        report.findings.tests += (0..<40).map { number in
            var test = test
            test.name = "\(number) \(long)"
            return test
        }
        for index in report.findings.copies.indices { report.findings.copies[index].origin = long }
        for index in report.findings.extraction.mostCopied.indices {
            report.findings.extraction.mostCopied[index].origin = long
        }
        let text = AuditMarkdown.render(report)
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count < 60)
        #expect(text.utf8.count < 20_000)
        #expect(!text.contains("<b>") && !text.contains("@everybody"))
    }

    @Test func saysTheVerdictTheLimitsAndTheCopies() {
        let text = AuditMarkdown.render(MockAudit.copying())
        #expect(text.hasPrefix("## At least 12.1 % of the samples are copies"))
        #expect(text.contains("**failed** `--max-copied-share 0.01`"))
        #expect(text.contains("| sample 0 | row 0, Bag | unchanged | 0 |"))
        #expect(text.contains("| 32 more |") && text.contains("[The whole audit](audit.html)"))
        #expect(text.contains("7 training rows are given away"))
    }

    @Test func theLatentSpaceTakesTwoLines() {
        let text = AuditMarkdown.render(MockAudit.ofGenerator())
        #expect(text.contains("\n- The generator comes nearer to training rows than to held-out rows: "))
    }

    @Test func anHonestAuditHasNoListOfCopies() {
        let text = AuditMarkdown.render(MockAudit.honest())
        #expect(text.contains("**no evidence of copying**") && !text.contains("| Copy |"))
    }
}
