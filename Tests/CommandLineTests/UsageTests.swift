import Foundation
import TestSupport
import Testing

/// Mistakes in the arguments, help, and the commands that only tell.
@Suite struct UsageTests {
    @Test func saysItsVersion() throws {
        let outcome = try Program().run("--version")
        #expect(outcome.code == 0 && outcome.errors.isEmpty)
        #expect(outcome.output.trimmingCharacters(in: .newlines).split(separator: ".").count == 3)
    }

    @Test func helpNamesEveryCommand() throws {
        let outcome = try Program().run("--help")
        #expect(outcome.code == 0 && outcome.errors.isEmpty)
        for command in ["demo", "train", "sample", "report", "measure", "metrics", "doctor"] {
            #expect(outcome.output.contains("  \(command)"))
        }
    }

    @Test func helpOfACommandNamesItsOptions() throws {
        let outcome = try Program().run("train", "--help")
        #expect(outcome.code == 0)
        for text in ["--data", "--preset", "--resume", "--checkpoint-every", "--threads", "dcgan28", "mlp-ring"] {
            #expect(outcome.output.contains(text))
        }
    }

    @Test(arguments: [
        (["report", "--generated", "a", "--reference", "a", "--out", "b"], "--sed", "--seed"),
        (["train", "--data", "a", "--preset", "dcgan28", "--out", "b"], "--stops", "--steps"),
    ])
    func anUnknownOptionIsAnErrorWithASuggestion(arguments: [String], wrong: String, suggestion: String) throws {
        let outcome = try Program().run(arguments + [wrong, "1"])
        #expect(outcome.code == 64 && outcome.output.isEmpty)
        #expect(outcome.errors.contains("Unknown option '\(wrong)'"))
        #expect(outcome.errors.contains("Did you mean '\(suggestion)'?"))
    }

    @Test(arguments: [
        (["nonsense"], "nonsense"), (["train"], "--data"),
        (["train", "--data", "a", "--preset", "best", "--out", "b"], "train --list"),
        (["train", "--data", "a", "--preset", "dcgan28", "--out", "b", "--steps", "0"], "--steps is 0"),
        (["train", "--data", "a", "--preset", "dcgan28", "--out", "b", "--threads", "0"], "--threads is 0"),
        (["report", "--reference", "a", "--out", "b"], "either --generator CHECKPOINT or --generated SOURCE"),
        (["report", "--generator", "a", "--generated", "a", "--reference", "a", "--out", "b"], "either --generator"),
        (["report", "--generated", "a", "--reference", "a", "--out", "b", "--samples", "1"], "--samples is 1"),
        (["report", "--generated", "a", "--reference", "a", "--out", "b", "--extractor", "eyes"], "eyes"),
        (
            ["report", "--generated", "a", "--reference", "a", "--out", "b", "--bins", "1"],
            "--bins is 1; expected 2 to 1000"
        ),
        (
            ["report", "--generated", "a", "--reference", "a", "--out", "b", "--truncation-sweep"],
            "--generated names samples"
        ),
        (
            ["report", "--generated", "a", "--reference", "a", "--out", "b", "--prior-mismatch"],
            "--generated names samples"
        ),
        (
            ["report", "--generated", "a", "--reference", "a", "--out", "b", "--targets", "c", "--metrics", "recall"],
            "neither --targets nor --asked"
        ),
        (["report", "--generated", "a", "--reference", "a", "--out", "b", "--no-store", "--store", "c"], "exclude"),
        (["sample", "a", "--out", "b", "--count", "-1"], "--count"), (["metrics", "beauty"], "beauty"),
        (["measure", "--real", "a"], "--generated"),
        (["sequences", "--training", "a"], "either --generated"),
        (["sequences", "--training", "a", "--train", "argmax"], "argmax"),
        (["course", "--only", "ring,square"], "--only names square"),
        (["sample", "--generator", "a.pth", "--out", "b"], "sample takes the checkpoint without --generator"),
        (
            ["compare", "--generated=a", "--reference", "c", "--out", "b"],
            "compare takes both models without --generated"
        ),
        (["report", "a.pth", "--reference", "c", "--out", "b"], "ganeval report --generator a.pth"),
        (["audit", "a.pth"], "ganeval audit --generator a.pth"),
        (["measure", "--generated", "a", "--neighbours", "0"], "--neighbours is 0"),
        (["measure", "--generated", "a", "--metrics", "precision,"], "commas"),
        (["measure", "--generated", "a", "--metrics", "precison"], "Did you mean 'precision'?"),
        (["measure", "--generated", "a", "--compat", "stylegan2"], "Did you mean 'stylegan'?"),
        (["measure", "--generated", "a", "--compat", "matlab"], "Conventions: ganeval, stylegan, prdc"),
    ])
    func mistakesEndWith64AndSayWhat(arguments: [String], said: String) throws {
        let program = try Program()
        let outcome = try program.run(arguments)
        #expect(outcome.code == 64 && outcome.output.isEmpty)
        #expect(outcome.errors.contains(said))
        #expect(!FileManager.default.fileExists(atPath: program.store))
    }

    @Test func doctorTellsWhatTheMachineOffers() throws {
        let program = try Program()
        let outcome = try program.run("doctor", "--json", "--threads", "1")
        #expect(!FileManager.default.fileExists(atPath: program.store), "a diagnostic writes nothing")
        #expect(outcome.code == 0)
        let facts = try object(outcome.output)
        #expect(facts["schema"] as? String == "ganeval.doctor/1" && facts["threads"] as? String == "1")
        #expect((facts["gigaflops"] as? String).flatMap { Double($0) }.map { $0 > 0 } == true)
        #expect((facts["store"] as? String)?.hasPrefix(program.store) == true)
        let missing = try #require(facts["missing"] as? [[String: String]])
        #expect(facts["verdict"] as? String == (missing.isEmpty ? "complete" : "usable"))
        #expect(missing.allSatisfy { $0["loss"]?.isEmpty == false && $0["remedy"]?.isEmpty == false })
    }

    /// The end says what is missing, what can't be done without it, and the command that mends it.
    @Test func doctorEndsWithAVerdict() throws {
        let program = try Program()
        let outcome = try program.run(["doctor"], environment: ["GANEVAL_ONNXRUNTIME": "/nowhere/libonnxruntime.so"])
        #expect(outcome.code == 0)
        let end = try #require(outcome.output.range(of: "\n\nganeval works here; "))
        let lines = outcome.output[end.upperBound...].split(separator: "\n")
        #expect(lines[0].hasSuffix("missing:") && lines.dropFirst().allSatisfy { $0.hasPrefix("  ") })
        #expect(lines.contains { $0.hasPrefix("  ONNX models and extractors that are networks can't run: ") })
        if outcome.output.contains("its weights are missing") {
            #expect(lines.contains { $0.contains("ganeval extractor add ") })
        }
    }
}
