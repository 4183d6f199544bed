import Foundation
import GANCheckpoints
import GANNumerics
import TestSupport
import Testing

@testable import GANTraining

@Suite struct SequenceCheckpointTests {
    private let lines: [[UInt32]] = [[97, 98], [98, 97, 97], [97]]

    private func trainer(
        _ gradient: SequenceGradient, seed: UInt64 = 1, lines: [[UInt32]]? = nil, steps: Int = 0
    ) throws -> SequenceTrainer {
        var settings = SequenceTrainer.Settings(gradient)
        (settings.batchSize, settings.width, settings.latentSize) = (8, 6, 3)
        var trainer = try SequenceTrainer(lines: lines ?? self.lines, settings: settings, seed: seed)
        for _ in 0..<steps { _ = trainer.train() }
        return trainer
    }

    @Test(arguments: SequenceGradient.allCases) func aTrainingGoesOnAsIfItHadNeverStopped(
        _ gradient: SequenceGradient
    ) throws {
        let folder = try TemporaryFolder()
        let (half, whole, parts) = (folder.file("half"), folder.file("whole"), folder.file("parts"))
        try trainer(gradient, steps: 3).write(to: half)
        try trainer(gradient, steps: 5).write(to: whole)
        var resumed = try trainer(gradient)
        try resumed.resume(from: SequenceCheckpoint.read(half))
        #expect(resumed.step == 3)
        for _ in 0..<2 { _ = resumed.train() }
        try resumed.write(to: parts)
        #expect(try Data(contentsOf: URL(fileURLWithPath: parts)) == Data(contentsOf: URL(fileURLWithPath: whole)))
        let read = try SequenceCheckpoint.read(parts)
        #expect(read.step == 5 && read.plan == resumed.plan)
        #expect(read.generator.lines(20, seed: 4) == resumed.lines(20, seed: 4))
    }

    @Test func anotherTrainingIsRefused() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("checkpoint")
        try trainer(.gumbelSoftmax, steps: 1).write(to: path)
        let checkpoint = try SequenceCheckpoint.read(path)
        for (other, field) in [
            (try trainer(.policyGradient), "--train"), (try trainer(.gumbelSoftmax, seed: 2), "--seed"),
            (try trainer(.gumbelSoftmax, lines: [[97, 98], [98, 97, 97]]), "lines of SHA-256"),
        ] {
            var other = other
            let error = #expect(throws: TrainingError.self) { try other.resume(from: checkpoint) }
            #expect(error?.fact.contains(field) == true && other.step == 0)
        }
    }

    @Test func damageIsSeen() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("checkpoint")
        try trainer(.gumbelSoftmax, steps: 1).write(to: path)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        var damaged = whole
        damaged[whole.count - 4] ^= 1
        try damaged.write(to: URL(fileURLWithPath: path))
        #expect(
            throws: TrainingError.damagedRun(path: path, problem: "its numbers are not those that were written")
        ) { try SequenceCheckpoint.read(path) }
        let file = try SafetensorsFile(contents: [UInt8](whole), path: path)
        var metadata = file.metadata
        metadata["step"] = String(Int.max)
        try SafetensorsFile.write(tensors: file.tensors, metadata: metadata, to: path)
        let steps = #expect(throws: TrainingError.self) { try SequenceCheckpoint.read(path) }
        #expect(steps?.fact.contains("it lacks step") == true, "\(steps as Any)")
        metadata = file.metadata
        metadata["alphabet"] = #"{"length":1000000,"symbols":[97,98]}"#
        try SafetensorsFile.write(tensors: file.tensors, metadata: metadata, to: path)
        #expect(throws: TrainingError.self) { try SequenceCheckpoint.read(path) }
    }
}
