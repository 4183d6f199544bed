import Foundation
import GANCheckpoints
import TestSupport
import Testing

@testable import GANTraining

@Suite struct RunEndTests {
    private func run(_ folder: String, steps: Int, resume: Bool = false, stopAfter: Int = .max) throws {
        let run = try TrainingRun(
            preset: TinyTraining.preset, source: TinyTraining.source(), folder: folder, seed: 1, steps: steps,
            checkpointEvery: 6, resume: resume)
        var done = 0
        _ = try run.run(progress: { _ in done += 1 }, shouldStop: { done >= stopAfter })
    }

    @Test func onlyARunThatReachedItsLastStepSaysSo() throws {
        let folder = try TemporaryFolder()
        #expect(TrainingFolder.end(of: folder.path) == nil)
        try run(folder.file("run"), steps: 12, stopAfter: 7)
        #expect(TrainingFolder.end(of: folder.file("run")) == nil)
        try run(folder.file("run"), steps: 12, resume: true)
        #expect(TrainingFolder.end(of: folder.file("run")) == RunEnd(step: 12, hasDiverged: false))
        let text = try String(contentsOfFile: folder.file("run/" + RunEnd.fileName), encoding: .utf8)
        #expect(text.contains(#""ganeval.run-end/1""#), "\(text)")
        // A run that goes on has not ended.
        try run(folder.file("run"), steps: 24, resume: true, stopAfter: 2)
        #expect(TrainingFolder.end(of: folder.file("run")) == nil)
    }

    @Test(arguments: [
        "", "{", #"{"schema": "ganeval.run-end/2", "step": 3, "diverged": false}"#, "[1]",
        #"{"schema": "ganeval.run-end/1", "step": 3, "diverged": false}"# + String(repeating: " ", count: 5000),
    ])
    func whatIsNoEndIsNone(text: String) throws {
        let folder = try TemporaryFolder()
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file(RunEnd.fileName)))
        #expect(TrainingFolder.end(of: folder.path) == nil)
    }
}
