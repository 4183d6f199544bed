import GANData
import GANNumerics
import GANONNX
import TestSupport
import Testing

@testable import GANModels

@Suite struct PerceptualDistanceTests {
    private func mean(_ first: [Float], _ second: [Float], channels: Int, places: Int) -> Double {
        first.withUnsafeBufferPointer { first in
            second.withUnsafeBufferPointer { PerceptualDistance.mean(first, $0, channels: channels, places: places) }
        }
    }

    @Test func comparesDirectionsAtEachPlace() {
        // Two channels, two places: channel by channel.
        #expect(abs(mean([3, 1, 4, 0], [6, 2, 8, 0], channels: 2, places: 2)) < 1e-12)
        // Opposite at the first place, at a right angle at the second: (4 + 2)/2.
        #expect(abs(mean([1, 1, 0, 0], [-1, 0, 0, 1], channels: 2, places: 2) - 3) < 1e-6)
    }

    private func distance() throws -> PerceptualDistance {
        let tensors = try DrawnWeights.stateDict("networks/efficientnet_lite0.json")
        let graph = try EfficientNetLite0Graph.build(tensors, path: "drawn", layers: true)
        let network = PerceptualNetwork(
            name: "drawn", model: try graph.bytes(), weightsDigest: "00",
            input: BuiltinNetwork.efficientNetLite0.description.input)
        return try PerceptualDistance(
            network, session: ONNXSession(.bytes(network.model), path: "drawn", runtime: .shared()),
            sampleShape: .image(height: 16, width: 16, channels: 1))
    }

    @Test func theLayersAreTheLastOfEachGrid() throws {
        let tensors = try DrawnWeights.stateDict("networks/efficientnet_lite0.json")
        let file = try ONNXModelFile(
            contents: EfficientNetLite0Graph.build(tensors, path: "drawn", layers: true).bytes(), path: "lite0.onnx")
        #expect(
            file.outputs.map(\.summary) == [
                "float32 [?, 16, 112, 112]", "float32 [?, 24, 56, 56]", "float32 [?, 40, 28, 28]",
                "float32 [?, 112, 14, 14]", "float32 [?, 320, 7, 7]",
            ])
    }

    @Test(.enabled(if: GraphRun.isPossible)) func equalImagesAreAtZeroAndFractionsCount() throws {
        let image = (0..<256).map { Float($0 * 13 % 256) }
        let near = image.map { $0 + 0.01 }
        let far = image.reversed().map { $0 }
        let found = try distance().pairs(
            of: Matrix(rows: 6, columns: 256, scalars: image + image + image + near + image + far))
        #expect(found[0] == 0 && found[1] > 0 && found[2] > 100 * found[1])
    }
}
