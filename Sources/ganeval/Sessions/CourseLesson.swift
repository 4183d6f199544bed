import ArgumentParser
import GANData
import GANEvaluation
import GANReports
import GANStore
import GANTraining

/// A part of `ganeval course` that trains on images, with a report on each training's last checkpoint.
struct CourseLesson {
    /// What `--only` calls it.
    let part: String
    /// What is trained on.
    let data: DemoData
    /// What images are made of, for training and for judging; nil for generators that take latent vectors.
    var inputs: (training: String, judged: String)?
    /// Whether row i of the inputs belongs to row i of the data.
    var isPaired = false
    /// The metrics that are shown.
    let metrics: [String]
    /// What is trained, with the time of one step in steps of the plain DCGAN.
    let trainings: [(preset: String, seed: UInt64, cost: Double)]

    /// All lessons; those on classes and losses on Fashion-MNIST, where it is installed.
    static var all: [CourseLesson] {
        let data = DemoData.found()
        return [
            CourseLesson(
                part: "images", data: data, metrics: ["frechet_distance", "precision", "coverage"],
                trainings: [
                    ("dcgan28", 1, 1), ("dcgan28-wgan-gp", 1, 4), ("dcgan28-sn-hinge", 1, 1), ("dcgan28-ns-r1", 1, 1),
                    ("dcgan28-r3gan", 1, 1.25), ("small28", 1, 0.3),
                ]),
            CourseLesson(
                part: "conditional", data: data,
                metrics: ["frechet_distance", "class_accuracy", "gan_train_accuracy", "gan_test_accuracy"],
                trainings: [
                    ("dcgan28-class-norm", 1, 1), ("dcgan28-acgan", 1, 1), ("small28-class-norm", 1, 0.4),
                ]),
            CourseLesson(
                part: "stacked", data: data.stacked(training: 26_000),
                metrics: ["mode_coverage/classes_seen", "mode_coverage/kl_to_uniform", "precision", "coverage"],
                trainings: [("small28-color", 1, 0.4)]),
            CourseLesson(
                part: "paired", data: .side("filled"), inputs: ("builtin:outlines", "builtin:outlines-test"),
                isPaired: true,
                metrics: ["frechet_distance", "pair_absolute_error", "pair_ssim"],
                trainings: ["pix2pix32", "pix2pix32-l1-only", "pix2pix32-noise-only"].map { ($0, 1, 0.2) }),
            CourseLesson(
                part: "unpaired", data: .side("world-b", rows: "[10000:]"),
                inputs: ("builtin:world-a[:10000]", "builtin:world-a-test"),
                metrics: ["cycle_error", "content_agreement", "translation_error"],
                trainings: (1...3).map { ("cyclegan32-color", $0, 1.3) }),
        ]
    }
}

/// Trains and judges what lessons ask for.
///
/// Runs and reports stay in the folder; a course that was stopped goes on with them.
struct CourseTrainings {
    /// Where runs and reports are put.
    var folder: String
    /// Steps of the plain DCGAN; the others get as many as take about as long.
    var steps: Int
    var samples = 10_000
    var store: Store?
    /// The store's folder, where it was named.
    var storeFolder: String?

    /// One training of a lesson; the report's page is beside the run.
    func run(
        _ lesson: CourseLesson, preset name: String, seed: UInt64, cost: Double
    ) throws -> CourseReport.Run? {
        guard let preset = Preset.named(name) else { return nil }
        let steps = max(1, Int(Double(steps) / cost))
        let place = "\(folder)/\(lesson.part)/\(name)-\(seed)"
        let (checkpoint, step) = try TrainingSession(
            source: lesson.data.training, preset: preset, folder: place + "/run", steps: steps, seed: seed, quiet: true,
            inputs: lesson.inputs?.training
        ).finished()
        var session = ReportSession(
            subject: lesson.inputs.map { .translated(path: checkpoint, inputs: $0.judged) }
                ?? .model(path: checkpoint),
            plan: lesson.data.plan(samples: samples, store: storeFolder), out: place + "/report", store: store,
            quiet: true,
            command: "ganeval course --only \(lesson.part) --image-steps \(self.steps)")
        if lesson.isPaired { session.condition = try ConditionOptions.parse(["--targets", lesson.data.heldOut]) }
        return CourseReport.Run(
            preset: name, seed: seed, steps: step, metrics: lesson.metrics, report: try session.run())
    }
}
