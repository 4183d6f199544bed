import Foundation
import GANData
import GANTraining

/// A training with its progress bar, for `train`, `demo` and `course`.
struct TrainingSession {
    var source: String
    /// What is done to its values on the way.
    var reading = SourceReading()
    var preset: Preset
    var folder: String
    var steps: Int?
    var seed: UInt64?
    var checkpointEvery: Int?
    var resume = false
    var quiet: Bool
    /// A page to write while it trains.
    var live: String?
    /// What a generator works on that makes images of images.
    var inputs: String?
    /// Real data that it is not trained on.
    var heldOut: String?
    /// A folder for TensorBoard.
    var tensorboard: String?

    /// The last checkpoint of this training, which goes on where it stopped before; ends the program where it is stopped again.
    func finished() throws -> (checkpoint: String, step: Int) {
        var session = self
        session.resume = FileManager.default.fileExists(atPath: folder + "/run.json")
        let (outcome, isInterrupted) = try session.run()
        guard outcome.finished, !isInterrupted, let checkpoint = outcome.lastCheckpoint else {
            Console.note(
                "Stopped after \(outcome.step) steps of \(preset.name); the same command goes on from there.")
            throw StopSignal.exitCode
        }
        return (checkpoint, outcome.step)
    }

    /// Trains; `isInterrupted` says that Ctrl-C came, though perhaps too late to stop the training.
    func run() throws -> (outcome: TrainingRun.Outcome, isInterrupted: Bool) {
        HeldMemory.keep()
        let samples = try SampleSources.open(source, reading: reading)
        let worked = try inputs.map { try SampleSources.open($0, reading: reading) }
        let fresh = try heldOut.map { try SampleSources.open($0, reading: reading) }
        SourceNotes.tell([samples, worked, fresh], reading: reading, quiet: quiet)
        let run = try TrainingRun(
            preset: preset, source: samples, inputs: worked, heldOut: fresh, folder: folder,
            seed: seed, steps: steps ?? preset.steps,
            checkpointEvery: checkpointEvery, resume: resume)
        var watchers = try TrainingWatchers(
            name: preset.name, live: live, tensorboard: tensorboard, steps: run.steps, folder: folder, resume: resume)
        var failure: (any Error)?
        let bar = ProgressBar(quiet: quiet)
        defer { bar.clear() }
        let interruption = Interruption()
        var first: (step: Int, time: ContinuousClock.Instant)?
        let outcome = try run.run(
            progress: { progress in
                do { try watchers.saw(progress) } catch { failure = failure ?? error }
                if let share = progress.collapse, !quiet {
                    bar.clear()
                    Console.warning(
                        String(
                            format:
                                "step %d: the samples lie %.1f %% as far apart as real ones: the generator is collapsing.",
                            progress.step, 100 * share))
                }
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
            }, shouldStop: { interruption.isRequested || failure != nil })
        if let failure { throw failure }
        // What follows a training must hear Ctrl-C.
        return (outcome, interruption.end())
    }
}
