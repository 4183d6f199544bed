import Foundation
import GANAutodiff
import GANCheckpoints
import GANFiles
import GANNumerics
import GANONNX
import TestSupport
import Testing

@testable import GANModels

@Suite struct NetworkGraphTests {
    private static let generator = NetworkDescription(
        input: [1, 1, 6],
        layers: [
            .transposedConvolution(
                .init(inputs: 6, outputs: 4, kernel: 3, stride: 1, padding: 0, bias: false, key: "0")),
            .batchNorm(features: 4, epsilon: 1e-3, key: "1"), .leakyRectifier(slope: 0),
            .transposedConvolution(
                .init(inputs: 4, outputs: 3, kernel: 4, stride: 2, padding: 1, bias: true, key: "2")),
            .leakyRectifier(slope: 0.2),
            .convolution(.init(inputs: 3, outputs: 2, kernel: 3, stride: 1, padding: 1, bias: true, key: "3")),
            .hyperbolicTangent,
        ])

    /// A network whose batch statistics are not the identity.
    private func network(_ description: NetworkDescription) throws -> Network {
        var tensors: [String: Tensor] = [:]
        for (name, shape) in description.parameterShapes + description.bufferShapes {
            tensors[name] = DrawnWeights.tensor(name, shape: shape)
        }
        return try Network(description, tensors: tensors, path: "drawn")
    }

    private func latents(_ rows: Int, _ columns: Int) -> Matrix<Float> {
        SeededGenerator(seed: 3).normalRows(rows, columns: columns, firstRow: 0)
    }

    /// Images `[n, h, w, c]`, one a row, as `[n, c, h, w]`.
    private func channelsFirst(_ images: Matrix<Float>, shape: [Int]) -> Matrix<Float> {
        Tensor(shape: [images.rows] + shape, scalars: images.scalars).permuted([0, 3, 1, 2]).matrix
    }

    private func description(
        _ role: ONNXModelDescription.Role, _ sampleShape: [Int]
    ) -> ONNXModelDescription {
        ONNXModelDescription(
            role: role, latent: role == .generator ? LatentPrior(shape: [6]) : nil, valueRange: [-1, 1],
            sampleShape: sampleShape, step: 5)
    }

    @Test(.enabled(if: GraphRun.isPossible)) func aGeneratorAnswersAlike() throws {
        let network = try network(Self.generator)
        let graph = try NetworkGraph.build(network, description: description(.generator, [6, 6, 2]))
        let latents = latents(5, 6)
        let found = try GraphRun.outputs(
            ["images"], of: graph, input: "latent", shape: [5, 6], latents.scalars)[0]
        let expected = channelsFirst(network.evaluate(latents), shape: [6, 6, 2])
        #expect(GraphRun.error(found, expected: expected) < 1e-5)
    }

    /// The last two latent values are the class.
    @Test(.enabled(if: GraphRun.isPossible)) func conditionalNormsAnswerAlike() throws {
        let network = try network(try #require(Self.generator.conditioningNorms(classes: 2)))
        let graph = try NetworkGraph.build(network, description: description(.generator, [6, 6, 2]))
        let latents = latents(5, 6)
        let found = try GraphRun.outputs(["images"], of: graph, input: "latent", shape: [5, 6], latents.scalars)[0]
        #expect(
            GraphRun.error(found, expected: channelsFirst(network.evaluate(latents), shape: [6, 6, 2])) < 1e-5)
    }

    @Test(.enabled(if: GraphRun.isPossible)) func latentGridsKeepTheirOrder() throws {
        let network = try network(
            NetworkDescription(
                input: [2, 3, 2],
                layers: [
                    .convolution(.init(inputs: 2, outputs: 3, kernel: 2, stride: 1, padding: 1, bias: true, key: "0")),
                    .sigmoid,
                ]))
        let graph = try NetworkGraph.build(network, description: description(.generator, [3, 4, 3]))
        let latents = latents(2, 12)
        let found = try GraphRun.outputs(
            ["images"], of: graph, input: "latent", shape: [2, 12], latents.scalars)[0]
        let expected = channelsFirst(network.evaluate(latents), shape: [3, 4, 3])
        #expect(GraphRun.error(found, expected: expected) < 1e-5)
    }

