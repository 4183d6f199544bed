import Foundation
import GANData
import GANTraining

/// A training with its progress bar, for `train` and `demo`.
struct TrainingSession {
    var source: String
    var preset: Preset
    var folder: String
    var steps: Int?
    var seed: UInt64?
    var checkpointEvery: Int?
    var resume = false
    var quiet: Bool

    /// Trains; `isInterrupted` says that Ctrl-C came, though perhaps too late to stop the training.
    func run() throws -> (outcome: TrainingRun.Outcome, isInterrupted: Bool) {
        let samples = try SampleSources.open(source)
        let run = try TrainingRun(
            preset: preset, source: samples, folder: folder, seed: seed, steps: steps ?? preset.steps,
            checkpointEvery: checkpointEvery, resume: resume)
        let bar = ProgressBar(quiet: quiet)
        defer { bar.clear() }
        let interruption = Interruption()
        var first: (step: Int, time: ContinuousClock.Instant)?
        let outcome = try run.run(
            progress: { progress in
                let now = ContinuousClock.now
                let begin = first ?? (progress.step, now)
                first = begin
                let seconds = (now - begin.time).inSeconds
                let images = Double((progress.step - begin.step) * preset.hyperparameters.batchSize)
                bar.update(
                    "training", share: Double(progress.step) / Double(progress.steps),
                    detail: String(
                        format: "%.0f images/s  losses G %.2f D %.2f", seconds > 0 ? images / seconds : 0,
                        progress.generatorLoss, progress.discriminatorLoss))
            }, shouldStop: { interruption.isRequested })
        // What follows a training must hear Ctrl-C.
        return (outcome, interruption.end())
    }
}
