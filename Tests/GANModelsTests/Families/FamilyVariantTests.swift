import Foundation
import GANFiles
import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANModels

/// What shapes don't tell is said by a person, or assumed and said by ganeval.
@Suite struct FamilyVariantTests {
    private static let folder = Fixture.url("foreign/lookalikes").path

    private func images(_ name: String, _ architecture: String?) throws -> (found: [Float], loaded: LoadedGenerator) {
        let file = try ModelFile.open("\(Self.folder)/\(name).pth")
        let loaded = try file.generator(ModelOptions(architecture: architecture))
        let z = try NPY.read("\(Self.folder)/z.npy")
        let latents = Matrix<Float>(rows: z.shape[0], columns: z.shape[1], scalars: z.floats())
        return (try loaded.generator.generate(latents: latents, firstSample: 0, seed: 1).scalars, loaded)
    }

    /// Four networks of one family's shapes give PyTorch's images once it is said what they are; grey, so that axes are in one order.
    @Test(arguments: [
        ("leaky", "dcgan:activation=leaky_relu,slope=0.2", Float(-1)), ("sigmoid", "dcgan:end=sigmoid", 0),
        ("eps0.8", "dcgan:eps=0.8", -1), ("linear-out", "dcgan:end=none", -1),
    ])
    func whatIsSaidHolds(name: String, choice: String, low: Float) throws {
        let truth = try NPY.read("\(Self.folder)/expected_\(name).npy").floats()
        let (found, loaded) = try images(name, choice)
        try #require(found.count == truth.count)
        for (level, value) in zip(found, truth) {
            let expected = max(0, min(255, (value - low) / (1 - low) * 255))
            #expect(abs(level - expected) <= 0.51, "\(name)")
        }
        #expect(loaded.notes.first?.contains("family dcgan") == true)
    }

    @Test func whatIsAssumedIsSaid() throws {
        let loaded = try images("leaky", nil).loaded
        #expect(loaded.facts["assumed"] == "ReLU, tanh at the end, eps 1e-5; shapes don't tell")
        #expect(
            loaded.notes.first
                == """
                weights: the file's only weights; layers: family dcgan; assumed, since shapes don't tell: ReLU, tanh at the end, \
                eps 1e-5 (--architecture states what is otherwise)
                """)
        let stated = try images("leaky", "dcgan:activation=leaky_relu,end=tanh,eps=1e-5").loaded
        #expect(stated.facts["assumed"] == "nothing")
    }

    @Test(arguments: [
        "dcgan:slope=2", "dcgan:end=softmax", "dcgan:eps", "dcgan:colour=blue", "dcgan:activation=relu,slope=0.2",
    ])
    func nonsenseIsNamed(choice: String) throws {
        let error = #expect(throws: ModelError.self) { try images("leaky", choice) }
        #expect(error?.fact.isEmpty == false)
    }
}
