import Foundation
import GANData
import GANEvaluation
import GANMetrics
import GANModels
import GANNumerics
import GANTraining
import OrderedCollections

/// What reports say of discriminators whose state is known: one that learned few images by heart, and one that a gradient penalty kept from
/// it; and how long the panel takes.
///
/// Trains DCGAN-28 twice on the first `rows` of `images`, for `steps` steps, once as it is and once with R₁ of weight `penalty`, and prints a
/// table in Markdown.
struct DiscriminatorBenchmark {
    let images: String
    let heldOut: String
    let rows: Int
    let steps: Int
    let penalty: Int
    let samples: Int
    /// What the table has of each discriminator.
    let figures = [
        "discriminator_auc", "discriminator_overfitting", "discriminator_training_gap", "discriminator_membership_auc",
    ]

    init(_ options: Options) throws {
        var options = options
        images = options.text("images") ?? "builtin:shapes"
        heldOut = options.text("held-out") ?? "builtin:shapes-test"
        rows = try options.count("rows", default: 500)
        steps = try options.count("steps", default: 600)
        penalty = try options.count("penalty", default: 10)
        samples = try options.count("samples", default: 2000)
        try options.finish()
    }

    func run() throws {
        let source = try SampleSources.open(images)
        let fresh = try SampleSources.open(heldOut)
        guard source.count >= rows, fresh.count >= 200 else {
            throw BenchmarkError(message: "\(images) has \(source.count) images and \(heldOut) \(fresh.count).")
        }
        print("## DCGAN-28 on \(rows) images of \(source.name), \(steps) steps, \(samples) samples\n")
        print("| discriminator | " + figures.joined(separator: " | ") + " | training, s | panel, s |")
        print("| --- |" + String(repeating: " ---: |", count: figures.count + 2))
        let regularizers: [(String, [ChosenRegularizer])] = [
            ("as it is", []),
            ("R₁, γ = \(penalty)", [ChosenRegularizer(RealGradientPenalty(weight: Double(penalty)))]),
        ]
        for (name, chosen) in regularizers {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ganeval-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: folder) }
            guard var preset = Preset.named("dcgan28") else { throw BenchmarkError(message: "The preset is gone.") }
            preset.hyperparameters.regularizers = chosen
            let start = ContinuousClock.now
            let outcome = try TrainingRun(
                preset: preset, source: SampleRange(source, rows: 0..<rows), folder: folder.path, seed: 1, steps: steps,
                checkpointEvery: steps, resume: false
            ).run()
            let trained = (ContinuousClock.now - start) / .seconds(1)
            guard let checkpoint = outcome.lastCheckpoint else { throw BenchmarkError(message: "No checkpoint.") }
            let (report, seconds) = try evaluate(checkpoint, SampleRange(source, rows: 0..<rows), fresh)
            let cells = figures.map { figure -> String in
                report.metrics[figure].map { measured -> String in
                    let interval = measured.result.interval.map { String(format: " [%.3f, %.3f]", $0.low, $0.high) }
                    return String(format: "%.3f", measured.result.value) + (interval ?? "")
                } ?? "–"
            }
            let row = [name] + cells + [String(format: "%.0f", trained), String(format: "%.1f", seconds)]
            print("| " + row.joined(separator: " | ") + " |")
        }
    }

    /// A report on the checkpoint, and the seconds of its stage that asks the discriminator.
    private func evaluate(
        _ checkpoint: String, _ reference: any SampleSource, _ heldOut: any SampleSource
    ) throws -> (report: EvaluationReport, seconds: Double) {
        let opened = try NamedSubject.model(path: checkpoint).open(ModelOptions(), seed: 1, count: samples)
        let request = EvaluationRequest(
            subject: opened.subject,
            plan: MeasuringPlan(reference: reference, heldOut: heldOut, extractor: .pixelsPCA),
            discriminator: opened.discriminator)
        let clock = Stopwatch()
        let report = try Evaluator(request, finished: { clock.ended($0) }).evaluate()
        return (report, clock.seconds["discriminator"] ?? 0)
    }

    /// Takes the time between the ends of stages.
    private final class Stopwatch {
        private var last = ContinuousClock.now
        private(set) var seconds: [String: Double] = [:]

        func ended(_ stage: String) {
            let now = ContinuousClock.now
            seconds[stage, default: 0] += (now - last) / .seconds(1)
            last = now
        }
    }
}
