import Foundation
import GANAutodiff
import GANCheckpoints
import GANNumerics
import TestSupport
import Testing

@testable import GANModels

/// Every layer against what PyTorch makes of the same input and weights.
@Suite struct NetworkForwardTests {
    private static let fixture = "layers/layers.safetensors"

    /// PyTorch's `[n, c, h, w]` as the `[n, h, w, c]` of this library.
    private static func channelsLast(_ tensor: Tensor) -> Tensor {
        tensor.shape.count == 4 ? tensor.permuted([0, 2, 3, 1]) : tensor
    }

    static let cases: [String] = {
        let file = try? SafetensorsFile.read(Fixture.url(fixture).path)
        return file?.metadata.keys.sorted() ?? []
    }()

    @Test func theFixtureHoldsEveryKind() throws {
        let file = try SafetensorsFile.read(Fixture.url(Self.fixture).path)
        let text = file.metadata.values.joined()
        let graphs = try SafetensorsFile.read(Fixture.url("layers/graphs.safetensors").path).metadata.values.joined()
        let more = try SafetensorsFile.read(Fixture.url("layers/formulas.safetensors").path).metadata.values.joined()
        let arguments = try SafetensorsFile.read(Fixture.url("layers/arguments.safetensors").path).metadata.values
            .joined()
        // Two names of what is there, and layers that PyTorch lacks or gives class numbers.
        let names = [
            "BatchNorm1d", "Reshape", "MinibatchStdDev", "ConditionalBatchNorm2d", "Embedding", "Multiply", "Slice",
        ]
        for kind in LayerDescription.kinds where !names.contains(kind) {
            #expect((text + graphs + more + arguments).contains("\"\(kind)\""))
        }
        #expect(Self.cases.count == 41)
    }

    static let formulas: [String] = {
        let file = try? SafetensorsFile.read(Fixture.url("layers/formulas.safetensors").path)
        return file?.metadata.keys.sorted() ?? []
    }()

    static let arguments: [String] = {
        let file = try? SafetensorsFile.read(Fixture.url("layers/arguments.safetensors").path)
        return file?.metadata.keys.sorted() ?? []
    }()

    @Test(arguments: arguments) func agreesWithPyTorchOnArguments(name: String) throws {
        try agrees(name, SafetensorsFile.read(Fixture.url("layers/arguments.safetensors").path))
    }

    /// Layers against PyTorch's documented formulas in float64.
    @Test(arguments: formulas) func agreesWithFormulas(name: String) throws {
        try agrees(name, SafetensorsFile.read(Fixture.url("layers/formulas.safetensors").path))
    }

    @Test(arguments: cases) func agreesWithPyTorch(name: String) throws {
        try agrees(name, SafetensorsFile.read(Fixture.url(Self.fixture).path))
    }

    private func agrees(_ name: String, _ file: SafetensorsFile) throws {
        let text = try #require(file.metadata[name])
        let layers = try JSONDecoder().decode([LayerDescription].self, from: Data(text.utf8))
        var state: [String: Tensor] = [:]
        let prefix = "\(name)/state/"
        for (key, tensor) in file.tensors where key.hasPrefix(prefix) {
            state[String(key.dropFirst(prefix.count))] = tensor.tensor()
        }
        let input = Self.channelsLast(try #require(file.tensors["\(name)/input"]).tensor())
        let expected = Self.channelsLast(try #require(file.tensors["\(name)/output"]).tensor())
        let description = NetworkDescription(input: Array(input.shape.dropFirst()), layers: layers)
        let network = try Network(description, tensors: state, path: name)
        #expect(try description.outputShape() == Array(expected.shape.dropFirst()))
        let output = network.evaluate(input.matrix)
        #expect(output.rows == expected.matrix.rows && output.columns == expected.matrix.columns)
        // Float32 sums of up to a hundred products of order one, in another order.
        let furthest = zip(output.scalars, expected.scalars).map { abs($0 - $1) }.max()
        #expect(furthest.map { $0 < 1e-5 } == true)
    }

    @Test func largeImagesComeInSmallerPieces() throws {
        func piece(_ side: Int) -> Int {
            let description = NetworkDescription(input: [side, side, 1], layers: [.identity])
            return (try? Network(description, tensors: [:], path: "x").pieceSize) ?? 0
        }
        #expect(piece(1024) == 64 && piece(1025) == 32 && piece(8192) == 1)
    }
}
