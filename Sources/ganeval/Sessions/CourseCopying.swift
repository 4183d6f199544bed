import ArgumentParser
import GANData
import GANReports
import GANTraining

/// A training of `ganeval course` on some of the images, whose last checkpoint is audited.
struct CourseCopying {
    /// How a person calls the images.
    let name: String
    let data: DemoData
    /// The source of the images that are trained on.
    let training: String

    /// What `--only` calls it.
    static let part = "copying"
    /// Few enough to be learnt by heart in minutes.
    fileprivate static let few = 200
    fileprivate static let preset = "small28"
    /// The time of one step in steps of the plain DCGAN.
    fileprivate static let cost = 0.35
    fileprivate static let samples = 2000

    /// The few and all of them.
    static func trainings(_ data: DemoData) -> [CourseCopying] {
        [
            CourseCopying(name: "\(few) images", data: data, training: "\(data.training)[:\(few)]"),
            CourseCopying(name: "all images", data: data, training: data.training),
        ]
    }
}

extension CourseTrainings {
    /// One training with its audit, whose page is beside the run.
    func run(_ copying: CourseCopying) throws -> CourseReport.Copying? {
        guard let preset = Preset.named(CourseCopying.preset) else { return nil }
        let place = "\(folder)/\(CourseCopying.part)/\(copying.name.replacing(" ", with: "-"))"
        let (checkpoint, step) = try TrainingSession(
            source: copying.training, preset: preset, folder: place + "/run",
            steps: max(1, Int(Double(steps) / CourseCopying.cost)), quiet: true
        ).finished()
        let arguments = try AuditArguments.parse(
            [
                "--generator", checkpoint, "--training", copying.training, "--held-out", copying.data.heldOut,
                "--samples", "\(min(samples, CourseCopying.samples))", "--out", place + "/audit", "--quiet",
            ])
        let audit = try AuditSession(arguments, search: try arguments.search(nil), store: store).run()
        return CourseReport.Copying(preset: preset.name, steps: step, audit: audit)
    }
}
