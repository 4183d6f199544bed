import GANCheckpoints
import GANData
import GANNumerics
import GANONNX
import TestSupport
import Testing

@testable import GANModels

@Suite struct LPIPSTests {
    /// Drawn weights of the network, beside the shift and the scale that the package has.
    private static func weights(_ network: String) throws -> [String: Tensor] {
        var tensors = try DrawnWeights.stateDict("networks/lpips_\(network).json")
        tensors["scaling_layer.shift"] = Tensor(shape: [1, 3, 1, 1], scalars: [-0.030, -0.088, -0.188])
        tensors["scaling_layer.scale"] = Tensor(shape: [1, 3, 1, 1], scalars: [0.458, 0.448, 0.450])
        // Weights of channels are never negative.
        for (name, weight) in tensors where name.hasPrefix("lin") {
            tensors[name] = Tensor(shape: weight.shape, scalars: weight.scalars.map { abs($0) })
        }
        return tensors
    }

    private static func saved(_ tensors: [String: Tensor], _ folder: TemporaryFolder) throws -> String {
        let path = folder.file("lpips.safetensors")
        try SafetensorsFile.write(tensors: tensors, to: path)
        return path
    }

    /// Grey levels of four images of 72 pixels a side, channels last.
    private static var images: Matrix<Float> {
        let values = DrawnWeights.images(side: 72, count: 4)
        return Matrix(rows: 4, columns: 3 * 72 * 72) { target in
            for image in 0..<4 {
                for (channel, pixel) in (0..<3).flatMap({ c in (0..<72 * 72).map { (c, $0) } }) {
                    let value = values[(image * 3 + channel) * 72 * 72 + pixel]
                    target[(image * 72 * 72 + pixel) * 3 + channel] = ((value + 1) * 127.5).rounded()
                }
            }
        }
    }

    /// The package lpips with the same weights, in float32: 1e-4 of a distance.
    @Test(.enabled(if: GraphRun.isPossible), arguments: ["alex", "vgg", "squeeze"])
    func agreesWithThePackage(network: String) throws {
        let folder = try TemporaryFolder()
        var registry = ExtractorRegistry(folder: folder.path)
        registry.lpips = try Self.saved(Self.weights(network), folder)
        let distance = try registry.perceptualDistance(sampleShape: .image(height: 72, width: 72, channels: 3))
        let names = ["alex": "AlexNet", "vgg": "VGG-16", "squeeze": "SqueezeNet"]
        #expect(distance.name == names[network].map { "LPIPS (\($0))" })
        let expected = try Fixture.matrix("networks/lpips_\(network)_drawn.npy").scalars
        let found = try distance.pairs(of: Self.images)
        #expect(found.count == expected.count && expected.allSatisfy { abs($0) > 1e-3 })
        for (own, other) in zip(found, expected) { #expect(abs(own - Double(other)) < 1e-4 * abs(Double(other))) }
    }

    /// VGG-16's blocks, by the shapes of what comes out.
    @Test func layersOfVGG16() throws {
        var (tensors, inputs, layers) = ([String: Tensor](), 3, [Int]())
        for step in LPIPS.vgg16.steps {
            switch step {
            case .convolution(let name, let outputs, let kernel, _, _):
                tensors["net.\(name).weight"] = Tensor(shape: [outputs, inputs, kernel, kernel])
                tensors["net.\(name).bias"] = Tensor(shape: [outputs])
                inputs = outputs
            case .layer:
                tensors["lin\(layers.count).model.1.weight"] = Tensor(shape: [1, inputs, 1, 1])
                layers.append(inputs)
            default: break
            }
        }
        for name in ["shift", "scale"] { tensors["scaling_layer.\(name)"] = Tensor(shape: [1, 3, 1, 1], repeating: 1) }
        #expect(layers == [64, 128, 256, 512, 512] && tensors.count == 2 * 13 + 5 + 2)
        let graph = try LPIPS.vgg16.build(tensors, size: ImageSize(height: 36, width: 48), path: "drawn").0
        let file = try ONNXModelFile(contents: graph.bytes(), path: "vgg.onnx")
        #expect(
            file.outputs.map(\.summary) == [
                "float32 [?, 64, 36, 48]", "float32 [?, 128, 18, 24]", "float32 [?, 256, 9, 12]",
                "float32 [?, 512, 4, 6]", "float32 [?, 512, 2, 3]",
            ])
    }

    @Test func halvesOthersAndSmallImagesAreRefusedInWords() throws {
        let folder = try TemporaryFolder()
        let whole = try Self.weights("squeeze")
        func refusal(_ tensors: [String: Tensor], side: Int = 64) throws -> ModelError? {
            let path = try Self.saved(tensors, folder)
            return #expect(throws: ModelError.self) {
                try LPIPS.network(weights: path, sampleShape: .image(height: side, width: side, channels: 1))
            }
        }
        let half = try #require(try refusal(whole.filter { $0.key.hasPrefix("lin") }))
        #expect("\(half)".contains("one half of LPIPS") && "\(half)".contains("state_dict()"))
        let other = try #require(try refusal(["main.0.weight": Tensor(shape: [2, 2])]))
        #expect("\(other)".contains("no weights of LPIPS"))
        let lacking = try #require(try refusal(whole.filter { $0.key != "net.slice7.12.expand3x3.bias" }))
        #expect("\(lacking)".contains("net.slice7.12.expand3x3.bias"))
        let small = try #require(try refusal(whole, side: 12))
        #expect("\(small)".contains("at least"))
    }
}
