import Testing

@testable import GANModels

@Suite struct NetworkDescriptionResizingTests {
    private let description = NetworkDescription(
        input: [8, 8, 1],
        layers: [
            .convolution(.init(inputs: 1, outputs: 2, kernel: 3, stride: 1, padding: 1, bias: true, key: "first"))
                .named("branch"),
            LayerDescription.convolution(
                .init(inputs: 1, outputs: 2, kernel: 1, stride: 1, padding: 0, bias: true, key: "skip")
            ).reading("input").named("skip"),
            .addition(of: "branch", "skip"), .flatten, .linear(inputs: 128, outputs: 1, bias: true, key: "last"),
        ])

    @Test func everyLayerThatReadsTheInputIsWidened() throws {
        let wide = try #require(description.resized(inputChannels: 6, outputs: 11))
        #expect(try wide.input == [8, 8, 6] && wide.outputShape() == [11])
        #expect(
            wide.parameterShapes.filter { $0.name.hasSuffix("weight") }.map(\.shape) == [
                [2, 6, 3, 3], [2, 6, 1, 1], [11, 128],
            ])
        #expect(description.resized(inputChannels: 1) == description)
    }

    @Test func layersWithoutChannelsOfTheirOwnCantBeWidened() {
        var pooled = description
        pooled.layers = [.globalAveragePool, .flatten, .sigmoid]
        #expect(pooled.resized(inputChannels: 2) == nil && pooled.resized(outputs: 2) == nil)
        #expect(!description.mixesSamples)
        pooled.layers = [.batchNorm(features: 1, epsilon: 1e-5, key: "norm")]
        #expect(pooled.mixesSamples)
    }
}
