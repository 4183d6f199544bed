import GANData
import GANTraining
import TestSupport
import Testing

/// What suites of series read, trained once.
enum ShortRun {
    /// The folder of a short run on a ring of points, in `run`: checkpoints of steps 10 and 20.
    static let ring = Result { () throws -> TemporaryFolder in
        let folder = try TemporaryFolder()
        let preset = try #require(Preset.named("mlp-ring"))
        _ = try TrainingRun(
            preset: preset, source: try SampleSources.open("builtin:ring[0:400]"), folder: folder.file("run"), seed: 1,
            steps: 20, checkpointEvery: 10, resume: false
        ).run(progress: { _ in }, shouldStop: { false })
        return folder
    }
}
