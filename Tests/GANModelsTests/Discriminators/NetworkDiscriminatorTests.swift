import Foundation
import GANCheckpoints
import GANData
import GANFiles
import GANNumerics
import Testing

@testable import GANModels

/// Logits against PyTorch's are in `ReferenceGeneratorTests`.
@Suite struct NetworkDiscriminatorTests {
    private static let layers: [LayerDescription] = [
        .convolution(.init(inputs: 1, outputs: 2, kernel: 2, stride: 2, padding: 0, bias: true, key: "a")),
        .leakyRectifier(slope: 0.2), .flatten, .linear(inputs: 8, outputs: 1, bias: true, key: "b"),
    ]

    private func checkpoint(_ layers: [LayerDescription] = layers, sample: [Int] = [4, 4, 1]) throws -> Checkpoint {
        var checkpoint = try TinyNetworks.checkpoint(sample: sample)
        let description = NetworkDescription(input: [4, 4, 1], layers: layers)
        checkpoint.description.discriminator = try JSONText(encoding: description)
        for (name, tensor) in try Network(description, seed: SeededGenerator(seed: 3)).tensors() {
            checkpoint.tensors["discriminator.\(name)"] = tensor
        }
        return checkpoint
    }

    private let samples = Matrix<Float>(rows: 3, columns: 16, scalars: (0..<48).map { Float($0 * 5) })

    @Test func isRebuiltFromACheckpoint() throws {
        let discriminator = try NetworkDiscriminator(checkpoint())
        #expect(discriminator.name == "checkpoint (discriminator)")
        #expect(discriminator.sampleShape == .image(height: 4, width: 4, channels: 1))
        let logits = try discriminator.logits(samples)
        #expect(logits.rows == 3 && logits.columns == 1)
        let values = discriminator.valueRange.encode(samples)
        #expect(discriminator.valueRange == .symmetric)
        #expect(try discriminator.logits(values: values) == logits)
        #expect(try discriminator.logits(values: samples) != logits)
        #expect(discriminator.digest == (try NetworkDiscriminator(checkpoint())).digest)
    }

    @Test func logitsComeBeforeASigmoid() throws {
        let plain = try NetworkDiscriminator(checkpoint()).logits(samples)
        let discriminator = try NetworkDiscriminator(checkpoint(Self.layers + [.sigmoid]))
        #expect(try discriminator.logits(samples) == plain)
        let probabilities = discriminator.network.evaluate(discriminator.valueRange.encode(samples))
        for (logit, probability) in zip(plain.scalars, probabilities.scalars) {
            #expect(abs(1 / (1 + exp(-logit)) - probability) < 1e-6)
        }
    }

    @Test func saysWhatIsWrong() throws {
        #expect(throws: ModelError.noDiscriminator(path: "checkpoint")) {
            try NetworkDiscriminator(TinyNetworks.checkpoint())
        }
        #expect(throws: ModelError.outputMismatch(path: "checkpoint", found: [4, 5, 1], expected: [4, 4, 1])) {
            try NetworkDiscriminator(checkpoint(sample: [4, 5, 1]))
        }
        #expect(throws: ModelError.self) {
            try NetworkDiscriminator(checkpoint()).logits(Matrix(rows: 1, columns: 15, repeating: 0))
        }
        var damaged = try checkpoint()
        damaged.tensors["discriminator.b.bias"]?.scalars[0] = .infinity
        #expect(throws: ModelError.nonFiniteOutput(path: "checkpoint", sample: 0)) {
            try NetworkDiscriminator(damaged).logits(samples)
        }
        damaged.tensors["discriminator.b.bias"] = nil
        #expect(
            throws: ModelError.wrongTensors(
                path: "checkpoint, discriminator", missing: ["b.bias [1]"], misshapen: [])
        ) {
            try NetworkDiscriminator(damaged)
        }
    }
}
