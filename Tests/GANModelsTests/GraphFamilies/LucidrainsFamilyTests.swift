import OrderedCollections
import Testing

@testable import GANModels

/// lucidrains' stylegan2-pytorch and lightweight-gan, averages taken, against what their code made.
@Suite struct LucidrainsFamilyTests {
    private let style = ForeignGenerator(folder: "lucidrains-stylegan2", file: "model_0.pt")
    private let light = ForeignGenerator(folder: "lightweight-gan", file: "model_0.pt")

    @Test func reproducesTheProjectsImages() throws {
        #expect(try style.difference(from: "expected_no_noise.npy") { $0.noise = GeneratorNoise.none } < 1e-5)
        #expect(try light.difference(from: "expected.npy") { _ in } < 1e-5)
        #expect(try style.loaded().facts["architecture"] == "family stylegan2-lucidrains")
        #expect(throws: ModelOptionError.self) { try style.loaded { $0.noise = .constant } }
        #expect(throws: ModelOptionError.self) { try light.loaded { $0.truncation = 0.7 } }
    }
}
