import GANData
import GANNumerics
import GANTraining

/// One step of a preset's training on data that are noise: its speed does not ask what the images show.
struct TrainingBenchmark {
    let preset: Preset
    let steps: Int
    let rounds: Int

    init(_ options: Options) throws {
        var options = options
        let name = options.text("preset") ?? "dcgan28"
        guard let preset = Preset.named(name) else { throw BenchmarkError(message: "There is no preset \(name).") }
        self.preset = preset
        steps = try options.count("steps", default: 10)
        rounds = try options.count("rounds", default: 5)
        try options.finish()
        guard preset.hyperparameters.translation?.kind != .unpaired else {
            throw BenchmarkError(message: "\(name) has two trainings in one; those of one generator are measured.")
        }
    }

    func run() throws {
        HeldMemory.keep()
        let source = try SampleSources.open("builtin:shapes[:640]")
        let plan = try TrainingPlan(preset: preset, source: source, seed: 1, checkpointEvery: 10, logEvery: 10)
        var trainer = try AdversarialTrainer(preset, plan: plan)
        let settings = preset.hyperparameters
        let random = SeededGenerator(seed: 3)
        let batches = (0..<settings.criticSteps).map { update in
            let rows = { (name: String) in
                random.split(name).split(update).normalRows(settings.batchSize, columns: preset.sampleShape.size)
            }
            return TrainingBatch(
                samples: rows("samples"),
                labels: plan.classCount.map { classes in (0..<settings.batchSize).map { $0 % classes } } ?? [],
                inputs: preset.inputShape == nil ? nil : rows("inputs"))
        }
        for _ in 0..<3 { _ = trainer.train(on: batches) }
        var best = Double.infinity
        for _ in 0..<rounds {
            let seconds =
                ContinuousClock().measure { for _ in 0..<steps { _ = trainer.train(on: batches) } } / .seconds(1)
            best = min(best, seconds)
        }
        try printLine([
            "benchmark": "training", "measure": "ganeval", "preset": preset.name,
            "milliseconds": 1000 * best / Double(steps), "batch": settings.batchSize,
            "peak_bytes": peakMegabytes() * 1e6, "threads": Parallel.threadCount, "kernel": OpenBLAS.setup.kernel,
        ])
    }
}
