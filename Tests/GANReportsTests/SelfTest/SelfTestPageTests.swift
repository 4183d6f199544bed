import Foundation
import GANAudit
import GANData
import GANEvaluation
import GANMetrics
import GANSelfTest
import OrderedCollections
import Testing

@testable import GANReports

@Suite struct SelfTestPageTests {
    private static let source = SourceSummary(
        name: "<b>data</b>", count: 400, shape: "2×2×1 image", rule: "made", digest: "00")

    private func verdict(_ grade: Grade) -> Verdict {
        Verdict(grade: grade, tiles: [], findings: [])
    }

    /// Blur is seen from its second strength on, copies by the audit alone, noise never.
    private func report(control: Grade = .good) -> SelfTestReport {
        let objection = Witness(
            rule: "sharpness", section: .quality, metric: Sharpness.name, grade: .weak,
            finding: .look(.init(metric: Sharpness.name, property: nil, difference: -0.5)),
            limits: .init(good: 0.15, .atMostFromNull))
        func trial(
            _ strength: SelfTestStrength?, _ grade: Grade, _ objections: [Witness] = [], audit: SelfTestAudit? = nil
        ) -> SelfTestTrial {
            var trial = SelfTestTrial(
                strength: strength, verdict: verdict(grade), objections: objections,
                moved: objections.map(\.metric), audit: audit)
            trial.pictures = (0..<6).map { _ in [0, 50, 100, 255] }
            return trial
        }
        let copying = SelfTestAudit(outcome: .copying, copies: 7, smallestVisibleShare: 0.01)
        return SelfTestReport(
            reference: Self.source, training: Self.source, heldOut: Self.source, samples: 2000,
            imageShape: ImageShape(height: 2, width: 2, channels: 1), controls: [trial(nil, control)],
            faults: [
                SelfTestFinding(
                    kind: .blur, target: nil, channels: 1,
                    trials: [
                        trial(SelfTestStrength(0.4, .pixels), .good),
                        trial(SelfTestStrength(0.7, .pixels), .weak, [objection]),
                    ]),
                SelfTestFinding(
                    kind: .exactCopies, target: nil, channels: 1,
                    trials: [trial(SelfTestStrength(0.01, .share), .good, audit: copying)]),
                SelfTestFinding(
                    kind: .noise, target: nil, channels: 1, trials: [trial(SelfTestStrength(2, .levels), .good)]),
            ], leftOut: [.labelShuffle: .noLabels], evaluationProtocol: EvaluationProtocol(fields: ["a": "b"]),
            run: .none)
    }

    @Test func wordsSayFromWhichStrengthOnAndByWhat() {
        let words = SelfTestWords(report())
        #expect(words.sentence.contains("rules out 2 of 3 faults") && words.warning == nil)
        #expect(words.sentence(report().faults[0]) == "Blur: seen from 0.7 pixels on, by Sharpness.")
        #expect(words.sentence(report().faults[1]) == "Exact copies: seen already at 1 % of the samples, by the audit.")
        #expect(words.sentence(report().faults[2]) == "Noise: not seen, up to 2 grey levels.")
        let refused = SelfTestWords(report(control: .weak))
        #expect(refused.sentence.contains("not even real images") && refused.warning != nil)
    }

    @Test func everyMediumSaysTheSame() throws {
        let report = report()
        let page = try SelfTestWriter.html(report)
        let comment = SelfTestWriter.markdown(report)
        let terminal = SelfTestWriter.lines(report).joined(separator: "\n")
        for text in [page, comment, terminal] {
            #expect(text.contains("0.7 pixels") && text.contains("Sharpness") && text.contains("Exact copies"))
        }
        #expect(!page.contains("<b>data"))
        #expect(page.contains("sprite-selftest") && page.contains("no labels"))
        #expect(comment.contains("Not tried: Exchanged labels") && terminal.contains("Not tried: Exchanged labels"))
    }

    @Test func jsonIsOfItsSchema() throws {
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(SelfTestDocument.json(report()).utf8)) as? [String: Any])
        #expect(object["schema"] as? String == "ganeval.selftest/1" && object["good_controls"] as? Int == 1)
        let faults = try #require(object["faults"] as? [[String: Any]])
        #expect(faults.map { $0["seen_from"] as? Double } == [0.7, 0.01, nil])
        #expect(object["not_tried"] as? [String: String] == ["label_shuffle": "no_labels"])
        let trials = try #require(faults[1]["trials"] as? [[String: Any]])
        #expect((trials[0]["audit"] as? [String: Any])?["outcome"] as? String == "copying")
    }
}
