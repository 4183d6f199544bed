import Foundation
import GANEvaluation
import Testing

@testable import GANAudit
@testable import GANReports

@Suite struct AuditAdviceTests {
    @Test func copiesAreTakenOutAndTheModelTrainedAnew() throws {
        var report = MockAudit.copying()
        report.findings.extraction.mostCopied[0].occurrences = 3
        let advice = AuditAdvice(report)
        #expect(advice.steps[0].contains("40 samples of copies.csv: they show 7 training images."))
        #expect(
            advice.steps[1].hasPrefix(
                "1 of the most copied training images stands in the training data more than once."))
        #expect(advice.steps.contains { $0.contains("training_row of copies.csv") && $0.contains("train anew") })
        #expect(advice.next.command == report.run.command)
        let unlisted = AuditAdvice(MockAudit.unlisted(atLeast: 0.8)).steps
        #expect(unlisted[0].contains("No single copy is clear") && !unlisted.joined().contains("copies.csv"))
    }

    @Test func whatIsMissingIsAskedFor() {
        let alone = AuditAdvice(MockAudit.withoutHeldOut())
        #expect(
            alone.steps[0].contains("--held-out")
                && alone.next.command?.hasSuffix("--held-out SOURCE --out audit") == true)
        var report = MockAudit.honest()
        #expect(AuditAdvice(report).next.command?.hasSuffix("--out audit") == true)
        report.findings.notSearched = [.largerMoves, .features]
        #expect(AuditAdvice(report).next.command?.hasSuffix("--extractor automatic") == true)
        report.findings.verdict = .init(
            outcome: .inconclusive, reasons: [.leakUnseen(share: 0.001, samplesNeeded: 30_000)])
        report.findings.sensitivity = .init(smallestVisibleShare: 0.0021, leakOfInterest: 0.001, samplesNeeded: 30_000)
        report.run.command = "ganeval audit --generator g.onnx --training train --held-out held --out audit"
        #expect(AuditAdvice(report).steps[0].hasPrefix("Audit 30,000 samples: 10,000 are too few"))
        #expect(AuditAdvice(report).next.command?.hasSuffix("--samples 30000") == true)
        report.findings.verdict.reasons = [.splitsDiffer(pValue: 0.001)]
        #expect(AuditAdvice(report).steps[0].contains("random split"))
    }

    @Test func everyOutputSaysIt() throws {
        let report = MockAudit.copying()
        let first = AuditAdvice(report).steps[0]
        let html = try AuditHTML.render(report)
        let place = try #require(html.range(of: "id=\"advice\""))
        #expect(place.lowerBound < (try #require(html.range(of: "id=\"copies\""))).lowerBound)
        #expect(html.contains("they show 7 training images.") && html.contains("class=\"next\""))
        #expect(AuditMarkdown.render(report).contains("they show 7 training images."))
        #expect(
            AuditSummary.lines(for: report, width: 90).contains { $0.hasPrefix("  to do         don't publish it") })
        let json = try JSONSerialization.jsonObject(with: Data(AuditDocument.json(report).utf8)) as? [String: Any]
        #expect((json?["advice"] as? [String])?.first == first)
        #expect(json?["next_command"] as? String == report.run.command)
    }

    /// Equal pictures have no difference to show, and walks that found nothing share one table.
    @Test func nothingIsDrawnThatShowsNothing() throws {
        let html = try AuditHTML.render(MockAudit.copying())
        let pairs = html.components(separatedBy: "<article class=\"pair\"").dropFirst()
        for pair in pairs {
            let cells = pair.components(separatedBy: "class=\"px sprite-pairs\"").count - 1
            #expect(cells == (pair.contains("no difference") ? 2 : 3))
        }
        #expect(pairs.contains { $0.contains("no difference") })
        var report = MockAudit.ofGenerator()
        let drawn = try AuditHTML.render(report)
        #expect(drawn.contains("2 of 2 copies last longer") && drawn.contains("From sample 0 to sample 100"))
        report.findings.latents?.ordinaryWidth = 0.5
        let flat = try AuditHTML.render(report)
        #expect(flat.contains("No copy lasts longer") && !flat.contains("From sample 0 to sample 100"))
    }
}
