import Foundation
import GANCheckpoints
import GANData
import GANFiles
import GANNumerics
import TestSupport
import Testing

@testable import GANModels

/// Networks from images to images against what PyTorch makes of the same images.
@Suite(.enabled(if: GraphRun.isPossible)) struct TranslatorTests {
    private let folder = Fixture.url("foreign/translators").path

    private func inputs(_ count: Int? = nil) throws -> any SampleSource {
        try SampleSources.open("\(folder)/inputs.npy" + (count.map { "[0:\($0)]" } ?? ""))
    }

    @Test(arguments: [
        ("resnet-instance", "resnet-translator"), ("resnet-batch-dropout", "resnet-translator"),
        ("resnet-enlarging", "resnet-translator"), ("resnet-filtered", "resnet-translator"),
        ("unet-nested-batch", "unet-translator"),
        ("unet-nested-instance", "unet-translator"), ("unet-flat", "pytorch-gan-unet"),
    ])
    func imagesAreThoseOfPyTorch(name: String, family: String) throws {
        let made = try ModelFile.open("\(folder)/\(name).pth").images(of: inputs())
        #expect(made.notes.first?.contains("layers: family \(family); assumed, since") == true, "\(made.notes)")
        #expect(made.notes.first?.contains("mirrored edges") == (family == "resnet-translator"))
        #expect(made.notes.contains { $0.hasPrefix("Batch normalization") } == name.contains("batch"))
        let truth = try NPY.read("\(folder)/\(name).expected.npy").floats()
        let found = try made.source.read(rows: 0..<2).scalars
        try #require(found.count == truth.count)
        // Half a grey level of rounding, and a little for sums in another order.
        let furthest = zip(found, truth).map { abs($0 - ($1 + 1) * 127.5) }.max() ?? .infinity
        #expect(furthest < 0.51, "\(furthest)")
        // Each image by itself: the first alone is the same.
        let alone = try ModelFile.open("\(folder)/\(name).pth").images(of: inputs(1)).source.read(rows: 0..<1)
        #expect(alone.scalars == Array(found.prefix(alone.columns)))
    }

    @Test func anONNXModelTakesImagesToo() throws {
        let path = Fixture.url("foreign/onnx-hazards/image-to-image.onnx").path
        let error = #expect(throws: ModelError.self) { try ModelFile.open(path).generator() }
        #expect(error?.remedy.contains("--inputs SOURCE") == true)
        let made = try ModelFile.open(path).images(of: inputs(), count: 1)
        #expect(made.source.count == 1 && made.source.rule.contains("made by image-to-image.onnx, SHA-256"))
    }

    @Test func whatIsExportedMakesTheSame() throws {
        let file = try ModelFile.open("\(folder)/resnet-filtered.pth")
        let target = try TemporaryFolder()
        let path = target.file("g.onnx")
        #expect(throws: ModelError.self) { try GraphExport.writeTranslator(file, shape: nil, to: path) }
        let shape = SampleShape.image(height: 16, width: 16, channels: 3)
        #expect(try GraphExport.writeTranslator(file, shape: shape, to: path)?.largestDifference == 0)
        let range = ModelOptions(range: ValueRange(low: -1, high: 1))
        let made = try ModelFile.open(path).images(of: inputs(), range).source
        let own = try file.images(of: inputs()).source
        #expect(try made.read(rows: 0..<2).scalars == own.read(rows: 0..<2).scalars)
    }

    @Test func aNameMayHoldAnyNumber() throws {
        let target = try TemporaryFolder()
        let path = target.file("g.safetensors")
        let kernel = Tensor(shape: [4, 4, 3, 3])
        let tensors = [
            "model.1.weight": Tensor(shape: [4, 3, 7, 7]), "model.10.conv_block.1.weight": kernel,
            "model.\(Int.max).weight": kernel,
        ]
        try SafetensorsFile.write(tensors: tensors, metadata: [:], to: path)
        #expect(throws: ModelError.self) { try ModelFile.open(path).images(of: inputs()) }
    }

    @Test func whatDoesNotFitIsSaid() throws {
        let unet = try ModelFile.open("\(folder)/unet-flat.pth")
        let missing = #expect(throws: ModelError.self) { try unet.generator() }
        #expect(missing?.remedy.contains("--inputs SOURCE") == true)
        let small = ArraySource(
            name: "small", rule: "", shape: .image(height: 12, width: 16, channels: 3),
            samples: Matrix(rows: 1, columns: 576, repeating: 0))
        #expect(throws: ModelError.self) { try unet.images(of: small) }
        let grey = ArraySource(
            name: "grey", rule: "", shape: .image(height: 16, width: 16, channels: 1),
            samples: Matrix(rows: 1, columns: 256, repeating: 0))
        let channels = #expect(throws: ModelError.self) { try unet.images(of: grey) }
        #expect(channels?.expectation.contains("3 channels") == true)
        #expect(throws: ModelOptionError.self) { try unet.images(of: inputs(), ModelOptions(truncation: 0.5)) }
        let other = try ModelFile.open(Fixture.url("checkpoints/generator.safetensors").path)
        let unknown = #expect(throws: ModelError.self) { try other.images(of: inputs()) }
        #expect(unknown?.remedy.contains("torch.onnx.export(G.eval(), torch.zeros(1, 3, 16, 16)") == true)
    }
}
