import Foundation
import GANCheckpoints
import GANData
import GANNumerics
import TestSupport
import Testing

@testable import GANModels

@Suite struct NetworkExportTests {
    private let description = NetworkDescription(
        input: [1, 1, 4],
        layers: [
            .transposedConvolution(
                .init(inputs: 4, outputs: 3, kernel: 4, stride: 1, padding: 0, bias: true, key: "up")),
            .hyperbolicTangent,
        ])
    private let told = ONNXModelDescription(
        role: .generator, latent: .init(shape: [4]), valueRange: [-1, 1], sampleShape: [4, 4, 3])

    @Test func theWrittenFileGivesTheSameSamples() throws {
        let folder = try TemporaryFolder()
        let network = try Network(description, seed: SeededGenerator(seed: 1))
        let outcome = try NetworkExport.write(network, description: told, to: folder.file("g.onnx"))
        #expect(outcome.largestDifference < 1e-5)
        let generator = try ONNXGenerator(path: folder.file("g.onnx"))
        #expect(generator.sampleShape == .image(height: 4, width: 4, channels: 3))
        #expect(generator.facts.contains { $0.name == "value range" && $0.value.contains("metadata") })
        let latents = SeededGenerator(seed: 2).normalRows(9, columns: 4)
        let expected = generator.valueRange.quantize(network.evaluate(latents))
        let found = try generator.generate(latents: latents, firstSample: 0, seed: 0)
        for (mine, other) in zip(expected.scalars, found.scalars) { #expect(abs(mine - other) <= 1) }
    }

    @Test func aDiscriminatorsFileIsNoGenerator() throws {
        let folder = try TemporaryFolder()
        let network = try Network(
            NetworkDescription(
                input: [4, 4, 3], layers: [.flatten, .linear(inputs: 48, outputs: 1, bias: true, key: "out")]),
            seed: SeededGenerator(seed: 1))
        let path = folder.file("d.onnx")
        _ = try NetworkExport.write(
            network, description: .init(role: .discriminator, valueRange: [-1, 1], sampleShape: [4, 4, 3]), to: path)
        #expect(
            throws: ModelError.anotherRole(
                path: path, found: "discriminator, by its own metadata", expected: "generator")
        ) {
            try ONNXGenerator(path: path)
        }
        let values = SeededGenerator(seed: 2).normalRows(70, columns: 48)
        let logits = try ONNXDiscriminator(path: path).logits(values: values)
        for (mine, other) in zip(network.evaluate(values).scalars, logits.scalars) { #expect(abs(mine - other) < 1e-5) }
    }

    @Test func aSigmoidAtTheEndIsTurnedBackIntoLogits() throws {
        let folder = try TemporaryFolder()
        func network(_ end: [LayerDescription]) throws -> Network {
            try Network(
                NetworkDescription(
                    input: [4], layers: [.linear(inputs: 4, outputs: 1, bias: true, key: "out")] + end),
                seed: SeededGenerator(seed: 1))
        }
        let path = folder.file("d.onnx")
        _ = try NetworkExport.write(
            network([.sigmoid]), description: .init(role: .discriminator, valueRange: [-1, 1], sampleShape: [4]),
            to: path)
        let values = SeededGenerator(seed: 2).normalRows(70, columns: 4)
        let logits = try ONNXDiscriminator(path: path).logits(values: values)
        let expected = try network([]).evaluate(values)
        // A probability near 1 has few digits left: its logit is known to e^logit times float32's last place.
        for (mine, other) in zip(expected.scalars, logits.scalars) { #expect(abs(mine - other) < 1e-4) }
    }

    @Test func severalValuesASampleAreNoScoreUnlessTheyAreAGrid() throws {
        let folder = try TemporaryFolder()
        func discriminator(_ layers: [LayerDescription]) throws -> ONNXDiscriminator {
            let path = folder.file("d\(layers.count).onnx")
            _ = try NetworkExport.write(
                try Network(NetworkDescription(input: [4, 4, 1], layers: layers), seed: SeededGenerator(seed: 1)),
                description: .init(role: .discriminator, valueRange: [-1, 1], sampleShape: [4, 4, 1]), to: path)
            return try ONNXDiscriminator(path: path)
        }
        let values = SeededGenerator(seed: 2).normalRows(3, columns: 16)
        let classes = try discriminator([.flatten, .linear(inputs: 16, outputs: 10, bias: true, key: "out")])
        let error = try #require(throws: ModelError.self) { try classes.logits(values: values) }
        #expect(error.fact == "the discriminator gives 10 values for each sample")
        let grid = try discriminator([
            .convolution(.init(inputs: 1, outputs: 1, kernel: 2, stride: 2, padding: 0, bias: true, key: "out"))
        ])
        #expect(try grid.logits(values: values).columns == 1)
    }

    @Test func networksThatGiveNoNumbersOrOneSampleAreNotWritten() throws {
        let folder = try TemporaryFolder()
        var network = try Network(description, seed: SeededGenerator(seed: 1))
        for index in network.parameters[0].scalars.indices { network.parameters[0].scalars[index] = 0 }
        #expect(throws: ModelError.constantOutput(path: folder.file("g.onnx"), samples: 16)) {
            try NetworkExport.write(network, description: told, to: folder.file("g.onnx"))
        }
        network.parameters[0].scalars[5] = .nan
        #expect(throws: ModelError.nonFiniteOutput(path: folder.file("g.onnx"), sample: 0)) {
            try NetworkExport.write(network, description: told, to: folder.file("g.onnx"))
        }
        #expect(try folder.entries().isEmpty)
    }
}
