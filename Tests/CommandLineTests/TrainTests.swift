import Foundation
import TestSupport
import Testing

@Suite struct TrainTests {
    @Test func printsTheLastCheckpointAndNothingElse() throws {
        let program = try Program()
        let outcome = try program.run(["train"] + TrainedOnce.ringArguments + ["--out", program.file("run")])
        #expect(outcome.code == 0)
        #expect(outcome.output == program.file("run/checkpoints/step-000040.safetensors") + "\n")
        // Standard error is no terminal here, so no bar is drawn.
        #expect(outcome.errors.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: program.store))
    }

    /// A printed plan, changed in a line, trains by what it says; a contradiction is refused before anything is written.
    @Test func aPrintedPlanTrains() throws {
        let program = try Program()
        let printed = try program.run("train", "--preset", "mlp-ring-r3gan", "--print-plan")
        #expect(printed.code == 0 && printed.output.contains("\nloss: \"relativistic_pairing\"\n"))
        let plan = program.file("plan.yaml")
        func train(_ text: String, _ folder: String) throws -> Program.Outcome {
            try Data(text.utf8).write(to: URL(fileURLWithPath: plan))
            return try program.run(
                "train", "--plan", plan, "--data", "builtin:ring[:512]", "--steps", "2", "--out", program.file(folder))
        }
        let short = printed.output.replacing("batchSize: 256", with: "batchSize: 64")
        #expect(try train(short, "run").code == 0)
        let log = try String(contentsOfFile: program.file("run/run.json"), encoding: .utf8)
        #expect(log.contains("relativistic_pairing") && log.contains("\"batchSize\" : 64"))
        let refused = try train(short.replacing("packing: 1", with: "packing: 7"), "refused")
        #expect(refused.code == 1 && refused.errors.contains("packing is 7") && refused.errors.contains("batchSize"))
        #expect(!FileManager.default.fileExists(atPath: program.file("refused")))
    }

    @Test func theNumberOfThreadsDecidesNoByte() throws {
        let program = try Program()
        for threads in ["1", "2"] {
            let outcome = try program.run(
                ["train"] + TrainedOnce.shapesArguments + ["--out", program.file(threads), "--threads", threads])
            #expect(outcome.code == 0)
        }
        let contents = try TemporaryFolder.contents(of: program.file("1"))
        #expect(try TemporaryFolder.contents(of: program.file("2")) == contents && contents.count == 10)
    }

    @Test func anotherSeedGivesOtherWeights() throws {
        let program = try Program()
        let outcome = try program.run(
            ["train"] + TrainedOnce.ringArguments + ["--out", program.file("run"), "--seed", "2"])
        let other = try Data(contentsOf: URL(fileURLWithPath: #require(outcome.outputLines.first)))
        #expect(try other != Data(contentsOf: URL(fileURLWithPath: TrainedOnce.ring().checkpoint)))
    }

    @Test func aRunIsNeitherOverwrittenNorMadeUp() throws {
        let program = try Program()
        let run = try TrainedOnce.ring()
        let folder = run.folder.file("run")
        let again = try program.run(["train"] + TrainedOnce.ringArguments + ["--out", folder])
        #expect(again.code == 1 && again.errors.contains(folder) && again.errors.contains("--resume"))
        let nothing = try program.run(
            ["train"] + TrainedOnce.ringArguments + ["--out", program.file("new"), "--resume"])
        #expect(nothing.code == 1 && nothing.errors.contains("no training run"))
        #expect(!FileManager.default.fileExists(atPath: program.file("new")))
        let seed = try program.run(
            ["train"] + TrainedOnce.ringArguments + ["--out", folder, "--resume", "--seed", "9"])
        #expect(seed.code == 1 && seed.errors.contains("--seed 1"))
    }
}
