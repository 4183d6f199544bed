import GANData
import GANNumerics

@testable import GANTraining

/// Worlds of 8×8 grey images small enough that a test trains in milliseconds.
enum TinyTranslation {
    static let networks = TranslationNetworks(side: 8, channels: 1, width: 4)

    /// pix2pix, the distance alone, noise alone.
    static let paired: [Preset] = Preset.pix2pix(networks, patchSize: 8).map(small)

    /// CycleGAN, whose pools are full after two steps.
    static let unpaired: Preset = {
        var preset = small(Preset.cycleGAN(networks, patchSize: 8))
        preset.hyperparameters.translation?.poolSize = 8
        return preset
    }()

    static func small(_ preset: Preset) -> Preset {
        var preset = preset
        preset.hyperparameters.batchSize = 4
        return preset
    }

    /// Stripes of which each image has its own brightness.
    static func inputs(count: Int = 24) -> ArraySource {
        source("stripes", count: count) { row, place in Float(place % 8 * 20 + row * 4) }
    }

    /// The same the other way round: light is dark.
    static func targets(count: Int = 24) -> ArraySource {
        source("negatives", count: count) { row, place in 255 - Float(place % 8 * 20 + row * 4) }
    }

    static func run(
        _ preset: Preset, in folder: String, steps: Int = 8, inputs: ArraySource? = TinyTranslation.inputs(),
        targets: ArraySource = TinyTranslation.targets(), resume: Bool = false, stopAfter: Int? = nil
    ) throws -> TrainingRun.Outcome {
        let run = try TrainingRun(
            preset: preset, source: targets, inputs: inputs, folder: folder, seed: 1, steps: steps, checkpointEvery: 4,
            resume: resume)
        var done = 0
        return try run.run(progress: { _ in done += 1 }, shouldStop: { stopAfter.map { done >= $0 } ?? false })
    }

    private static func source(_ name: String, count: Int, _ level: (Int, Int) -> Float) -> ArraySource {
        let samples = Matrix<Float>(rows: count, columns: 64) { target in
            for index in target.indices { target[index] = level(index / 64, index % 64) }
        }
        return ArraySource(name: name, rule: "test", shape: networks.shape, samples: samples)
    }
}
