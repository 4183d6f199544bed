import GANAutodiff
import GANNumerics
import Testing

@testable import GANModels

@Suite struct ConditionalBatchNormLayerTests {
    private let layer = ConditionalBatchNormLayer(features: 2, classes: 3, epsilon: 0, key: "n")

    /// Mean 1 and variance 4 of the first channel, 0 and 1 of the second: y = γ_c (x − μ) / σ + β_c by hand.
    @Test func theClassChoosesScaleAndOffset() {
        let tables = [
            Tensor(shape: [3, 2], scalars: [1, 1, 2, 3, 5, 7]),
            Tensor(shape: [3, 2], scalars: [0, 0, 10, 20, -1, -2]),
        ]
        let statistics = [Tensor(shape: [2], scalars: [1, 0]), Tensor(shape: [2], scalars: [4, 1])]
        var pass = LayerPass(mode: .evaluation, weights: tables.map { .constant($0) }, buffers: statistics)
        let image = Tensor(shape: [2, 1, 2, 2], scalars: [1, 4, 3, 5, 5, -1, -3, 2])
        // The first value is a latent one; then come classes 1 and 2.
        let condition = Tensor(shape: [2, 4], scalars: [9, 0, 1, 0, 9, 0, 0, 1])
        let output = layer.forward([.constant(image), .constant(condition)], in: &pass)
        #expect(output.value.scalars == [10, 32, 12, 35, 9, -9, -11, 12])
        #expect(pass.isSpent)
    }

    @Test func whatItCantReadIsSaid() {
        #expect(throws: LayerMismatch(found: [2], expected: "a vector that ends with 3 values for the class")) {
            try layer.outputShape(of: [[4, 4, 2], [2]])
        }
        #expect(throws: LayerMismatch.self) { try layer.outputShape(of: [[4, 4, 3], [3]]) }
        #expect(throws: LayerMismatch.self) { try layer.outputShape(of: [[4, 4, 2], [3], [3]]) }
        #expect(throws: LayerMismatch.self) { try layer.outputShape(of: [[4, 4, 2], [2, 1, 3]]) }
    }

    /// Layers that no normalization is among have nothing to condition; a value without a name gets one.
    @Test func everyBatchNormOfANetworkBecomesConditional() throws {
        let network = NetworkDescription(
            input: [1, 1, 5],
            layers: [
                .transposedConvolution(
                    .init(inputs: 5, outputs: 2, kernel: 2, stride: 1, padding: 0, bias: false, key: "a")),
                .batchNorm(features: 2, epsilon: 1e-5, key: "b"), .hyperbolicTangent,
            ])
        let conditioned = try #require(network.conditioningNorms(classes: 3))
        #expect(conditioned.layers[1].inputs == ["value0", "input"] && conditioned.layers[0].name == "value0")
        #expect(try conditioned.outputShape() == network.outputShape())
        #expect(
            conditioned.parameterShapes.map { "\($0.name) \($0.shape)" } == [
                "a.weight [5, 2, 2, 2]", "b.weight [3, 2]", "b.bias [3, 2]",
            ])
        let drawn = try Network(conditioned, seed: SeededGenerator(seed: 1))
        #expect(drawn.parameters[1].count == 6 && drawn.parameters[1].scalars.allSatisfy { abs($0 - 1) < 0.2 })
        var bare = network
        bare.layers.remove(at: 1)
        #expect(bare.conditioningNorms(classes: 3) == nil)
    }
}
