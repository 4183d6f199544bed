import GANFiles
import GANNumerics

@testable import GANCheckpoints
@testable import GANModels

/// A generator of 4×4 grey images from three latent values, with every kind of tensor that a checkpoint holds.
enum TinyNetworks {
    static let description = NetworkDescription(
        input: [1, 1, 3],
        layers: [
            .transposedConvolution(
                .init(inputs: 3, outputs: 5, kernel: 2, stride: 1, padding: 0, bias: false, key: "main.0")),
            .batchNorm(features: 5, epsilon: 1e-5, key: "main.1"), .leakyRectifier(slope: 0),
            .transposedConvolution(
                .init(inputs: 5, outputs: 1, kernel: 4, stride: 2, padding: 1, bias: true, key: "main.3")),
            .hyperbolicTangent,
        ])

    static func network(seed: UInt64 = 1) throws -> Network {
        try Network(description, seed: SeededGenerator(seed: seed))
    }

    /// A checkpoint whose average and raw weights differ.
    static func checkpoint(
        latent: [Int] = [3], sample: [Int] = [4, 4, 1], change: (inout [String: Tensor]) -> Void = { _ in }
    ) throws -> Checkpoint {
        var tensors: [String: Tensor] = [:]
        for (prefix, seed) in [("generator", UInt64(1)), ("generator_ema", 2)] {
            for (name, tensor) in try network(seed: seed).tensors() { tensors["\(prefix).\(name)"] = tensor }
        }
        change(&tensors)
        return Checkpoint(
            description: CheckpointDescription(
                generator: try JSONText(encoding: description), latent: LatentPrior(shape: latent),
                valueRange: [-1, 1], sampleShape: sample, step: 10, imagesSeen: 640, seed: 1, toolVersion: "1.0.0"),
            tensors: tensors)
    }
}
