import ArgumentParser
import Foundation
import GANData
import GANEvaluation
import GANReports
import GANStore
import GANTraining

/// The part of `ganeval course` that trains on images: each preset for about the same time, and a report on its last checkpoint.
///
/// Runs and reports stay in the folder; a course that was stopped goes on with them.
struct CourseImages {
    var data = DemoData.found()
    /// Where runs and reports are put.
    var folder: String
    /// Steps of the plain DCGAN; the others get as many as take about as long.
    var steps: Int
    var samples = 10_000
    var store: Store?
    /// The store's folder, where it was named.
    var storeFolder: String?

    /// What is trained, the plain DCGAN first, with the time of one step in steps of the plain DCGAN.
    static let trainings: [(preset: String, cost: Double)] = [
        ("dcgan28", 1), ("dcgan28-wgan-gp", 2.4), ("dcgan28-sn-hinge", 1), ("dcgan28-ns-r1", 1.2),
        ("dcgan28-r3gan", 1.6), ("dcgan28-class-norm", 1), ("small28", 0.35),
    ]

    /// Trains and judges one preset of the list; the report's page is beside the run.
    func result(of name: String, cost: Double) throws -> CourseReport.Images? {
        guard let preset = Preset.named(name) else { return nil }
        let steps = max(1, Int(Double(steps) / cost))
        let run = "\(folder)/images/\(name)/run"
        let (outcome, isInterrupted) = try TrainingSession(
            source: data.training, preset: preset, folder: run, steps: steps,
            resume: FileManager.default.fileExists(atPath: run + "/run.json"), quiet: true
        ).run()
        guard outcome.finished, !isInterrupted, let checkpoint = outcome.lastCheckpoint else {
            Console.note("Stopped in the training of \(name); the same command goes on from there.")
            throw StopSignal.exitCode
        }
        let out = "\(folder)/images/\(name)/report"
        let report = try ReportSession(
            subject: .model(path: checkpoint),
            plan: NamedPlan(
                reference: data.training, heldOut: data.heldOut,
                extractors: RegistryOptions.registry(store: storeFolder),
                samples: samples, classNames: data.classNames),
            out: out, store: store, quiet: true, command: "ganeval course --only images --image-steps \(self.steps)"
        ).run()
        return CourseReport.Images(preset: name, steps: steps, report: report)
    }
}
