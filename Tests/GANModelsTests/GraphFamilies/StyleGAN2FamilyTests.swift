import GANCheckpoints
import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANModels

/// StyleGAN2 in the names of three projects, against what their code made.
@Suite struct StyleGAN2FamilyTests {
    static let cases: [(ForeignGenerator, isConditional: Bool)] = [
        (ForeignGenerator(folder: "stylegan2-ada-orig-conditional", file: "G_ema.pth"), true),
        (ForeignGenerator(folder: "stylegan2-skip", file: "G_ema.pth"), false),
        (ForeignGenerator(folder: "stylegan2-rosinality", file: "converted.pt"), false),
    ]

    /// float32 in another order of sums, of values up to 14.
    private static let tolerance: Float = 1e-5

    @Test(arguments: 0..<3) func reproducesTheProjectsImages(index: Int) throws {
        let (model, isConditional) = Self.cases[index]
        func options(_ noise: GeneratorNoise, _ truncation: Float?) -> (inout ModelOptions) -> Void {
            {
                $0.noise = noise
                $0.truncation = truncation
                if isConditional { $0.labels = .balanced }
            }
        }
        #expect(try model.difference(from: "expected.npy", options(.constant, nil)) < Self.tolerance)
        #expect(try model.difference(from: "expected_psi05.npy", options(.constant, 0.5)) < Self.tolerance)
        // The published default differs from both.
        #expect(try model.difference(from: "expected.npy", options(.random, nil)) > 1e-3)
        guard model.file == "G_ema.pth" else { return }
        #expect(try model.difference(from: "expected_no_noise.npy", options(.none, nil)) < Self.tolerance)
    }

    /// The same weights give the same samples from the snapshot as from its state dict; only what is recorded differs.
    @Test func theSnapshotGivesWhatItsStateDictGives() throws {
        let (dict, _) = Self.cases[0]
        let snapshot = ForeignGenerator(folder: dict.folder, file: "network-snapshot-000200.pkl")
        let (one, other) = (try dict.loaded(), try snapshot.loaded())
        #expect(try one.generator.sample(rows: 0..<4, seed: 1) == other.generator.sample(rows: 0..<4, seed: 1))
        #expect(one.notes.contains { $0.contains("0.01") } && !other.notes.contains { $0.contains("0.01") })
    }

    /// Images of w are those of the latent vectors that w comes from.
    @Test func imagesBehindTheMappingAreTheSame() throws {
        let (model, _) = Self.cases[0]
        let generator = try #require(try model.loaded { $0.noise = .random }.generator as? ONNXGenerator)
        let behind = try #require(try generator.behindMapping())
        let z = try LatentFile.read(model.path("z.npy"), for: generator)
        let numbers = Array(0..<z.rows)
        let whole = try #require(try generator.unroundedSamples(latents: z, numbers: numbers, seed: 3))
        let w = try behind.mapped(z, numbers: numbers, seed: 3)
        #expect(w.rows == z.rows && w != z)
        let parts = try #require(try behind.unroundedSamples(mapped: w, numbers: numbers, seed: 3))
        let difference = zip(whole.scalars, parts.scalars).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
        #expect(difference < 0.01, "\(difference) grey levels")
        let plain = ForeignGenerator(folder: "biggan-pytorch", file: "G_ema_best.pth")
        #expect(try (plain.loaded().generator as? ONNXGenerator)?.behindMapping() == nil)
    }

    /// What export writes makes the same images: whole, and in two parts.
    @Test func exportedModelsMakeTheSame() throws {
        let folder = try TemporaryFolder()
        let (model, _) = Self.cases[0]
        let loaded = try model.loaded { $0.noise = .constant }
        var options = ModelOptions()
        options.noise = .constant
        let file = try ModelFile.open(model.path(model.file))
        let path = folder.file("gan.onnx")
        let outcome = try #require(try GraphExport.write(file, options, to: path))
        #expect(outcome.paths == [path] && outcome.largestDifference < 1e-5)
        let exported = try ModelFile.open(path).generator()
        #expect(exported.generator.sampleShape == loaded.generator.sampleShape)
        #expect(try exported.generator.sample(rows: 0..<4, seed: 1) == loaded.generator.sample(rows: 0..<4, seed: 1))
        let parts = try #require(try GraphExport.write(file, options, isSplit: true, to: path))
        #expect(parts.paths == [folder.file("gan-mapping.onnx"), folder.file("gan-synthesis.onnx")])
        #expect(parts.largestDifference < 1e-5)
        let plain = ForeignGenerator(folder: "biggan-pytorch", file: "G_ema_best.pth")
        #expect(try GraphExport.write(ModelFile.open(plain.path(plain.file)), isSplit: true, to: path) == nil)
    }

