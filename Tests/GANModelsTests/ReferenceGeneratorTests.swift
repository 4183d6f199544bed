import Foundation
import GANCheckpoints
import GANData
import GANFiles
import GANNumerics
import TestSupport
import Testing

@testable import GANModels

/// A DCGAN with PyTorch's weights against the images and logits that PyTorch made.
@Suite struct ReferenceGeneratorTests {
    private func array(_ name: String) throws -> NPYArray { try NPY.read(Fixture.url("checkpoints/\(name).npy").path) }

    private func architecture(
        _ choice: String?, _ role: Architecture.Role
    ) throws -> (Architecture, tensors: [String: Tensor]) {
        let path = Fixture.url("checkpoints/\(role.rawValue).safetensors").path
        let tensors = try SafetensorsFile.read(path).tensors.mapValues { $0.tensor() }
        return (try Architecture.resolve(choice: choice, role: role, tensors: tensors, path: path), tensors)
    }

    static let choices: [String?] = [Fixture.url("checkpoints/architecture.json").path, "dcgan", nil]

    @Test(arguments: choices) func reproducesTheImagesOfTheField(choice: String?) throws {
        let (architecture, tensors) = try architecture(choice, .generator)
        let generator = try NetworkGenerator(architecture, tensors: tensors, name: "reference", path: "reference")
        #expect(generator.sampleShape == .image(height: 28, width: 28, channels: 1) && generator.latentSize == 64)
        let (z, expected) = (try array("z"), try array("expected_images"))
        #expect(z.shape == [16, 64, 1, 1] && expected.shape == [16, 1, 28, 28])
        // One channel: rows and columns come in the same order in both layouts.
        let latents = Matrix(rows: 16, columns: 64, scalars: z.floats())
        let values = generator.network.evaluate(latents)
        let differences = zip(values.scalars, expected.floats()).map { abs($0 - $1) }
        #expect(differences.count == 16 * 784)
        #expect(differences.max().map { $0 <= 1e-4 } == true)
        #expect(Set(expected.floats()).count > 1000)
        // And as samples: the nearest grey levels of the values.
        let samples = try generator.generate(latents: latents, firstSample: 0, seed: 0)
        let levels = ValueRange.symmetric.quantize(Matrix(rows: 16, columns: 784, scalars: expected.floats()))
        #expect(zip(samples.scalars, levels.scalars).allSatisfy { abs($0 - $1) <= 1 })
        #expect(zip(samples.scalars, levels.scalars).filter { $0 != $1 }.count < 16)
    }

    @Test(arguments: choices) func reproducesTheLogitsOfTheField(choice: String?) throws {
        let (architecture, tensors) = try architecture(choice, .discriminator)
        let discriminator = try NetworkDiscriminator(
            architecture, tensors: tensors, name: "reference", path: "reference")
        #expect(discriminator.sampleShape == .image(height: 28, width: 28, channels: 1))
        let (images, expected) = (try array("expected_images"), try array("expected_logits"))
        let values = Matrix(rows: 16, columns: 784, scalars: images.floats())
        let logits = try discriminator.logits(values: values)
        #expect(logits.rows == 16 && logits.columns == 1 && expected.shape == [16, 1])
        #expect(zip(logits.scalars, expected.floats()).allSatisfy { abs($0 - $1) <= 1e-4 })
        #expect(Set(expected.floats()).count == 16)
        // Grey levels are rounded values, so their logits are near, not equal.
        let ofLevels = try discriminator.logits(ValueRange.symmetric.quantize(values))
        #expect(zip(ofLevels.scalars, expected.floats()).allSatisfy { abs($0 - $1) < 0.1 })
        #expect(ofLevels != logits)
    }
}
