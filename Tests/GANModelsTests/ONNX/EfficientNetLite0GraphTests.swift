import Foundation
import GANCheckpoints
import GANFiles
import GANNumerics
import GANONNX
import TestSupport
import Testing

@testable import GANModels

@Suite struct EfficientNetLite0GraphTests {
    /// The published weights, where setup fetched them.
    private static let weights = SetupFolder.candidates("weights/efficientnet_lite0.pth").first {
        FileManager.default.fileExists(atPath: $0)
    }

    @Test(.enabled(if: GraphRun.isPossible && weights != nil)) func answersAsPyTorchDoesWithPublishedWeights() throws {
        let file = try WeightFile.read(#require(Self.weights))
        let tensors = try file.select(role: .generator).tensors.mapValues { $0.tensor() }
        try check(tensors, expected: "efficientnet_lite0")
    }

    @Test(.enabled(if: GraphRun.isPossible)) func answersAsPyTorchDoesWithDrawnWeights() throws {
        let tensors = try DrawnWeights.stateDict("networks/efficientnet_lite0.json")
        try check(tensors, expected: "efficientnet_lite0_drawn")
    }

    private func check(_ tensors: [String: Tensor], expected name: String) throws {
        let graph = try EfficientNetLite0Graph.build(tensors, path: "weights")
        let outputs = try GraphRun.outputs(
            ["features", "logits"], of: graph, input: "images", shape: [2, 3, 224, 224],
            DrawnWeights.images(side: 224))
        // The order of sums changes some 1e-5; padding on the wrong side, 1e-2 and more.
        for (found, output) in zip(outputs, ["features", "logits"]) {
            let expected = try Fixture.matrix("networks/\(name)_\(output).npy")
            #expect(GraphRun.error(found, expected: expected) < 1e-4, "\(output)")
        }
    }

    @Test func declaresItsOutputs() throws {
        let tensors = try DrawnWeights.stateDict("networks/efficientnet_lite0.json")
        let file = try ONNXModelFile(
            contents: EfficientNetLite0Graph.build(tensors, path: "drawn").bytes(), path: "lite0.onnx")
        #expect(file.inputs == [ONNXValue(name: "images", type: .float32, shape: [nil, 3, 224, 224])])
        #expect(file.outputs.map(\.summary) == ["float32 [?, 1280]", "float32 [?, 1000]"])
        #expect(file.operators["Conv"] == 49)
        #expect(file.operators["Add"] == 9)
    }

    @Test func allThatIsWrongIsListed() throws {
        var tensors = try DrawnWeights.stateDict("networks/efficientnet_lite0.json")
        tensors["_fc.weight"] = nil
        tensors["_blocks.3._depthwise_conv.weight"] = Tensor(shape: [144, 1, 3, 3])
        tensors["_blocks.16._bn0.weight"] = Tensor(shape: [1])
        #expect(
            throws: ModelError.wrongTensors(
                path: "w.pth", missing: ["_fc.weight [1000, 1280]"],
                misshapen: ["_blocks.3._depthwise_conv.weight is [144, 1, 3, 3], expected [144, 1, 5, 5]"],
                extra: ["_blocks.16._bn0.weight [1]"])
        ) { try EfficientNetLite0Graph.build(tensors, path: "w.pth") }
    }
}
