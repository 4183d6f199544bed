import GANEvaluation
import GANMetrics
import OrderedCollections
import Testing

@testable import GANReports

@Suite struct MarkdownReportTests {
    @Test func fitsAComment() {
        for report in [MockReport.full(), MockReport.bare(), overfull()] {
            let markdown = MarkdownReport.render(report)
            #expect(markdown.split(separator: "\n", omittingEmptySubsequences: false).count < 60)
            #expect(markdown.utf8.count < 20_000)
        }
    }

    @Test func saysTheVerdictTheFiguresAndTheFingerprint() {
        let report = MockReport.full()
        let markdown = MarkdownReport.render(report)
        #expect(
            markdown.hasPrefix("## Don’t ship it: 6.1\u{A0}% of samples lie suspiciously close to training images."))
        #expect(markdown.contains("Neither as realistic nor as varied") && markdown.contains("**Next:** See which"))
        #expect(markdown.contains("| Fréchet distance (classifier) | 30.4 \\[27.4, 33.4] | 1.1 | 2.9 |"))
        #expect(markdown.contains(report.evaluationProtocol.fingerprint))
        #expect(markdown.contains("(!)"))
        #expect(!markdown.contains("FID"))
    }

    @Test func keepsTextFromOutsideText() {
        var report = MockReport.full()
        report.verdict = MockReport.verdict(missing: ["a | b\n# c @all <img src=x> [x](y) `z` #1"])
        let first = MarkdownReport.render(report).split(separator: "\n")[1]
        #expect(
            first.contains(
                "is missing: a \\| b &#35; c &#64;all &lt;img src=x&gt; \\[x\\](y) \\`z\\` &#35;1; "))
    }

    /// More of everything than a comment holds.
    private func overfull() -> EvaluationReport {
        var report = MockReport.full()
        let long = String(repeating: "<&@#|", count: 2000)
        report.subject.name = long
        let missing = SectionFinding.missingModes([long], total: 10, isSure: true)
        report.verdict = MockReport.verdict(missing: [long])
        report.verdict.findings = report.verdict.findings.map {
            .init(section: $0.section, grade: $0.grade, finding: missing)
        }
        report.verdict.tiles = report.verdict.tiles.map {
            .init(section: $0.section, grade: $0.grade, metric: $0.metric, finding: missing)
        }
        for index in 0..<60 {
            report.metrics["metric_\(index)"] = MeasuredMetric(
                name: "metric_\(index)", extractor: "classifier",
                result: MetricResult(value: 1, diagnostics: [Diagnostic(code: "doubt", message: long)]))
        }
        return report
    }
}
