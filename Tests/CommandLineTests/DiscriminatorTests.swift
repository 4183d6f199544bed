import Foundation
import TestSupport
import Testing

@Suite struct DiscriminatorTests {
    private func panel(_ report: [String: Any]) throws -> [String: Any] {
        try #require(report["discriminator"] as? [String: Any])
    }

    private func tile(_ report: [String: Any]) throws -> [String: Any] {
        let verdict = try #require(report["verdict"] as? [String: Any])
        let tiles = try #require(verdict["tiles"] as? [[String: Any]])
        return try #require(tiles.first { $0["section"] as? String == "discriminator" })
    }

    @Test func aCheckpointsOwnIsReadByItself() throws {
        let program = try Program()
        let outcome = try program.run(
            "report", "--generator", try TrainedOnce.shapes().checkpoint, "--reference", "builtin:shapes[0:600]",
            "--held-out", "builtin:shapes-test[0:200]", "--samples", "200", "--extractor", "pixels-pca64", "--no-store",
            "--json", "--out", program.file("report"))
        #expect(outcome.code == 0 && outcome.errors.isEmpty)
        let report = try object(outcome.output)
        let found = try panel(report)
        #expect(found["scores"] as? String == "logit" && found["scores_known_from"] as? String == "loss non_saturating")
        #expect(found["training_rows"] as? Int == 200 && found["held_out_rows"] as? Int == 200)
        #expect((found["calibrations"] as? [Any])?.count == 3 && (found["selections"] as? [Any])?.count == 2)
        #expect((found["most_convincing"] as? [Any])?.count == 12)
        let metrics = try #require(report["metrics"] as? [String: [String: Any]])
        for name in try #require(found["figures"] as? [String]) {
            #expect(metrics[name]?["value"] is Double || metrics[name]?["value"] is Int, "\(name)")
        }
        #expect(try tile(report)["metric"] is String)
        let page = try String(contentsOfFile: program.file("report/index.html"), encoding: .utf8)
        for words in ["Most convincing", "Least convincing", "stated probability of being real", "Rejection sampling"] {
            #expect(page.contains(words), "\(words)")
        }
        #expect(!page.contains("--discriminator FILE reads"))
    }

    @Test func othersAreNamed() throws {
        let program = try Program()
        func report(_ more: String...) throws -> Program.Outcome {
            try program.run(
                [
                    "report", "--generated", "builtin:shapes-test[200:350]", "--reference", "builtin:shapes[0:300]",
                    "--held-out", "builtin:shapes-test[0:150]", "--extractor", "pixels-pca64", "--no-store", "--json",
                    "--out", program.file("report"),
                ] + more)
        }
        let file = Fixture.url("checkpoints/discriminator.safetensors").path
        let given = try report("--discriminator", file)
        #expect(given.code == 0 && given.errors.contains("its scores are taken for logits"))
        let logits = try panel(object(given.output))
        #expect(logits["scores_known_from"] as? String == "assumed")
        let critic = try panel(object(report("--discriminator", file, "--discriminator-scores", "critic").output))
        #expect(critic["scores"] as? String == "critic" && critic["scores_known_from"] as? String == "stated")
        #expect((critic["omitted"] as? [String: String])?["discriminator_accuracy"] == "critic")
        let without = try object(report().output)
        #expect(without["discriminator"] is NSNull)
        #expect((try tile(without)["sentence"] as? String)?.contains("--discriminator FILE") == true)
    }

    @Test func whatDoesNotFitIsSaidBeforeAnythingIsWritten() throws {
        let program = try Program()
        func refused(_ reference: String, _ more: String...) throws -> Program.Outcome {
            let outcome = try program.run(
                [
                    "report", "--generated", reference, "--reference", reference, "--no-store", "--out",
                    program.file("report"),
                ] + more)
            #expect(outcome.code != 0 && !FileManager.default.fileExists(atPath: program.file("report")))
            return outcome
        }
        let file = Fixture.url("checkpoints/discriminator.safetensors").path
        let ring = try refused("builtin:ring[0:100]", "--discriminator", file)
        #expect(ring.code == 1 && ring.errors.contains("as the discriminator takes them"))
        let mistakes = [
            (["--discriminator-scores", "critic"], "need --discriminator"),
            (["--discriminator", file, "--discriminator-scores", "sure"], "expected logits or critic"),
            (["--discriminator", file, "--discriminator-select", "nothing"], "nothing"),
            (
                ["--discriminator", Fixture.url("checkpoints/generator.safetensors").path],
                "--discriminator-architecture"
            ),
        ]
        for (arguments, words) in mistakes {
            let outcome = try program.run(
                [
                    "report", "--generated", "builtin:shapes[0:50]", "--reference", "builtin:shapes[50:150]",
                    "--no-store", "--out", program.file("report"),
                ] + arguments)
            #expect(outcome.code != 0 && outcome.errors.contains(words), "\(outcome.errors)")
            #expect(!FileManager.default.fileExists(atPath: program.file("report")))
        }
    }

    /// One network as a checkpoint and as an ONNX file says the same of the same rows.
    @Test func anONNXFileSaysWhatItsCheckpointSays() throws {
        let program = try Program()
        let checkpoint = try TrainedOnce.ring().checkpoint
        let model = program.file("critic.onnx")
        let export = try program.run("export", checkpoint, "--discriminator", "--onnx", model)
        #expect(export.code == 0, "\(export.errors)")
        func metrics(_ file: String) throws -> [String: [String: Any]] {
            let outcome = try program.run(
                "report", "--generated", "builtin:ring-test[200:400]", "--reference", "builtin:ring[0:300]",
                "--held-out", "builtin:ring-test[0:200]", "--discriminator", file, "--no-store", "--json", "--out",
                program.file("report"))
            #expect(outcome.code == 0, "\(outcome.errors)")
            return try #require(try object(outcome.output)["metrics"] as? [String: [String: Any]])
        }
        let (own, exported) = (try metrics(checkpoint), try metrics(model))
        for name in ["discriminator_auc", "discriminator_overfitting", "discriminator_accuracy"] {
            let first = try #require(own[name]?["value"] as? Double),
                second = try #require(exported[name]?["value"] as? Double)
            #expect(abs(first - second) < 1e-3, "\(name): \(first) and \(second)")
        }
        let refused = try program.run(
            "report", "--generated", "builtin:shapes[0:50]", "--reference", "builtin:shapes[50:150]", "--discriminator",
            model, "--no-store", "--out", program.file("other"))
        #expect(refused.code == 1 && refused.errors.contains("critic.onnx"), "\(refused.errors)")
        #expect(!FileManager.default.fileExists(atPath: program.file("other")))
    }

    @Test func seriesAndAuditsReadItToo() throws {
        let program = try Program()
        let checkpoint = try TrainedOnce.ring().checkpoint
        let series = try program.run(
            "series", checkpoint, "--reference", "builtin:ring[0:500]", "--held-out", "builtin:ring-test[0:200]",
            "--samples", "200", "--no-store", "--json", "--out", program.file("series"))
        #expect(series.code == 0)
        let candidates = try #require(try object(series.output)["candidates"] as? [[String: Any]])
        #expect(candidates.count == 2)
        for candidate in candidates {
            let metrics = try #require(candidate["metrics"] as? [String: Any])
            #expect(metrics["discriminator_overfitting"] != nil && metrics["discriminator_auc"] != nil)
        }
        let page = try String(contentsOfFile: program.file("series/series.html"), encoding: .utf8)
        #expect(page.contains("id=\"discriminators\""))
        let audit = try program.run(
            "audit", "--generator", checkpoint, "--training", "builtin:ring[0:500]", "--held-out",
            "builtin:ring-test[0:200]", "--samples", "200", "--recover", "0", "--calibration-rows", "200", "--no-store",
            "--json", "--out", program.file("audit"))
        #expect(audit.output.contains("discriminator_membership_inference_auc"))
        #expect(audit.output.contains("discriminator_sha256"))
    }
}
