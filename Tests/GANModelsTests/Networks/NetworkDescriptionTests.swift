import Foundation
import GANFiles
import Testing

@testable import GANModels

@Suite struct NetworkDescriptionTests {
    private func convolution(_ inputs: Int, kernel: Int = 3, padding: Int = 0) -> LayerDescription {
        .convolution(
            .init(inputs: inputs, outputs: 2, kernel: kernel, stride: 2, padding: padding, bias: false, key: "c"))
    }

    @Test func comesBackFromJSON() throws {
        let description = NetworkDescription(input: [28, 28, 1], layers: LayerDescriptionTests.everyKind)
        let data = try JSONEncoder().encode(description)
        #expect(try JSONDecoder().decode(NetworkDescription.self, from: data) == description)
    }

    @Test func followsShapesThroughLayers() throws {
        let description = NetworkDescription(
            input: [1, 1, 64],
            layers: [
                .transposedConvolution(
                    .init(inputs: 64, outputs: 8, kernel: 7, stride: 1, padding: 0, bias: false, key: "a")),
                .batchNorm(features: 8, epsilon: 1e-5, key: "b"),
                .transposedConvolution(
                    .init(inputs: 8, outputs: 3, kernel: 4, stride: 2, padding: 1, bias: true, key: "c")),
                .leakyRectifier(slope: 0.2), convolution(3, padding: 1), .flatten,
                .linear(inputs: 98, outputs: 1, bias: true, key: "d"),
            ])
        let shapes: [[Int]] = [[7, 7, 8], [7, 7, 8], [14, 14, 3], [14, 14, 3], [7, 7, 2], [98], [1]]
        #expect(try description.outputShapes() == shapes)
        #expect(try description.outputShape() == [1])
        #expect(description.parameterCount == 64 * 8 * 49 + 16 + 8 * 3 * 16 + 3 + 2 * 3 * 9 + 98 + 1)
        #expect(description.bufferShapes.map(\.name) == ["b.running_mean", "b.running_var"])
    }

    @Test func namesTheFirstLayerThatDoesNotFit() {
        func layer(_ input: [Int], _ layers: [LayerDescription]) -> Int? {
            do {
                _ = try NetworkDescription(input: input, layers: layers).outputShapes()
                return nil
            } catch {
                guard case .layersDoNotFit(let layer, _, _) = error else { return -1 }
                return layer
            }
        }
        #expect(layer([4], [.sigmoid, .linear(inputs: 5, outputs: 1, bias: true, key: "a")]) == 1)
        #expect(layer([4, 4, 1], [.linear(inputs: 16, outputs: 1, bias: true, key: "a")]) == 0)
        #expect(layer([9], [convolution(1)]) == 0)
        #expect(layer([8, 8, 1], [.hyperbolicTangent, .sigmoid, convolution(3)]) == 2)
        #expect(layer([2, 8, 1], [convolution(1)]) == 0)
        #expect(layer([8, 8, 1], [.batchNorm(features: 2, epsilon: 1e-5, key: "a")]) == 0)
        let vanishing = LayerDescription.Convolution(
            inputs: 1, outputs: 1, kernel: 2, stride: 1, padding: 1, bias: true, key: "a")
        #expect(layer([1, 1, 1], [.transposedConvolution(vanishing)]) == 0)
        #expect(layer([4], [.sigmoid]) == nil)
    }

    /// A value that a later layer reads is kept, and adds to what is there at one time.
    @Test func countsWhatIsKeptForLaterLayers() throws {
        func flow(_ layers: [LayerDescription]) throws -> NetworkDescription.Flow {
            let description = NetworkDescription(input: [2, 2, 1], layers: layers)
            return try description.flow(description.wiring())
        }
        // 4 and 16 values, then 16 and 16, then 16 and 64.
        #expect(try flow([.upsample(scale: 2, .nearest), .sigmoid, .upsample(scale: 2, .nearest)]).mostValues == 80)
        // The same, with the input's 4 values kept to the end.
        let kept = try flow([
            .upsample(scale: 2, .nearest), .sigmoid, .upsample(scale: 2, .nearest),
            .averagePool(kernel: 4, stride: 4, padding: 0, countsPadding: true).named("small"),
            .addition(of: "input", "small"),
        ])
        #expect(kept.mostValues == 84 && kept.shapes.last == [2, 2, 1])
    }

    @Test func refusesManyLargeValuesAtOneTime() throws {
        // Eight maps of 2²⁴ values are kept at one time, and seven fit beside the input.
        func layers(_ count: Int) -> [LayerDescription] {
            let names = (0..<count).map { "map \($0)" }
            var sum = LayerDescription.addition(of: "input", "input")
            sum.inputs = names
            return names.map { LayerDescription.sigmoid.reading("input").named($0) } + [sum]
        }
        func shapes(_ count: Int) throws -> [[Int]] {
            try NetworkDescription(input: [4096, 4096, 1], layers: layers(count)).outputShapes()
        }
        #expect(try shapes(6).count == 7)
        let error = #expect(throws: ModelError.self) { try shapes(8) }
        #expect(error?.expectation.contains("with those kept for later layers") == true)
    }

    @Test func aDocumentThatDoesNotConnectIsRefused() throws {
        let text = #"{"input":[2],"layers":[{"kind":"ReLU","name":"first"},{"kind":"Add","inputs":["first","x"]}]}"#
        let error = #expect(throws: ModelError.self) { try NetworkDescription(JSONText(text), path: "c") }
        #expect(
            error
                == .unreadableArchitecture(
                    path: "c", problem: "layers.[1].inputs: it reads \"x\", but no value has that name."))
    }

    @Test(arguments: [[], [3, 3], [0], [-1, 4, 4], [1, 2, 3, 4], [1 << 40]] as [[Int]])
    func refusesInputsThatAreNoSample(input: [Int]) {
        #expect(throws: ModelError.self) { try NetworkDescription(input: input, layers: [.sigmoid]).outputShapes() }
    }

    @Test func refusesResultsThatWouldExhaustMemory() {
        let wide = LayerDescription.Convolution(
            inputs: 1, outputs: 1 << 20, kernel: 1, stride: 1, padding: 0, bias: false, key: "a")
        let far = LayerDescription.Convolution(
            inputs: 1, outputs: 1, kernel: 1 << 20, stride: 1 << 20, padding: 0, bias: false, key: "a")
        #expect(throws: ModelError.self) {
            try NetworkDescription(input: [64, 64, 1], layers: [.convolution(wide)]).outputShapes()
        }
        #expect(throws: ModelError.self) {
            try NetworkDescription(input: [1 << 20, 1 << 20, 1], layers: [.transposedConvolution(far)]).outputShapes()
        }
        #expect(throws: ModelError.self) {
            try NetworkDescription(input: [1 << 20, 1 << 20, 1 << 20], layers: [.flatten]).outputShapes()
        }
    }
}
