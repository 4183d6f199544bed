import GANNumerics
import GANONNX
import TestSupport
import Testing

@testable import GANModels

@Suite struct InceptionV3GraphTests {
    /// Sums of thousands of products in another order differ by some 1e-5; pools or layers that are wrong, by more
    /// than 1e-2.
    private static let tolerance: Float = 1e-4

    @Test(.enabled(if: GraphRun.isPossible)) func answersAsPyTorchDoes() throws {
        let graph = try InceptionV3Graph.build(
            DrawnWeights.stateDict("networks/inception_v3_fid.json"), path: "drawn")
        let outputs = try GraphRun.outputs(
            ["pool3", "logits", "spatial", "logits_biased"], of: graph, input: "images", shape: [2, 3, 299, 299],
            DrawnWeights.images(side: 299))
        for (name, found) in zip(["pool3", "logits", "spatial"], outputs) {
            let expected = try Fixture.matrix("networks/inception_v3_fid_\(name).npy")
            #expect(GraphRun.error(found, expected: expected) < Self.tolerance, "\(name)")
        }
        let bias = DrawnWeights.tensor("fc.bias", shape: [1008]).scalars
        for column in [0, 1007] {
            #expect(abs(outputs[3][1, column] - outputs[1][1, column] - bias[column]) < 1e-4)
        }
    }

    @Test func declaresItsOutputs() throws {
        let graph = try InceptionV3Graph.build(
            DrawnWeights.stateDict("networks/inception_v3_fid.json"), path: "drawn")
        let file = try ONNXModelFile(contents: graph.bytes(), path: "inception.onnx")
        #expect(file.inputs == [ONNXValue(name: "images", type: .float32, shape: [nil, 3, 299, 299])])
        #expect(
            file.outputs.map(\.summary) == [
                "float32 [?, 2048]", "float32 [?, 1008]", "float32 [?, 1008]", "float32 [?, 2023]",
            ])
        #expect(file.operators["Conv"] == 94)
        #expect(file.operators["BatchNormalization"] == nil)
        // The weights, one bias a channel in place of four statistics, and the classes' logits.
        #expect(file.parameterCount == 23_833_744)
    }

    @Test func allThatIsWrongIsListed() throws {
        var tensors = try DrawnWeights.stateDict("networks/inception_v3_fid.json")
        tensors["fc.bias"] = nil
        tensors["Mixed_6d.branch1x1.bn.running_var"] = nil
        tensors["Mixed_7c.branch_pool.conv.weight"] = Tensor(shape: [192, 2048])
        tensors["generator.weight"] = Tensor(0)
        tensors["AuxLogits.fc.weight"] = Tensor(0)
        tensors["Mixed_6d.branch1x1.bn.num_batches_tracked"] = Tensor(0)
        #expect(
            throws: ModelError.wrongTensors(
                path: "weights.pth", missing: ["Mixed_6d.branch1x1.bn.running_var [192]", "fc.bias [1008]"],
                misshapen: ["Mixed_7c.branch_pool.conv.weight is [192, 2048], expected [192, 2048, 1, 1]"],
                extra: ["generator.weight []"])
        ) { try InceptionV3Graph.build(tensors, path: "weights.pth") }
    }
}
