import GANData
import OrderedCollections
import Testing

@testable import GANModels

/// FastGAN in the names of its project and of projected-gan, against what PyTorch made of the same weights.
@Suite(.enabled(if: GraphRun.isPossible)) struct FastGANFamilyTests {
    private let own = ForeignGenerator(folder: "fastgan", file: "fastgan.pth")
    private let projected = ForeignGenerator(folder: "fastgan", file: "projected.pth")

    @Test func reproducesPyTorchsImages() throws {
        #expect(try own.difference(from: "fastgan.expected.npy") { _ in } < 1e-5)
        #expect(try projected.difference(from: "projected.expected.npy") { $0.noise = GeneratorNoise.none } < 1e-5)
        #expect(try own.loaded().facts["architecture"] == "family fastgan")
        // Its steps go to 64 pixels; its last convolution takes 32.
        #expect(try projected.loaded().generator.sampleShape == .image(height: 32, width: 32, channels: 3))
        #expect(throws: ModelOptionError.self) { try own.loaded { $0.noise = .constant } }
    }
}
