import Foundation
import TestSupport
import Testing

/// Audits of images that the tests draw: training and held-out rows of one kind, samples with copies or without.
@Suite struct AuditTests {
    private let program: Program

    init() throws { program = try Program() }

    private static let side = 8
    private static let training = images(1200, seed: 1)
    private static let heldOut = images(400, seed: 2)

    /// Random images, the same for the same seed.
    private static func images(_ count: Int, seed: UInt64) -> [[UInt8]] {
        var state = seed &* 0x9e37_79b9_7f4a_7c15
        return (0..<count).map { _ in
            (0..<side * side).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: state >> 56)
            }
        }
    }

    private static func mirrored(_ image: [UInt8]) -> [UInt8] {
        (0..<side).flatMap { image[$0 * side..<($0 + 1) * side].reversed() }
    }

    /// Honest samples, of which the first 54 are copies of the first thirty training rows, every third mirrored.
    private static func leaky() -> [[UInt8]] {
        var samples = images(600, seed: 3)
        for index in 0..<54 {
            samples[index] = index % 3 == 2 ? mirrored(training[index % 30]) : training[index % 30]
        }
        return samples
    }

    /// An .npy file of bytes, `[n, side, side]`.
    @discardableResult
    private func write(_ images: [[UInt8]], _ name: String, side: Int = AuditTests.side) throws -> String {
        var header = "{'descr': '|u1', 'fortran_order': False, 'shape': (\(images.count), \(side), \(side)), }"
        while (10 + header.utf8.count + 1) % 64 != 0 { header += " " }
        header += "\n"
        var data = Data([0x93] + Array("NUMPY".utf8) + [1, 0])
        data.append(contentsOf: [UInt8(header.utf8.count & 255), UInt8(header.utf8.count >> 8)])
        data.append(contentsOf: header.utf8)
        for image in images { data.append(contentsOf: image) }
        let path = program.file(name)
        try data.write(to: URL(fileURLWithPath: path))
        return path
    }

    private func sources(_ samples: [[UInt8]], heldOut: Bool = true) throws -> [String] {
        let training = try write(Self.training, "training.npy")
        return ["audit", "--generated", try write(samples, "samples.npy"), "--training", training]
            + (heldOut ? ["--held-out", try write(Self.heldOut, "held-out.npy")] : [])
    }

    @Test func findsCopiesAndHoldsThemToLimits() throws {
        let arguments = try sources(Self.leaky())
        let first = try program.run(arguments + ["--json", "--out", program.file("a"), "--threads", "1"])
        #expect(first.code == 0 && first.errors.isEmpty, "\(first.errors)")
        let audit = try object(first.output)
        #expect(audit["schema"] as? String == "ganeval.audit/2" && audit["verdict"] as? String == "copying")
        let copies = try #require(audit["copies"] as? [[String: Any]])
        let found = copies.filter { ($0["sample"] as? Int ?? 600) < 54 }
        #expect(found.count == 54 && copies.count <= 60)
        for copy in found {
            let sample = try #require(copy["sample"] as? Int)
            #expect(copy["training_row"] as? Int == sample % 30)
            #expect(copy["transformation"] as? String == (sample % 3 == 2 ? "mirrored" : "identity"))
        }
        let files = try TemporaryFolder.contents(of: program.file("a"))
        #expect(files.keys.sorted() == ["audit.html", "audit.json", "audit.md", "copies.csv"])
        #expect(String(decoding: files["audit.json"] ?? Data(), as: UTF8.self) == first.output)
        #expect(String(decoding: files["audit.html"] ?? Data(), as: UTF8.self).contains("data:image/png;base64,"))

        // Again, from the search that the store kept; the limits decide the code.
        for (limits, code) in [
            (["--max-copied-share", "0.5"], 0), (["--max-copied-share", "0.5", "--fdr", "0.05"], 3),
            (["--max-copied-share", "0.09"], 4),
        ] as [([String], Int32)] {
            let out = program.file("b \(limits.joined())")
            let outcome = try program.run(arguments + limits + ["--json", "--out", out])
            #expect(outcome.code == code, "\(limits): \(outcome.errors)")
            let again = try object(outcome.output)
            #expect(again["exit_code"] as? Int == Int(code))
            #expect((again["copies"] as? [[String: Any]])?.count == copies.count)
            #expect(outcome.errors.isEmpty == (code != 4))
        }
        // Without a store, the same.
        let last = try object(program.run(arguments + ["--json", "--out", program.file("c"), "--no-store"]).output)
        #expect((last["copies"] as? NSArray) == (audit["copies"] as? NSArray))
        #expect((last["tests"] as? NSDictionary) == (audit["tests"] as? NSDictionary))
    }

    @Test func staysSilentOnAnHonestGenerator() throws {
        let arguments = try sources(Self.images(600, seed: 4))
        let outcome = try program.run(arguments + ["--max-copied-share", "0.02", "--out", program.file("a")])
        #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
        #expect(outcome.outputLines.count <= 12)
        #expect(outcome.outputLines.first?.hasPrefix("No evidence of copying") == true)
        #expect(outcome.outputLines.last == "Audit: \(program.file("a"))/audit.html")
        let table = try String(contentsOfFile: program.file("a/copies.csv"), encoding: .utf8)
        #expect(table.hasPrefix("rank,sample,training_row,") && table.components(separatedBy: "\r\n").count <= 3)
    }

    /// One limit, one outcome: given as an option, stated by a policy, or both.
    @Test func aLimitComesOutAlikeAsAnOptionAndInAPolicy() throws {
        let (leaky, honest) = (Self.leaky(), Self.images(600, seed: 4))
        for (samples, limit, code, both) in [
            (leaky, 0.05, 3, true), (leaky, 0.09, 4, false), (honest, 0.02, 0, false), (honest, 0.001, 4, true),
        ] as [([[UInt8]], Double, Int32, Bool)] {
            // The sets share their file.
            let arguments = try sources(samples)
            let policy = program.file("policy.yaml")
            try "gates: [{metric: audit.copied_share, max: \(limit)}]\n".write(
                toFile: policy, atomically: false, encoding: .utf8)
            let option = ["--max-copied-share", "\(limit)"]
            for options in [option + ["--policy", policy]] + (both ? [option, ["--policy", policy]] : []) {
                let outcome = try program.run(arguments + options + ["--json", "--out", program.file("one")])
                #expect(outcome.code == code, "\(options): \(outcome.errors)")
                let sensitivity = try #require(object(outcome.output)["sensitivity"] as? [String: Any])
                #expect(sensitivity["leak_of_interest"] as? Double == limit)
            }
        }
    }

    @Test(arguments: [1, 6])
    func tooFewSamplesEndWith4AndSayHowManyWouldDo(count: Int) throws {
        let arguments = try sources(Self.images(count, seed: 5))
        let outcome = try program.run(arguments + ["--max-copied-share", "0.01", "--out", program.file("a")])
        #expect(outcome.code == 4)
        #expect(outcome.errors.contains("would suffice (--samples)"), "\(outcome.errors)")
        let audit = try object(String(contentsOfFile: program.file("a/audit.json"), encoding: .utf8))
        #expect((audit["samples_to_decide"] as? Int ?? 0) > count)
    }

    @Test func withoutHeldOutDataOnlyFactsAreLeft() throws {
        let honest = try program.run(sources(Self.images(200, seed: 6), heldOut: false) + ["--out", program.file("a")])
        #expect(honest.code == 4 && honest.errors.contains("held-out"))
        let copied = try sources(Self.leaky(), heldOut: false)
        #expect(try program.run(copied + ["--out", program.file("b")]).code == 0)
        #expect(try program.run(copied + ["--max-copied-share", "0.01", "--out", program.file("b")]).code == 3)
    }

    @Test func theTrainingSetItselfIsSaidToBeThat() throws {
        let outcome = try program.run(
            sources(Array(Self.training.prefix(400))) + ["--fdr", "0.05", "--out", program.file("a")])
        #expect(outcome.code == 3)
        #expect(outcome.outputLines.first == "Every sample is an exact copy of a training row.")
    }

    @Test func heldOutRowsThatAreTrainingRowsDecideNothing() throws {
        var arguments = try sources(Self.images(600, seed: 7))
        arguments[6] = try write(Array(Self.training.prefix(400)), "held-out.npy")
        let outcome = try program.run(arguments + ["--fdr", "0.05", "--out", program.file("a")])
        #expect(outcome.code == 4)
        #expect(outcome.errors.contains("400 of 400 held-out rows are training rows"), "\(outcome.errors)")
    }

    @Test func constantImagesAreNoReasonToFail() throws {
        let grey = [[UInt8]](repeating: [UInt8](repeating: 7, count: 64), count: 100)
        let outcome = try program.run(sources(grey) + ["--out", program.file("a")])
        #expect([0, 4].contains(outcome.code), "\(outcome.errors)")
        let audit = try object(String(contentsOfFile: program.file("a/audit.json"), encoding: .utf8))
        #expect(audit["verdict"] as? String != "copying")
    }

    /// One image, however often it is there, has no nearest other one.
    @Test func aSingleDistinctTrainingImageIsNoReasonToFail() throws {
        let image = Self.training[0]
        let outcome = try program.run([
            "audit", "--generated", try write(Self.images(60, seed: 9), "s.npy"), "--training",
            try write([image, image], "t.npy"), "--held-out", try write(Self.images(60, seed: 8), "h.npy"), "--out",
            program.file("a"), "--views", "none",
        ])
        #expect([0, 3, 4].contains(outcome.code), "\(outcome.errors)")
    }

    /// Independent images are no copies, however many of them are held against few.
    @Test func withoutHeldOutDataChanceMatchesAreNotListed() throws {
        let outcome = try program.run([
            "audit", "--generated", try write(Self.images(300, seed: 9), "s.npy"), "--training",
            try write(Array(Self.training.prefix(30)), "t.npy"), "--out", program.file("a"), "--json",
        ])
        let copies = try #require(try object(outcome.output)["copies"] as? [Any])
        #expect(outcome.code == 4 && copies.isEmpty, "\(copies.count) copies")
    }

    /// Held-out rows can't make exact copies less certain than they are without: too few rows to calibrate are no reason for doubt.
    @Test func aFewExactCopiesDecideWithAndWithoutHeldOutRows() throws {
        var samples = Self.images(100, seed: 9)
        samples.replaceSubrange(0..<8, with: Self.training[40..<48])
        let arguments = [
            "audit", "--generated", try write(samples, "s.npy"), "--training",
            try write(Array(Self.training.prefix(60)), "t.npy"), "--out", program.file("a"), "--json",
        ]
        let heldOut = ["--held-out", try write(Array(Self.heldOut.prefix(50)), "h.npy")]
        for more in [[], heldOut] {
            let outcome = try program.run(arguments + more)
            #expect(outcome.code == 0, "\(outcome.errors)")
            let audit = try object(outcome.output)
            #expect(audit["verdict"] as? String == "copying")
            let copies = try #require(audit["copies"] as? [[String: Any]])
            #expect(copies.compactMap { $0["sample"] as? Int }.sorted() == Array(0..<8))
            #expect(copies.allSatisfy { $0["exact"] as? Bool == true })
        }
    }

    /// Where the training data lie is where the list of copies would go.
    @Test func noInputIsWrittenOver() throws {
        let folder = program.file("a")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let rows = (0..<30).map { "\($0),\($0 * $0)" }.joined(separator: "\n") + "\n"
        try rows.write(toFile: "\(folder)/copies.csv", atomically: false, encoding: .utf8)
        let outcome = try program.run([
            "audit", "--generated", try write(Self.images(5, seed: 9), "s.npy"), "--training",
            "\(folder)/copies.csv[0:20]",
            "--out", folder,
        ])
        #expect(outcome.code == 64 && outcome.errors.contains("copies.csv is the training data"), "\(outcome.errors)")
        #expect(try String(contentsOfFile: "\(folder)/copies.csv", encoding: .utf8) == rows)
    }

    /// What a policy said of an earlier audit goes with it, and what inconclusive counts as holds for the audit too.
    @Test func gatesOfAnEarlierAuditAreTakenAway() throws {
        let policy = program.file("policy.yaml")
        try "gates:\n  - {metric: audit.copied_share, max: 0.001}\n".write(
            toFile: policy, atomically: false, encoding: .utf8)
        let few = try sources(Self.images(30, seed: 9)) + ["--out", program.file("a")]
        #expect(try program.run(few + ["--policy", policy]).code == 4)
        #expect(try program.run(few + ["--policy", policy, "--inconclusive", "pass"]).code == 0)
        #expect(try program.run(few + ["--policy", policy, "--inconclusive", "fail"]).code == 3)
        #expect(FileManager.default.fileExists(atPath: program.file("a/gate.json")))
        #expect(try program.run(few).code == 4)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: program.file("a")).sorted()
                == ["audit.html", "audit.json", "audit.md", "copies.csv", "previous"])
    }

    @Test func withoutImagesNoneIsWritten() throws {
        let outcome = try program.run(sources(Self.leaky()) + ["--no-images", "--out", program.file("a")])
        #expect(outcome.code == 0)
        for (name, bytes) in try TemporaryFolder.contents(of: program.file("a")) {
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(!text.contains("base64") && !text.contains("data:image"), "\(name)")
        }
        #expect(try String(contentsOfFile: program.file("a/audit.html"), encoding: .utf8).contains("training row"))
    }

    @Test func aGeneratorIsSampled() throws {
        let outcome = try program.run(
            "audit", "--generator", try TrainedOnce.ring().checkpoint, "--reference", "builtin:ring[0:1000]",
            "--held-out",
            "builtin:ring-test[0:500]", "--samples", "300", "--out", program.file("a"))
        #expect([0, 4].contains(outcome.code), "\(outcome.errors)")
        let audit = try object(String(contentsOfFile: program.file("a/audit.json"), encoding: .utf8))
        #expect((audit["samples"] as? [String: Any])?["count"] as? Int == 300)
    }

    @Test func rowsAreRecoveredThroughANetworkTheSameForAnyThreads() throws {
        let arguments = [
            "audit", "--generator", try TrainedOnce.shapes().checkpoint, "--training", "builtin:shapes[0:400]",
            "--held-out", "builtin:shapes-test[0:300]", "--samples", "200", "--views", "none", "--recover", "2",
            "--json",
        ]
        var found: [NSDictionary] = []
        for threads in ["1", "2"] {
            let outcome = try program.run(arguments + ["--threads", threads, "--out", program.file(threads)])
            #expect([0, 4].contains(outcome.code), "\(outcome.errors)")
            found.append(try #require(object(outcome.output)["latents"] as? NSDictionary))
        }
        #expect(found[0] == found[1])
        let recovery = try #require(found[0]["recovery"] as? [String: Any])
        #expect(recovery["method"] as? String == "gradients")
        for key in ["training", "held_out"] {
            let rows = try #require(recovery[key] as? [[String: Any]])
            #expect(rows.count == 2)
            for row in rows {
                let (error, nearest) = (row["error"] as? Double ?? 0, row["nearest_sample_error"] as? Double ?? 0)
                #expect(error > 0 && error < nearest)
            }
        }
        let page = try String(contentsOfFile: program.file("1/audit.html"), encoding: .utf8)
        #expect(page.contains("id=\"latents\"") && page.contains("sprite-recovered"))
        let off = try program.run(arguments + ["--recover", "0", "--no-images", "--out", program.file("off")])
        #expect(try object(off.output)["latents"] is NSNull)
    }

    @Test func rowsAreRecoveredWithoutGradientsWhereThatIsAskedFor() throws {
        let model = Fixture.url("onnx/tanh.onnx").path
        for (name, seed) in [("training.npy", "2"), ("held-out.npy", "3")] {
            let outcome = try program.run(
                "sample", model, "--count", "400", "--seed", seed, "--out", program.file(name))
            #expect(outcome.code == 0, "\(outcome.errors)")
        }
        let arguments = [
            "audit", "--generator", model, "--training", program.file("training.npy"), "--held-out",
            program.file("held-out.npy"), "--samples", "300", "--views", "none", "--json",
        ]
        let usual = try object(program.run(arguments + ["--out", program.file("a")]).output)
        let codes = (usual["diagnostics"] as? [[String: Any]])?.compactMap { $0["code"] as? String } ?? []
        #expect(codes.contains("rows_not_recovered"))
        #expect(((usual["latents"] as? [String: Any])?["recovery"] as? [String: Any]) == nil)
        let asked = try object(program.run(arguments + ["--recover", "3", "--out", program.file("b")]).output)
        let recovery = try #require((asked["latents"] as? [String: Any])?["recovery"] as? [String: Any])
        #expect(recovery["method"] as? String == "search")
        // The rows are the generator's own, so that they can be made but for rounding.
        let rows = try #require(recovery["training"] as? [[String: Any]])
        #expect(rows.count == 3 && rows.allSatisfy { ($0["error"] as? Double ?? 9) < 2 })
    }

    @Test func badInputIsToldInWords() throws {
        let arguments = try sources(Self.images(20, seed: 8))
        func fails(_ more: [String], _ words: String..., location: SourceLocation = #_sourceLocation) throws {
            let outcome = try program.run(more + ["--out", program.file("out")])
            #expect(outcome.code == 1 && outcome.output.isEmpty, sourceLocation: location)
            for text in ["error: ", "\n  expected: ", "\n  to do: "] + words {
                #expect(outcome.errors.contains(text), "\(text) in \(outcome.errors)", sourceLocation: location)
            }
            #expect(!FileManager.default.fileExists(atPath: program.file("out")), sourceLocation: location)
        }
        var other = arguments
        other[2] = try write([[UInt8]](repeating: [1, 2, 3, 4], count: 5), "small.npy", side: 2)
        try fails(other, "small.npy", "2×2×1 image", "8×8×1 image", "--resize 8")
        other = arguments
        other[6] = program.file("small.npy")
        try fails(other, "small.npy", "2×2×1 image")
        let labels = try write([[UInt8]](repeating: [1], count: 3), "labels.npy", side: 1)
        try fails(arguments + ["--training-labels", labels], "labels.npy")
        try fails(arguments + ["--memory", "1K"], "--memory", "at least")
        try fails(["audit", "--generated", program.file("missing.npy")] + arguments.dropFirst(3), "missing.npy")
    }

    @Test(arguments: [
        ([], "either --generator CHECKPOINT or --generated SOURCE"),
        (["--generated", "a", "--samples", "0"], "--samples is 0"),
        (["--generated", "a", "--views", "miror"], "transformation 'miror'"),
        (["--generated", "a", "--fdr", "0"], "--fdr is 0"),
        (["--generated", "a", "--max-copied-share", "1"], "--max-copied-share is 1"),
        (["--generated", "a", "--memory", "much"], "--memory"),
        (["--generated", "a", "--hold-out", "b"], "--held-out"),
        (["--generated", "a", "--recover", "3"], "--recover is for --generator"),
        (["--generator", "a", "--recover=-1"], "--recover is -1"),
        (["--generator", "a", "--recover", "10001"], "--recover is 10001"),
        (["--generator", "a", "--recover", "many"], "--recover"),
        (["--generator", "a", "--recover", "99999999999999999999"], "--recover"),
    ])
    func mistakesEndWith64(arguments: [String], said: String) throws {
        let outcome = try program.run(["audit", "--training", "t", "--out", program.file("out")] + arguments)
        #expect(outcome.code == 64 && outcome.output.isEmpty)
        #expect(outcome.errors.contains(said), "\(outcome.errors)")
    }
}
