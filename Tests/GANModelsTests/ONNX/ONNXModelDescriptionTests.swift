import GANCheckpoints
import GANNumerics
import Testing

@testable import GANModels

@Suite struct ONNXModelDescriptionTests {
    private let description = ONNXModelDescription(
        role: .generator, latent: LatentPrior(shape: [64]), valueRange: [-1, 1], sampleShape: [28, 28, 1],
        sourceDigest: "abc", step: 1200)

    @Test func whatIsWrittenIsRead() throws {
        let metadata = description.metadata()
        #expect(metadata["ganeval.value_range"] == "[-1,1]")
        #expect(try ONNXModelDescription(metadata: metadata, path: "m") == description)
        let small = ONNXModelDescription(role: .discriminator, valueRange: [0, 1], sampleShape: [2])
        #expect(try ONNXModelDescription(metadata: small.metadata(), path: "m") == small)
    }

    @Test func modelsOfOthersHaveNone() throws {
        #expect(try ONNXModelDescription(metadata: [:], path: "m") == nil)
        #expect(try ONNXModelDescription(metadata: ["ganeval.format": "another"], path: "m") == nil)
    }

    @Test(arguments: [
        ("ganeval.format", "ganeval.onnx/2"), ("ganeval.role", "\"judge\""), ("ganeval.value_range", "[1,-1]"),
        ("ganeval.value_range", "[1]"), ("ganeval.sample_shape", "[28,28]"), ("ganeval.sample_shape", "[0]"),
        ("ganeval.latent", "{"), ("ganeval.step", "\"many\""),
    ])
    func nonsenseIsRefused(key: String, value: String) {
        var metadata = description.metadata()
        metadata[key] = value
        #expect(throws: ModelError.self) { try ONNXModelDescription(metadata: metadata, path: "m") }
    }

    @Test(arguments: ["ganeval.role", "ganeval.value_range", "ganeval.sample_shape"])
    func whatIsMissingIsNamed(key: String) {
        var metadata = description.metadata()
        metadata[key] = nil
        #expect(
            throws: ModelError.unreadableArchitecture(path: "m", problem: "it lacks the metadata \"\(key)\"")
        ) { try ONNXModelDescription(metadata: metadata, path: "m") }
    }
}
