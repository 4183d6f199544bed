import Foundation
import GANNumerics
import TestSupport
import Testing

@testable import GANModels

@Suite struct ArchitectureDocumentTests {
    @Test func readsTheReferenceDescription() throws {
        let document = try ArchitectureDocument.read(Fixture.url("checkpoints/architecture.json").path)
        #expect(document.generator?.count == 8 && document.discriminator?.count == 7)
        #expect(document.latent == LatentPrior(shape: [64, 1, 1]))
        #expect(document.valueRange == .symmetric)
        #expect(document.classCount == nil && document.sampleShape == nil)
        #expect(document.generator?[1] == .batchNorm(features: 128, epsilon: 1e-5, key: "main.1"))
    }

    @Test func readsYAMLWithEveryKey() throws {
        let document = try ArchitectureDocument(
            text: """
                # A perceptron for digits.
                latent:
                  shape: [16]
                  distribution: normal on sphere
                range: [0, 1]
                classes: 10
                sample_shape: [1, 28, 28]
                generator:
                  - kind: Linear
                    in_features: 16
                    out_features: 784
                    key: net.0
                  - kind: Sigmoid
                """, path: "a.yaml")
        #expect(
            document
                == ArchitectureDocument(
                    generator: [.linear(inputs: 16, outputs: 784, bias: true, key: "net.0"), .sigmoid],
                    latent: LatentPrior(distribution: .normalOnSphere, shape: [16]),
                    valueRange: ValueRange(low: 0, high: 1),
                    classCount: 10, sampleShape: [1, 28, 28]))
    }

    @Test(arguments: [
        ("generator:\n- kind: Tanh\n- kind: Sigmiod\n", 3, "Did you mean 'Sigmoid'?"),
        ("generator:\n- kind: Tanh\nlatents: {shape: [3]}\n", 3, "Did you mean 'latent'?"),
        ("generator:\n- kind: Linear\n  in: 3\n  outs: 4\n  key: a\n", 4, "Did you mean 'out'?"),
        ("generator:\n- kind: Linear\n  in: 3\n  key: a\n", 2, "the key out is missing"),
        ("generator:\n- kind: Linear\n  in: 0\n  out: 4\n  key: a\n", 3, "in is 0"),
        ("generator: []\n", 1, "generator has 0 layers"), ("range: [0, 1]\n", 1, "neither generator nor discriminator"),
        ("generator: [{kind: Tanh}]\nrange: [1, -1]\n", 2, "black below white"),
        ("generator: [{kind: Tanh}]\nrange: [1]\n", 2, "black below white"),
        ("generator: [{kind: Tanh}]\nrange: [.nan, 1]\n", 2, "black below white"),
        ("generator: [{kind: Tanh}]\nrange: wide\n", 2, "range is not a list of numbers"),
        ("generator: [{kind: Tanh}]\nclasses: 0\n", 2, "classes is 0"),
        ("generator: [{kind: Tanh}]\nsample_shape: [28, 28]\n", 2, "sample_shape is [28, 28]"),
        ("generator: [{kind: Tanh}]\nlatent:\n  shape: [4]\n  distribution: standard\n", 4, "distribution is standard"),
        ("generator: [{kind: Tanh}]\nlatent:\n  size: 4\n", 3, "the key size is unknown"),
        ("generator:\n- {kind: Tanh}\n- kind: ReLU\n  input: skip\n", 4, "no value has that name"),
        ("generator:\n- kind: ReLU\n  name: a\n- kind: ReLU\n  name: a\n", 5, "is that of layer 0 already"),
        ("generator:\n- kind: Add\n  inputs: [input]\n", 3, "two or more values"),
        ("generator:\n- kind: Add\n  inputs: input\n", 3, "inputs is not a list of names"),
        ("generator:\n- kind: Add\n", 2, "the key inputs is missing"),
        ("generator:\n- kind: ReLU\n  input: [a, b]\n", 3, "Add and Concat join several"),
        ("generator:\n- kind: ReLU\n  inputs: [a, b]\n", 3, "Did you mean 'input'?"),
        ("discriminator:\n- kind: ReLU\n- {kind: ReLU, input: input}\n", 2, "no layer reads the value"),
        ("generator: Tanh\n", 1, "generator"), ("[1, 2]\n", 1, "form"), ("text\n", 1, "form"),
    ])
    func namesLineAndProblem(text: String, line: Int, said: String) {
        let error = #expect(throws: ModelError.self) { try ArchitectureDocument(text: text, path: "a.yaml") }
        #expect(error?.location == "a.yaml, line \(line)")
        #expect(error?.fact.contains(said) == true)
    }

    @Test func aClassIsReadAsLabel() throws {
        let text = """
            latent: {shape: [2]}
            classes: 3
            generator:
            - {kind: Embedding, num_embeddings: 3, embedding_dim: 2, key: e, input: label, name: class}
            - {kind: Multiply, inputs: [latent, class], name: both}
            - {kind: Concat, inputs: [both, latent]}

            """
        let document = try ArchitectureDocument(text: text, path: "a.yaml")
        var architecture = try Architecture(document, role: .generator, path: "a.yaml")
        architecture.valueRange = .symmetric
        #expect(architecture.classCount == 3 && architecture.latent?.shape == [2])
        let table = Tensor(shape: [3, 2], scalars: [1, 2, 3, 4, 5, 6])
        let generator = try NetworkGenerator(architecture, tensors: ["e.weight": table], name: "g", path: "g")
        #expect(generator.latentSize == 2)
        let z = Matrix<Float>(rows: 1, columns: 2, scalars: [10, 20])
        let second = try generator.taking(.one(1)).generate(latents: z, firstSample: 0, seed: 1)
        #expect(second.scalars == [30, 80, 10, 20])
        let third = try generator.taking(.one(2)).generate(latents: z, firstSample: 0, seed: 1)
        #expect(third.scalars == [50, 120, 10, 20])
        // Lines of errors are those of the text.
        let misnamed = #expect(throws: ModelError.self) {
            try ArchitectureDocument(text: text.replacing("[both, latent]", with: "[both, noise]"), path: "a.yaml")
        }
        #expect(misnamed?.location == "a.yaml, line 6")
        for missing in ["classes: 3\n", "latent: {shape: [2]}\n"] {
            #expect(throws: ModelError.self) {
                try ArchitectureDocument(text: text.replacing(missing, with: ""), path: "a.yaml")
            }
        }
    }

    @Test func classesThatNothingReadsAreSaid() throws {
        let text = "classes: 3\nsample_shape: [4]\ngenerator: [{kind: Linear, in: 2, out: 4, key: a}]\n"
        let found = try Architecture(
            ArchitectureDocument(text: text, path: "a.yaml"), role: .generator, path: "a.yaml")
        #expect(found.classCount == nil && found.assumed?.contains("no layer reads label") == true)
    }

    @Test func refusesMoreLayersThanAnyNetworkHas() {
        let text = "generator:\n" + String(repeating: "- kind: Tanh\n", count: ArchitectureDocument.layerLimit + 1)
        #expect(throws: ModelError.self) { try ArchitectureDocument(text: text, path: "a.yaml") }
    }
}
