import Foundation
import GANCheckpoints
import TestSupport
import Testing

@testable import GANTraining

/// A checkpoint of which a bit was flipped, in the weights or in what it says of itself, is an error and not another model.
@Suite struct DamagedCheckpointTests {
    @Test func aFlippedBitIsAnError() throws {
        let folder = try TemporaryFolder()
        let run = try TrainingRun(
            preset: TinyTraining.preset, source: TinyTraining.source(), folder: folder.path, seed: 1, steps: 2,
            checkpointEvery: 2, resume: false)
        let path = try #require(try run.run().lastCheckpoint)
        _ = try Checkpoint.read(path)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        let setting = try #require(whole.range(of: Data("0.5".utf8))).lowerBound
        for place in [whole.count - 3, setting] {
            var data = whole
            data[place] ^= 1
            try data.write(to: URL(fileURLWithPath: path))
            #expect(throws: CheckpointError.brokenSeal(path: path)) { try Checkpoint.read(path) }
        }
    }
}
