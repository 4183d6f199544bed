import Foundation
import GANAutodiff
import GANCheckpoints
import GANNumerics
import GANONNX
import TestSupport
import Testing

@testable import GANModels

@Suite struct LayerGraphTests {
    /// Each layer's graph against what PyTorch makes of the same input and weights.
    @Test(.enabled(if: GraphRun.isPossible), arguments: NetworkForwardTests.cases)
    func agreesWithPyTorch(name: String) throws { try agrees(name, "layers/layers.safetensors") }

    @Test(.enabled(if: GraphRun.isPossible), arguments: NetworkForwardTests.formulas)
    func agreesWithFormulas(name: String) throws { try agrees(name, "layers/formulas.safetensors") }

    @Test(.enabled(if: GraphRun.isPossible), arguments: NetworkForwardTests.arguments)
    func agreesWithPyTorchOnArguments(name: String) throws { try agrees(name, "layers/arguments.safetensors") }

    private func agrees(_ name: String, _ fixture: String) throws {
        let file = try SafetensorsFile.read(Fixture.url(fixture).path)
        let text = try #require(file.metadata[name])
        let layers = try JSONDecoder().decode([LayerDescription].self, from: Data(text.utf8))
        var state: [String: Tensor] = [:]
        let prefix = "\(name)/state/"
        for (key, tensor) in file.tensors where key.hasPrefix(prefix) {
            state[String(key.dropFirst(prefix.count))] = tensor.tensor()
        }
        let input = try #require(file.tensors["\(name)/input"]).tensor()
        let expected = try #require(file.tensors["\(name)/output"]).tensor()
        let shape = input.shape.count == 4 ? [2, 3, 1].map { input.shape[$0] } : [input.shape[1]]
        let network = try Network(NetworkDescription(input: shape, layers: layers), tensors: state, path: name)
        let graph = try NetworkGraph.build(
            network,
            description: ONNXModelDescription(role: .discriminator, valueRange: [-1, 1], sampleShape: shape))
        let found = try GraphRun.outputs(
            ["logits"], of: graph, input: shape.count == 3 ? "images" : "points", shape: input.shape, input.scalars)[0]
        #expect(GraphRun.error(found, expected: expected.matrix) < 1e-5)
    }

    /// Two layers may share a weight, which the graph then holds once.
    @Test(.enabled(if: GraphRun.isPossible)) func aSharedWeightIsThereOnce() throws {
        let layer = LayerDescription.linear(inputs: 2, outputs: 2, bias: true, key: "a")
        let network = try Network(
            NetworkDescription(input: [2], layers: [layer, layer]),
            tensors: [
                "a.weight": Tensor(shape: [2, 2], scalars: [1, 2, 3, 4]),
                "a.bias": Tensor(shape: [2], scalars: [1, 0]),
            ],
            path: "x")
        let graph = try NetworkGraph.build(
            network, description: ONNXModelDescription(role: .generator, valueRange: [-1, 1], sampleShape: [2]))
        let found = try GraphRun.outputs(["points"], of: graph, input: "latent", shape: [1, 2], [1, -1])[0]
        // W·(1, −1) + b = (0, −1), and W·(0, −1) + b = (−1, −4).
        #expect(found.scalars == [-1, -4])
    }

    @Test(.enabled(if: GraphRun.isPossible)) func anEmptyChainGivesWhatItGets() throws {
        let network = try Network(
            NetworkDescription(input: [1, 1, 3], layers: [.dropout(probability: 0.5)]), tensors: [:], path: "x")
        let graph = try NetworkGraph.build(
            network, description: ONNXModelDescription(role: .generator, valueRange: [-1, 1], sampleShape: [1, 1, 3]))
        let found = try GraphRun.outputs(["images"], of: graph, input: "latent", shape: [1, 3], [1, 2, 3])[0]
        #expect(found.scalars == [1, 2, 3])
    }
}
