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
