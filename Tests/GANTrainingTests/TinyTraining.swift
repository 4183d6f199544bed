import GANData
import GANModels
import GANNumerics

@testable import GANTraining

/// Networks and data small enough that a test trains in milliseconds.
enum TinyTraining {
    /// A DCGAN of 8×8 grey images, with batch norm on both sides.
    static let preset = Preset(
        name: "tiny", summary: "", sampleShape: .image(height: 8, width: 8, channels: 1), latentSize: 4,
        generator: NetworkDescription(
            input: [1, 1, 4],
            layers: [
                .transposedConvolution(
                    .init(inputs: 4, outputs: 6, kernel: 4, stride: 1, padding: 0, bias: false, key: "main.0")),
                .batchNorm(features: 6, epsilon: 1e-5, key: "main.1"), .leakyRectifier(slope: 0),
                .transposedConvolution(
                    .init(inputs: 6, outputs: 1, kernel: 4, stride: 2, padding: 1, bias: true, key: "main.3")),
                .hyperbolicTangent,
            ]),
        discriminator: NetworkDescription(
            input: [8, 8, 1],
            layers: [
                .convolution(
                    .init(inputs: 1, outputs: 4, kernel: 4, stride: 2, padding: 1, bias: false, key: "main.0")),
                .batchNorm(features: 4, epsilon: 1e-5, key: "main.1"), .leakyRectifier(slope: 0.2), .flatten,
                .linear(inputs: 64, outputs: 1, bias: true, key: "main.4"),
            ]),
        weightDeviation: 0.02, steps: 24,
        hyperparameters: Hyperparameters(
            batchSize: 8, learningRate: 1e-3, beta1: 0.5, beta2: 0.999, averageDecay: 0.9))

    /// Grey stripes and noise.
    static func source(count: Int = 20, seed: UInt64 = 9) -> ArraySource {
        var random = SeededGenerator(seed: seed)
        let samples = Matrix<Float>(rows: count, columns: 64) { target in
            for index in target.indices { target[index] = Float(index % 8 * 30 + random.index(below: 40)) }
        }
        return ArraySource(name: "stripes", rule: "test", shape: preset.sampleShape, samples: samples)
    }

    static func plan(seed: UInt64 = 1) throws -> TrainingPlan {
        try TrainingPlan(preset: preset, source: source(), seed: seed, checkpointEvery: 6, logEvery: 3)
    }
}