    @Test func aTrainingCheckpointWithoutAMeanIsNotTruncated() throws {
        let model = ForeignGenerator(folder: "stylegan2-rosinality", file: "010000.pt")
        #expect(try model.difference(from: "expected.npy") { $0.noise = .constant } < Self.tolerance)
        let error = #expect(throws: ModelOptionError.self) { try model.loaded { $0.truncation = 0.5 } }
        #expect(error?.option == .truncation && error?.fact.contains("mean of w") == true, "\(error as Any)")
    }

    /// What was chosen is in the protocol, and changes the digest.
    @Test func choicesAreSaid() throws {
        let (model, _) = Self.cases[0]
        let usual = try model.loaded()
        #expect(usual.facts["architecture"] == "family stylegan2")
        #expect(usual.facts["noise"]?.hasPrefix("random") == true)
        #expect(usual.facts["classes"] == "3, drawn uniformly")
        #expect(usual.notes.contains { $0.contains("0.01") }, "\(usual.notes)")
        let other = try model.loaded { $0.classNumber = 2 }
        #expect(other.facts["classes"] == "3, all of class 2" && other.generator.digest != usual.generator.digest)
        #expect(try model.loaded { $0.noise = .constant }.generator.digest != usual.generator.digest)
        // The same seed, the same samples, however a series is cut; noise and labels too.
        let whole = try usual.generator.sample(rows: 0..<9, seed: 3)
        #expect(try usual.generator.sample(rows: 5..<9, seed: 3) == whole.rows(in: 5..<9))
    }

    @Test func optionsThatDoNotFitAreRefused() throws {
        let (conditional, plain) = (Self.cases[0].0, Self.cases[1].0)
        let changes: [(inout ModelOptions) -> Void] = [
            { $0.classNumber = 3 }, { $0.labels = .listed([0, 5], name: "labels.npy") }, { $0.classes = 4 },
            { $0.labels = .reference },
        ]
        for change in changes {
            #expect(throws: ModelOptionError.self) { try conditional.loaded(change) }
        }
        #expect(throws: ModelOptionError.self) { try plain.loaded { $0.labels = .balanced } }
    }

    /// All that is wrong is listed at once, with the family's expectation.
    @Test func missingAndMisshapenTensorsAreListed() throws {
        let file = try WeightFile.read(Self.cases[1].0.path("G_ema.pth"))
        var tensors = try file.select(role: .generator).tensors.mapValues { $0.tensor() }
        tensors["synthesis.b8.conv0.bias"] = nil
        tensors["mapping.fc1.weight"] = nil
        tensors["synthesis.b16.conv1.affine.bias"] = Tensor(shape: [3])
        tensors["synthesis.b4.more"] = Tensor(shape: [2])
        let weights = try GraphWeights(tensors, names: Array(tensors.keys), path: "x.pth")
        let error = #expect(throws: ModelError.self) {
            try StyleGAN2Family.generator(weights, GraphOptions())
        }
        guard case .wrongTensors(let path, let missing, let misshapen, let extra)? = error else {
            Issue.record("\(error as Any)")
            return
        }
        #expect(path.contains("family stylegan2"))
        #expect(missing == ["synthesis.b8.conv0.bias [8]"], "\(missing)")
        #expect(extra == ["mapping.fc1.bias [16]", "synthesis.b4.more [2]"], "\(extra)")
        #expect(misshapen.contains { $0.contains("b16.conv1.affine.bias is [3], expected [8]") }, "\(misshapen)")
    }
}
