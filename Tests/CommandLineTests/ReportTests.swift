import Foundation
import GANNumerics
import TestSupport
import Testing

@Suite struct ReportTests {
    private func metrics(_ report: [String: Any]) throws -> Data {
        let metrics = try #require(report["metrics"] as? [String: Any])
        #expect(metrics.count > 5)
        return try JSONSerialization.data(withJSONObject: metrics, options: .sortedKeys)
    }

    private func fingerprint(_ report: [String: Any]) -> String? {
        (report["protocol"] as? [String: Any])?["fingerprint"] as? String
    }

    /// The fingerprint as `report-schema.md` says how to compute it.
    private func expectDocumentedFingerprint(_ report: [String: Any]) throws {
        var fields = try #require(report["protocol"] as? [String: String])
        let removed = fields.removeValue(forKey: "fingerprint")
        let stated = try #require(removed)
        var digest = ContentDigest()
        for name in fields.keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            digest.update(Array(name.utf8) + [0] + Array((fields[name] ?? "").utf8) + [0])
        }
        #expect(stated == String(digest.hexadecimal().prefix(16)))
        #expect(fields["protocol_version"] == "2" && fields["tool"] == nil)
        #expect((report["run"] as? [String: Any])?["tool_version"] is String)
    }

    @Test func aRingFromTrainingToReport() throws {
        let program = try Program()
        let arguments = [
            "report", "--generator", try TrainedOnce.ring().checkpoint, "--reference", "builtin:ring[0:1000]",
            "--held-out", "builtin:ring-test[0:500]", "--samples", "500", "--json",
        ]
        let first = try program.run(arguments + ["--out", program.file("a"), "--threads", "1"])
        #expect(first.code == 0 && first.errors.isEmpty)
        let report = try object(first.output)
        #expect(report["schema"] as? String == "ganeval.report/1")
        #expect((report["training"] as? [Any])?.count == 8)
        try expectDocumentedFingerprint(report)
        let written = try Data(contentsOf: URL(fileURLWithPath: program.file("a/report.json")))
        #expect(try metrics(object(String(decoding: written, as: UTF8.self))) == metrics(report))
        let files = try TemporaryFolder.contents(of: program.file("a")).keys
        #expect(["index.html", "report.json", "report.md"].allSatisfy { files.contains($0) })
        #expect(files.allSatisfy { !$0.contains("partial") && !$0.contains("temporary") })

        // Again, now from the cache; and once more without it.
        let second = try object(program.run(arguments + ["--out", program.file("a")]).output)
        #expect(try metrics(second) == metrics(report) && fingerprint(second) == fingerprint(report))
        let third = try object(program.run(arguments + ["--out", program.file("c"), "--no-store"]).output)
        #expect(try metrics(third) == metrics(report) && fingerprint(third) == fingerprint(report))
    }

    @Test func imagesFromTrainingToReport() throws {
        let program = try Program()
        let outcome = try program.run(
            "report", "--generator", try TrainedOnce.shapes().checkpoint, "--reference", "builtin:shapes[0:600]",
            "--held-out", "builtin:shapes-test[0:200]", "--samples", "200", "--out", program.file("report"))
        #expect(outcome.code == 0 && outcome.errors.isEmpty)
        #expect(outcome.outputLines.last == "Report: \(program.file("report"))/index.html")
        let page = try String(contentsOfFile: program.file("report/index.html"), encoding: .utf8)
        #expect(page.contains("<svg") && page.contains("data:image/png;base64,"))
        // Three steps of training make no shapes.
        #expect(outcome.output.contains("don't ship it"))
    }

    @Test func samplesMadeBeforeAreJudgedToo() throws {
        let program = try Program()
        let folder = Fixture.url("data/same/folder").path
        let outcome = try program.run(
            "report", "--generated", folder, "--reference", Fixture.url("data/same/images.npy").path, "--extractor",
            "pixels", "--json", "--out", program.file("report"))
        #expect(outcome.code == 0)
        let report = try object(outcome.output)
        let verdict = try #require(report["verdict"] as? [String: Any])
        // The same twelve images on both sides: every one is a copy.
        #expect(
            (verdict["sentence"] as? String)?.contains("copied") == true || verdict["grade"] as? String == "alarming")
    }

    @Test func metricsAreChosen() throws {
        let program = try Program()
        func report(_ metrics: String...) throws -> Program.Outcome {
            try program.run(
                [
                    "report", "--generated", "builtin:ring[0:100]", "--reference", "builtin:ring[200:400]",
                    "--held-out",
                    "builtin:ring-test[0:100]", "--no-store", "--json", "--out", program.file("report"),
                ] + metrics)
        }
        let usual = try object(report().output)
        let all = try object(report("--metrics", "all").output)
        let found = try #require(all["metrics"] as? [String: [String: Any]])
        let known = try #require(usual["metrics"] as? [String: [String: Any]])
        #expect(found.count > known.count && Set(known.keys).isSubset(of: found.keys))
        #expect((all["omitted"] as? [String: String])?["spatial_frechet_distance"]?.hasPrefix("needs ") == true)
        #expect((all["protocol"] as? [String: Any])?["metrics"] as? String == "all" && usual["omitted"] == nil)
        let page = try String(contentsOfFile: program.file("report/index.html"), encoding: .utf8)
        #expect(page.contains("Energy distance") && page.contains("Not measured"))
        let some = try report("--metrics", "recall,vendi_score")
        #expect((try object(some.output)["metrics"] as? [String: Any])?.keys.sorted() == ["recall", "vendi_score"])
        let wrong = try report("--metrics", "recal")
        #expect(wrong.code == 64 && wrong.errors.contains("recall"))
    }
}
