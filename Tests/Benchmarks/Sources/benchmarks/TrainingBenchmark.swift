import Foundation
import GANData
import GANNumerics
import GANTraining

/// The DCGAN-28 training step, batch 64: images a second.
struct TrainingBenchmark {
    let steps: Int
    let rounds: Int

    init(_ options: Options) throws {
        var options = options
        steps = try options.count("steps", default: 10)
        rounds = try options.count("rounds", default: 5)
        try options.finish()
    }

    func run() throws {
        guard let preset = Preset.named("dcgan28") else { throw BenchmarkError(message: "The preset dcgan28 is gone.") }
        let source = try SampleSources.open("builtin:shapes[:640]")
        let plan = try TrainingPlan(preset: preset, source: source, seed: 1, checkpointEvery: 10, logEvery: 10)
        var trainer = try AdversarialTrainer(preset, plan: plan)
        let batchSize = preset.hyperparameters.batchSize
        let batch = SeededGenerator(seed: 3).normalRows(batchSize, columns: source.shape.size)
        for _ in 0..<3 { _ = trainer.train(on: batch) }
        var best = Double.infinity
        let clock = ContinuousClock()
        for _ in 0..<rounds {
            let seconds = clock.measure { for _ in 0..<steps { _ = trainer.train(on: batch) } } / .seconds(1)
            best = min(best, seconds)
        }
        try printLine([
            "benchmark": "training", "measure": "dcgan28 step", "batch": batchSize,
            "images_per_second": Double(batchSize * steps) / best, "threads": Parallel.threadCount,
            "kernel": OpenBLAS.setup.kernel,
        ])
    }
}
