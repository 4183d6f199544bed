import Foundation
import GANCheckpoints
import GANData
import GANNumerics
import TestSupport
import Testing

@testable import GANModels

/// A DCGAN with PyTorch's weights against the images that PyTorch made of the same latent vectors.
@Suite struct ReferenceGeneratorTests {
    private struct Architecture: Decodable { let generator: [LayerDescription] }

    @Test func reproducesTheImagesOfTheField() throws {
        let data = try Data(contentsOf: Fixture.url("checkpoints/architecture.json"))
        let layers = try JSONDecoder().decode(Architecture.self, from: data).generator
        let file = try SafetensorsFile.read(Fixture.url("checkpoints/generator.safetensors").path)
        let network = try Network(
            NetworkDescription(input: [1, 1, 64], layers: layers), tensors: file.tensors.mapValues { $0.tensor() },
            path: file.path)
        let z = try NPY.read(Fixture.url("checkpoints/z.npy").path)
        let expected = try NPY.read(Fixture.url("checkpoints/expected_images.npy").path)
        #expect(z.shape == [16, 64, 1, 1] && expected.shape == [16, 1, 28, 28])
        // One channel: rows and columns come in the same order in both layouts.
        let images = network.evaluate(Matrix(rows: 16, columns: 64, scalars: z.floats()))
        let differences = zip(images.scalars, expected.floats()).map { abs($0 - $1) }
        #expect(differences.count == 16 * 784)
        #expect(differences.max().map { $0 <= 1e-4 } == true)
        #expect(Set(expected.floats()).count > 1000)
    }
}