    @Test(.enabled(if: GraphRun.isPossible)) func vectorsAnswerAlike() throws {
        let network = try network(
            NetworkDescription(
                input: [6],
                layers: [
                    .linear(inputs: 6, outputs: 8, bias: false, key: "0"),
                    .batchNorm(features: 8, epsilon: 1e-5, key: "1"),
                    .leakyRectifier(slope: 0.1), .linear(inputs: 8, outputs: 2, bias: true, key: "2"),
                ]))
        let graph = try NetworkGraph.build(network, description: description(.generator, [2]))
        let latents = latents(7, 6)
        let found = try GraphRun.outputs(["points"], of: graph, input: "latent", shape: [7, 6], latents.scalars)[0]
        #expect(GraphRun.error(found, expected: network.evaluate(latents)) < 1e-5)
    }

    @Test(.enabled(if: GraphRun.isPossible)) func aDiscriminatorAnswersAlike() throws {
        let network = try network(
            NetworkDescription(
                input: [5, 4, 2],
                layers: [
                    .convolution(.init(inputs: 2, outputs: 3, kernel: 3, stride: 2, padding: 1, bias: true, key: "0")),
                    .leakyRectifier(slope: 0.2), .flatten, .linear(inputs: 18, outputs: 1, bias: true, key: "1"),
                ]))
        let graph = try NetworkGraph.build(network, description: description(.discriminator, [5, 4, 2]))
        let images = latents(3, 40)
        let found = try GraphRun.outputs(
            ["logits"], of: graph, input: "images", shape: [3, 2, 5, 4],
            channelsFirst(images, shape: [5, 4, 2]).scalars)[0]
        #expect(GraphRun.error(found, expected: network.evaluate(images)) < 1e-5)
    }

    private struct Architecture: Decodable { let generator: [LayerDescription] }

    @Test(.enabled(if: GraphRun.isPossible)) func aTrainedGeneratorAnswersAsPyTorchDoes() throws {
        let data = try Data(contentsOf: Fixture.url("checkpoints/architecture.json"))
        let layers = try JSONDecoder().decode(Architecture.self, from: data).generator
        let file = try SafetensorsFile.read(Fixture.url("checkpoints/generator.safetensors").path)
        let network = try Network(
            NetworkDescription(input: [1, 1, 64], layers: layers), tensors: file.tensors.mapValues { $0.tensor() },
            path: file.path)
        let graph = try NetworkGraph.build(network, description: description(.generator, [28, 28, 1]))
        let latents = try NPY.read(Fixture.url("checkpoints/z.npy").path).floats()
        let found = try GraphRun.outputs(["images"], of: graph, input: "latent", shape: [16, 64], latents)[0]
        let expected = try NPY.read(Fixture.url("checkpoints/expected_images.npy").path).floats()
        #expect(GraphRun.error(found, expected: Matrix(rows: 16, columns: 784, scalars: expected)) < 1e-4)
    }

    @Test func theFileAloneTellsHowToUseIt() throws {
        let graph = try NetworkGraph.build(network(Self.generator), description: description(.generator, [6, 6, 2]))
        let file = try ONNXModelFile(contents: graph.bytes(), path: "g.onnx")
        #expect(file.inputs.map(\.summary) == ["float32 [?, 6]"])
        #expect(file.outputs.map(\.summary) == ["float32 [?, 2, 6, 6]"])
        #expect(
            try ONNXModelDescription(metadata: file.metadata, path: "g.onnx") == description(.generator, [6, 6, 2]))
    }

    @Test func whatDoesNotFitIsRefused() throws {
        let network = try network(Self.generator)
        #expect(throws: ModelError.outputMismatch(path: "the network", found: [6, 6, 2], expected: [6, 6, 1])) {
            try NetworkGraph.build(network, description: description(.generator, [6, 6, 1]))
        }
        #expect(throws: ModelError.outputMismatch(path: "the network", found: [1, 1, 6], expected: [6, 6, 2])) {
            try NetworkGraph.build(network, description: description(.discriminator, [6, 6, 2]))
        }
    }
}
