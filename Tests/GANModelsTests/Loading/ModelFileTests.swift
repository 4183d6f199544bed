import Foundation
import GANCheckpoints
import GANData
import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANModels

@Suite struct ModelFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func native() throws -> String {
        let path = folder.file("step-10.safetensors")
        try TinyNetworks.checkpoint().write(to: path)
        return path
    }

    private func fixture(_ name: String) -> String { Fixture.url(name).path }

    /// The state dict of a file with a moving average beside the generator.
    private func pair() throws -> String {
        let path = folder.file("pair.safetensors")
        var tensors: [String: Tensor] = [:]
        for (prefix, seed) in [("generator", UInt64(1)), ("g_ema", 2)] {
            for (name, tensor) in try TinyNetworks.network(seed: seed).tensors() {
                tensors["\(prefix).\(name)"] = tensor
            }
        }
        try SafetensorsFile.write(tensors: tensors, metadata: ["step": "70"], to: path)
        return path
    }

    private let layers = """
        latent: {shape: [3, 1, 1]}
        generator:
          - {kind: ConvTranspose2d, in: 3, out: 5, kernel: 2, bias: false, key: main.0}
          - {kind: BatchNorm2d, features: 5, key: main.1}
          - {kind: ReLU}
          - {kind: ConvTranspose2d, in: 5, out: 1, kernel: 4, stride: 2, padding: 1, key: main.3}
          - {kind: Tanh}
        """

    private func description() throws -> String {
        let path = folder.file("layers.yaml")
        try layers.write(toFile: path, atomically: false, encoding: .utf8)
        return path
    }

    @Test func aFileIsReadOnce() throws {
        let path = try native()
        let expected = try NetworkGenerator(try Checkpoint.read(path), weights: .raw)
        let file = try ModelFile.open(path)
        #expect(try file.kind == .checkpoint && file.digest == WeightFile.read(path).digest())
        #expect(file.step == 10 && file.imagesSeen == 640 && file.notes.isEmpty)
        // What is made of it later comes from what was read, not from what the file has become.
        try Data("gone".utf8).write(to: URL(fileURLWithPath: path))
        let raw = try file.generator(ModelOptions(weights: .raw))
        #expect(raw.generator.digest == expected.digest && raw.digest == file.digest)
        #expect(raw.facts["weights"] == "raw" && raw.facts["file SHA-256"] == file.digest)
        #expect(raw.training?.step == 10 && raw.training?.imagesSeen == 640)
        #expect(try file.generator().generator.weights == "moving average")
        for variant in try file.variants() { #expect(try file.tensors(of: variant)?.isEmpty == false) }
        #expect(throws: ModelError.noDiscriminator(path: path)) { try file.discriminator() }
    }

    @Test func aCheckpointHasTwoVariants() throws {
        let file = try ModelFile.open(try native())
        let variants = try file.variants()
        #expect(variants.map(\.name) == ["moving average", "raw"])
        #expect(try variants.map { try file.generator($0).generator.weights } == ["moving average", "raw"])
        #expect(try file.variants(ModelOptions(weights: .raw)).map(\.name) == ["raw"])
        let tensors = try variants.map { try #require(try file.tensors(of: $0)) }
        #expect(Set(tensors[0].keys) == Set(tensors[1].keys) && tensors[0] != tensors[1])
    }

    @Test func aStateDictHasThoseThatItHolds() throws {
        let file = try ModelFile.open(try pair())
        #expect(file.kind == .stateDict && file.text("step") == "70" && file.step == nil)
        let options = ModelOptions(architecture: try description())
        let variants = try file.variants(options)
        #expect(variants.map(\.name) == ["moving average", "raw"])
        let both = try variants.map { try file.generator($0, options) }
        #expect(both.map { $0.facts["weights"] } == ["g_ema (moving average)", "generator"] && both[0].training == nil)
        // What is chosen by name, by kind and as the usual one.
        var chosen = options
        chosen.weights = .raw
        #expect(try file.generator(chosen).generator.digest == both[1].generator.digest)
        #expect(try file.variants(chosen).map(\.name) == ["raw"])
        #expect(try file.generator(options).generator.digest == both[0].generator.digest)
        chosen = options
        chosen.select = "generator"
        #expect(try file.variants(chosen).map(\.name) == ["weights"])
        #expect(try file.generator(chosen).generator.digest == both[1].generator.digest)
        let single = try ModelFile.open(fixture("checkpoints/generator.safetensors"))
        #expect(try single.variants().map(\.name) == ["weights"])
    }

    @Test func anONNXModelIsOne() throws {
        let path = fixture("onnx/tanh.onnx")
        let file = try ModelFile.open(path)
        #expect(file.kind == .onnx)
        #expect(try file.variants().map(\.name) == ["model"])
        let loaded = try file.generator()
        #expect(loaded.generator.digest == (try ONNXGenerator(path: path)).digest)
        #expect(loaded.facts["format"] == "ONNX" && loaded.facts["value range"]?.contains("detected") == true)
        #expect(try file.tensors(of: try file.variants()[0]) == nil)
    }

    @Test func discriminatorsComeFromFilesOfEachKind() throws {
        let shape = SampleShape.image(height: 28, width: 28, channels: 1)
        var logits: [Matrix<Float>] = []
        for name in ["checkpoints/discriminator.onnx", "checkpoints/discriminator_zip.pth"] {
            let judge = try ModelFile.open(fixture(name)).discriminator(shape: shape)
            #expect(judge.sampleShape == shape)
            logits.append(try judge.logits(Matrix<Float>(rows: 2, columns: 784, repeating: 100)))
        }
        #expect(zip(logits[0].scalars, logits[1].scalars).allSatisfy { abs($0 - $1) < 1e-4 })
    }

    @Test func whatWasGuessedAboutADiscriminatorIsTold() throws {
        let path = folder.file("average.safetensors")
        try StateDictFile.averaged(
            fixture("checkpoints/discriminator.safetensors"), to: path, prefix: "module.discriminator.")
        var told: [String] = []
        _ = try ModelFile.open(path).discriminator { told.append($0) }
        #expect(told.count == 1 && told[0].contains("n_averaged"))
    }
}
