import Foundation
import GANAudit
import GANEvaluation
import GANMetrics
import Testing

@testable import GANReports

@Suite struct AuditDocumentTests {
    private func document(_ report: AuditReport) throws -> [String: Any] {
        let data = Data(AuditDocument.json(report).utf8)
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test func hasTheFieldsOfItsSchema() throws {
        let document = try document(MockAudit.copying())
        #expect(document["schema"] as? String == "ganeval.audit/2")
        #expect(document["verdict"] as? String == "copying")
        #expect((document["reasons"] as? [String])?.count == 2)
        #expect(document["exit_code"] as? Int == 3)
        let share = try #require(document["copied_share"] as? [String: Any])
        #expect(share["value"] as? Double == 0.1213)
        #expect(share["interval"] as? [Double] == [0.1118, 0.1309])
        #expect(document["distinct_training_images"] as? Int == 7)
        let copies = try #require(document["copies"] as? [[String: Any]])
        #expect(copies.count == 40)
        let third = copies[2]
        #expect(third["sample"] as? Int == 10 && third["training_row"] as? Int == 2)
        #expect(third["transformation"] as? String == "shifted")
        #expect(third["transformation_detail"] as? String == "2 right, 1 up")
        #expect(third["distance"] as? Double == 31.25 && third["p_value"] as? Double == 0.0001)
        #expect(third["exact"] as? Bool == false)
        #expect(copies[0]["class"] as? String == "Bag" && copies[1]["class"] is NSNull)
        let tests = try #require(document["tests"] as? [String: [String: Any]])
        #expect(tests["clearest_contests"]?["p_value"] as? Double == 0.0002)
        #expect((tests["clearest_contests"]?["parts"] as? [String: Double])?["contests"] == 312)
        let gates = try #require(document["gates"] as? [[String: Any]])
        #expect(gates[0]["rule"] as? String == "max_copied_share" && gates[0]["outcome"] as? String == "failed")
        let fields = try #require(document["protocol"] as? [String: String])
        #expect(fields["fingerprint"]?.count == 16)
        let scores = try #require(document["scores"] as? [String: [String: Double]])
        #expect(scores["samples"]?["q10"] == 0 && (scores["real"]?["q10"] ?? 0) > 0.5)
    }

    /// Nothing can be listed though there is copying: no share is written, and what is sure stands beside it.
    @Test func copyingThatCannotBeListedHasNoShare() throws {
        let document = try document(MockAudit.unlisted(atLeast: 0.81))
        #expect(document["copied_share"] is NSNull && document["listed_by"] is NSNull)
        let sure = try #require(document["sure_share"] as? [String: Any])
        #expect(sure["low"] as? Double == 0.81)
        #expect((sure["by_labels"] as? [String: Any])?["interval"] as? [Double] == [0.81, 1])
        #expect(document["exit_code"] as? Int == 3 && document["verdict"] as? String == "copying")
    }

    @Test func whatIsNotThereIsNull() throws {
        let document = try document(MockAudit.withoutHeldOut())
        for key in [
            "copied_share", "sure_share", "listed_by", "appearance", "sensitivity", "held_out", "scores",
            "samples_to_decide",
        ] {
            #expect(document[key] is NSNull, "\(key)")
        }
        #expect(document["verdict"] as? String == "inconclusive")
        #expect(document["exit_code"] as? Int == 4)
        #expect((document["copies"] as? [[String: Any]])?.allSatisfy { $0["p_value"] is NSNull } == true)
    }

    @Test func hasTheLatentSpaceOfAGenerator() throws {
        #expect(try document(MockAudit.copying())["latents"] is NSNull)
        let latents = try #require(document(MockAudit.ofGenerator())["latents"] as? [String: Any])
        #expect((latents["reading"] as? [String])?.count == 2 && latents["ordinary_width"] as? Double == 0.15)
        let recovery = try #require(latents["recovery"] as? [String: Any])
        #expect(recovery["method"] as? String == "gradients" && recovery["p_value"] as? Double == 0.002)
        #expect(recovery["auc"] as? Double == 0.71 && recovery["interval"] as? [Double] == [0.58, 0.84])
        let rows = try #require(recovery["training"] as? [[String: Any]])
        #expect(rows.count == 32 && rows[3]["row"] as? Int == 3 && rows[3]["class"] as? String == "Coat")
        let errors = rows.compactMap { $0["error"] as? Double }.sorted()
        #expect(abs((recovery["median_training"] as? Double ?? 0) - (errors[15] + errors[16]) / 2) < 1e-9)
        let held = try #require(recovery["held_out"] as? [[String: Any]])
        // A held-out row's number is no training row's.
        #expect(held[3]["class"] is NSNull)
        let basins = try #require(latents["basins"] as? [[String: Any]])
        #expect(basins.count == 2 && basins[1]["target"] as? String == "mirrored_training_row")
        let ways = try #require(basins[0]["ways"] as? [[String: Any]])
        #expect(ways.count == 8 && (ways[0]["distances"] as? [Double])?.count == 11)
    }

    @Test func holdsNoNumberThatIsNotFinite() throws {
        var report = MockAudit.copying()
        report.findings.copies[0].distance = .infinity
        report.findings.copies[1].score = .nan
        report.findings.tests[0].value = .nan
        report.findings.tests[0].parts["contests"] = -.infinity
        report.findings.scores?.samples = [.nan, .infinity]
        report.findings.copiedShare?.high = .infinity
        report.run.seconds = .nan
        let text = AuditDocument.json(report)
        for word in ["nan", "inf,", "inf\n", "inf]", "infinity"] {
            #expect(!text.lowercased().contains(word), "\(word)")
        }
        let document = try document(report)
        #expect((document["copies"] as? [[String: Any]])?[0]["distance"] is NSNull)
    }

    @Test func twoTestsOfOneNameAreOneKey() throws {
        var report = MockAudit.honest()
        report.findings.tests.append(report.findings.tests[0])
        #expect(AuditDocument.json(report).components(separatedBy: "\"clearest_contests\"").count == 2)
    }
}
