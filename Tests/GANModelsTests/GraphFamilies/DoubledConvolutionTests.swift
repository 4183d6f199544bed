import GANNumerics
import GANONNX
import TestSupport
import Testing

@testable import GANModels

/// The convolution before doubling against the one behind it, and against sums by hand.
@Suite(.enabled(if: GraphRun.isPossible)) struct DoubledConvolutionTests {
    private func difference(height: Int, width: Int, inputs: Int, outputs: Int, hasBias: Bool) throws -> Float {
        var numbers = LinearCongruential(seed: UInt32(height * 31 + width))
        func drawn(_ count: Int) -> [Float] { (0..<count).map { _ in Float(numbers.normal()) } }
        let weight = Tensor(shape: [outputs, inputs, 3, 3], scalars: drawn(outputs * inputs * 9))
        let bias = hasBias ? drawn(outputs) : nil
        var state = StateDictGraph(name: "doubled", tensors: [:], path: "test")
        let image = state.graph.input("image", shape: [inputs, height, width])
        let before = state.convolutionOfDoubled(image, "before", weight: weight, bias: bias)
        let doubled = state.nearestUpsampled(image)
        let behind = state.convolution(doubled, "behind", weight: weight, bias: bias, padding: 1)
        for (name, value) in [("first", before), ("second", behind)] {
            _ = state.graph.node("Identity", [value], output: name)
            state.graph.output(name, shape: [outputs, 2 * height, 2 * width])
        }
        let found = try GraphRun.outputs(
            ["first", "second"], of: state.graph, input: "image", shape: [2, inputs, height, width],
            drawn(2 * inputs * height * width))
        #expect(found[0].rows == 2 && found[0].columns == outputs * 4 * height * width)
        return GraphRun.error(found[0], expected: found[1])
    }

    @Test(arguments: [(4, 4), (1, 1), (3, 5), (1, 7)], [true, false])
    func isTheConvolutionBehindDoubling(side: (height: Int, width: Int), hasBias: Bool) throws {
        #expect(try difference(height: side.height, width: side.width, inputs: 3, outputs: 5, hasBias: hasBias) < 1e-6)
        #expect(try difference(height: side.height, width: side.width, inputs: 1, outputs: 1, hasBias: hasBias) < 1e-6)
    }

    /// One pixel becomes four, each of which sees those of the kernel's nine places that lie on the image.
    @Test func onePixelSumsTheKernelsCorners() throws {
        let weight = Tensor(shape: [1, 1, 3, 3], scalars: (1...9).map(Float.init))
        var state = StateDictGraph(name: "doubled", tensors: [:], path: "test")
        let image = state.graph.input("image", shape: [1, 1, 1])
        _ = state.graph.node(
            "Identity", [state.convolutionOfDoubled(image, "c", weight: weight)], output: "result")
        state.graph.output("result", shape: [1, 2, 2])
        let found = try GraphRun.outputs(
            ["result"], of: state.graph, input: "image", shape: [1, 1, 1, 1], [1])
        #expect(found[0].scalars == [28, 24, 16, 12])
    }
}
