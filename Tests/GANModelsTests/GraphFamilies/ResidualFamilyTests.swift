import GANCheckpoints
import GANNumerics
import GANText
import OrderedCollections
import TestSupport
import Testing

@testable import GANModels

/// Residual generators in the names of four projects, against what their code made; sample i has class i.
@Suite struct ResidualFamilyTests {
    static let cases: [(model: ForeignGenerator, family: String)] = [
        (ForeignGenerator(folder: "mimicry-sagan", file: "netG_100000_steps.pth"), "mimicry"),
        (ForeignGenerator(folder: "studiogan-biggan", file: "G_ema.pth"), "studiogan"),
        (ForeignGenerator(folder: "biggan-pytorch", file: "G_ema_best.pth"), "biggan-pytorch"),
        (ForeignGenerator(folder: "biggan-hf", file: "pytorch_model.bin"), "biggan-hf"),
    ]

    /// float32 in another order of sums, of values in [-1, 1].
    private static let tolerance: Float = 1e-5

    @Test(arguments: 0..<4) func reproducesTheProjectsImages(index: Int) throws {
        let (model, family) = Self.cases[index]
        #expect(try model.difference(from: "expected.npy") { $0.labels = .balanced } < Self.tolerance)
        // Another class is another image.
        #expect(try model.difference(from: "expected.npy") { $0.classNumber = 3 } > 1e-3)
        let loaded = try model.loaded { $0.architecture = family }
        #expect(loaded.facts["architecture"] == "family \(family)")
        #expect(try model.loaded().generator.digest == loaded.generator.digest)
        #expect(throws: ModelOptionError.self) { try model.loaded { $0.noise = GeneratorNoise.none } }
    }

    @Test func truncationChoosesStatistics() throws {
        let model = Self.cases[3].model
        #expect(
            try model.difference(from: "expected_truncation04.npy") {
                $0.labels = .balanced
                $0.truncation = 0.4
            } < Self.tolerance)
        #expect(try model.loaded { $0.truncation = 0.4 }.facts["truncation"] == "0.4")
        #expect(throws: ModelOptionError.self) { try model.loaded { $0.truncation = 1.5 } }
        let error = #expect(throws: ModelOptionError.self) {
            try Self.cases[0].model.loaded { $0.truncation = 0.4 }
        }
        #expect(error?.option == .truncation)
    }

    @Test func theOtherNetworkIsNamed() throws {
        let model = Self.cases[0].model
        let generator = #expect(throws: ModelError.self) {
            try ModelFile.open(model.path(model.file)).discriminator(ModelOptions())
        }
        #expect(generator?.description.contains("generator of the family mimicry") == true, "\(generator as Any)")
        let folder = try TemporaryFolder()
        let path = folder.file("D.safetensors")
        try SafetensorsFile.write(
            tensors: [
                "block1.c1.weight": Tensor(shape: [4, 3, 3, 3]), "block2.c1.weight": Tensor(shape: [4, 4, 3, 3]),
                "l5.weight": Tensor(shape: [1, 4]),
            ], metadata: [:], to: path)
        let error = #expect(throws: ModelError.self) { try ModelFile.open(path).generator() }
        #expect(error?.description.contains("discriminator of mimicry") == true, "\(error as Any)")
    }

    /// Every tensor that is taken away or cut is named, and nothing traps.
    @Test(arguments: 0..<3) func damagedWeightsAreListed(index: Int) throws {
        let (model, family) = Self.cases[index]
        let type = try #require(GraphFamilies.all.first { $0.name == family })
        let selected = try WeightFile.read(model.path(model.file)).select(role: .generator)
        let tensors = selected.tensors.mapValues { $0.tensor() }
        let plain = try GraphWeights(tensors, names: selected.names, path: "x.pth").tensors
        for name in plain.keys.sorted()
        where !name.hasSuffix("num_batches_tracked") && !name.hasPrefix("shared.") {
            // Without its bias a convolution is another one that is whole.
            var cuts: [Tensor?] = [Tensor(shape: [2, 3, 5, 7])]
            if !name.hasSuffix(".bias") { cuts.append(nil) }
            for cut in cuts {
                var damaged = plain
                damaged[name] = cut
                let weights = try GraphWeights(damaged, names: Array(damaged.keys), path: "x.pth")
                #expect(throws: ModelError.self, "\(name)") { try type.generator(weights, GraphOptions()) }
            }
        }
    }
}

/// DCGANs and perceptrons whose names tell which project's layers they are.
@Suite struct NamedChainFamilyTests {
    @Test func reproducesTheProjectsImages() throws {
        let zoo = ForeignGenerator(folder: "gan-zoo-dcgan", file: "without_config.pt")
        #expect(try zoo.difference(from: "expected.npy") { _ in } < 1e-5)
        #expect(try zoo.loaded().facts["architecture"] == "family gan-zoo-dcgan")
        let conditional = ForeignGenerator(folder: "pytorch-gan-cgan", file: "generator.pth")
        #expect(try conditional.difference(from: "expected.npy") { $0.labels = .balanced } < 1e-5)
        #expect(try conditional.difference(from: "expected.npy") { $0.classNumber = 2 } > 1e-3)
    }
}
