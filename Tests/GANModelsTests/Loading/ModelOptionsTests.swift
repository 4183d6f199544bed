import Foundation
import GANCheckpoints
import GANData
import GANNumerics
import GANONNX
import GANText
import TestSupport
import Testing

@testable import GANModels

/// Every pair of an option and a kind of file, for both networks: it applies, or it is an error that says so.
@Suite struct ModelOptionsTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Each option alone, with a value that says something.
    static func options(_ option: ModelOption) -> ModelOptions {
        switch option {
        case .weights: ModelOptions(weights: .raw)
        case .select: ModelOptions(select: ".")
        case .architecture: ModelOptions(architecture: DCGANFamily.name)
        case .range: ModelOptions(range: ValueRange(low: 0, high: 1))
        case .classes: ModelOptions(classes: 3)
        case .labels: changed { $0.labels = .balanced }
        case .classNumber: changed { $0.classNumber = 1 }
        case .noise: changed { $0.noise = GeneratorNoise.none }
        case .layout: ModelOptions(layout: .channelsFirst)
        case .truncation: ModelOptions(truncation: 0.5)
        case .output: ModelOptions(output: "images")
        case .prior: ModelOptions(prior: .uniform)
        case .forcedPrior: ModelOptions(forcedPrior: .uniform)
        case .batch: changed { $0.batch = 1 }
        case .direction: changed { $0.direction = .backward }
        case .device: ModelOptions(device: .cuda)
        }
    }

    private static func changed(_ change: (inout ModelOptions) -> Void) -> ModelOptions {
        var options = ModelOptions()
        change(&options)
        return options
    }

    private func path(_ kind: ModelFile.Kind, _ role: Architecture.Role) throws -> String {
        switch (kind, role) {
        case (.checkpoint, _):
            let path = folder.file("own.safetensors")
            try TinyNetworks.checkpoint().write(to: path)
            return path
        case (.stateDict, .generator): return Fixture.url("checkpoints/generator.safetensors").path
        case (.stateDict, .discriminator): return Fixture.url("checkpoints/discriminator_zip.pth").path
        case (.onnx, .generator): return Fixture.url("onnx/tanh.onnx").path
        case (.onnx, .discriminator): return Fixture.url("checkpoints/discriminator.onnx").path
        }
    }

    @Test(arguments: ModelFile.Kind.allCases, [Architecture.Role.generator, .discriminator])
    func whatNoNetworkTakesIsRefused(kind: ModelFile.Kind, role: Architecture.Role) throws {
        let path = try path(kind, role)
        let file = try ModelFile.open(path)
        #expect(file.kind == kind)
        let known = kind.options(for: role)
        for option in ModelOption.allCases where !known.contains(option) {
            let options = Self.options(option)
            #expect(options.stated == [option])
            let error = #expect(throws: ModelOptionError.self) {
                if role == .generator { _ = try file.generator(options) } else { _ = try file.discriminator(options) }
            }
            #expect(error == .notForKind(path: path, kind: kind, role: role, option: option))
            let text = error?.description ?? ""
            #expect(text.contains("--\(option.rawValue) does not apply") && text.contains(kind.name), "\(text)")
            // It says why, or what does the work, and not just that it is of no use.
            #expect(error?.remedy != "Leave it out. Leave it out.", "\(kind) \(role) \(option)")
            #expect(known.allSatisfy { text.contains($0.flag) }, "\(text)")
            guard role == .generator, let error else { continue }
            #expect(throws: error) { try file.variants(options) }
        }
    }

    /// No kind is left out of the test above by an option that all of them take.
    @Test func theTableIsTheOneThatTheHelpTells() {
        func names(_ kind: ModelFile.Kind, _ role: Architecture.Role) -> String {
            kind.options(for: role).map(\.rawValue).joined(separator: " ")
        }
        #expect(names(.checkpoint, .generator) == "weights labels class force-prior")
        #expect(names(.checkpoint, .discriminator) == "")
        #expect(
            names(.stateDict, .generator)
                == "weights select architecture range classes labels class noise truncation prior device")
        #expect(names(.stateDict, .discriminator) == "select architecture range device")
        #expect(names(.onnx, .generator) == "range classes labels class layout truncation output prior batch device")
        #expect(names(.onnx, .discriminator) == "range layout output device")
    }

    /// What a kind takes changes the model, or is refused where this one has nothing that it could mean.
    @Test func whatAppliesHasAnEffect() throws {
        let state = try ModelFile.open(path(.stateDict, .generator))
        let usual = try state.generator()
        for option in [ModelOption.select, .architecture] {
            #expect(try state.generator(Self.options(option)).generator.digest == usual.generator.digest)
        }
        #expect(throws: CheckpointError.self) { try state.generator(ModelOptions(select: "elsewhere")) }
        #expect(throws: ModelError.self) { try state.generator(ModelOptions(architecture: "elsewhere")) }
        #expect(try state.generator(Self.options(.range)).generator.digest != usual.generator.digest)
        let alone = #expect(throws: ModelOptionError.self) { try state.generator(Self.options(.weights)) }
        #expect(alone?.remedy.contains("--select PATH") == true)
        let both = #expect(throws: ModelOptionError.self) {
            try state.generator(ModelOptions(weights: .raw, select: "."))
        }
        #expect(both?.option == .weights && both?.fact.contains("--select") == true)

        let full = try ModelFile.open(Fixture.url("onnx/noise_truncation.onnx").path)
        let whole = try full.generator().generator.digest
        for option in [ModelOption.truncation, .prior, .range] {
            #expect(try full.generator(Self.options(option)).generator.digest != whole, "\(option)")
        }
        #expect(try full.generator(Self.options(.output)).generator.digest == whole)
        #expect(try full.generator(Self.options(.classes)).generator.digest == whole)
        #expect(throws: ModelError.self) { try full.generator(ModelOptions(output: "nothing")) }
    }

    /// Labels are for checkpoints that were trained with some, and must be of their classes.
    @Test func aCheckpointsLabelsAreChosen() throws {
        let plain = try ModelFile.open(try path(.checkpoint, .generator))
        for option in [ModelOption.labels, .classNumber] {
            #expect(throws: ModelOptionError.self) { try plain.generator(Self.options(option)) }
        }
        var checkpoint = try TinyNetworks.checkpoint(latent: [1])
        checkpoint.description.classCount = 2
        let path = folder.file("conditional.safetensors")
        try checkpoint.write(to: path)
        let file = try ModelFile.open(path)
        let evenly = try file.generator()
        let one = try file.generator(Self.options(.classNumber))
        #expect("\(evenly.facts)".contains("2, drawn uniformly") && one.generator.digest != evenly.generator.digest)
        let latents = Matrix<Float>(rows: 9, columns: 1, repeating: 0.5)
        let samples = try one.generator.generate(latents: latents, firstSample: 0, seed: 1)
        #expect(Set((0..<9).map { Array(samples.row($0)) }).count == 1)
        #expect(throws: ModelOptionError.self) { try file.generator(Self.changed { $0.classNumber = 2 }) }
    }

    /// Another prior than in training is refused unless it is forced, and then said.
    @Test func anotherPriorMustBeForced() throws {
        let own = try ModelFile.open(try path(.checkpoint, .generator))
        let refused = #expect(throws: ModelOptionError.self) { try own.generator(Self.options(.prior)) }
        #expect(refused?.remedy.contains("--force-prior") == true)
        let usual = try own.generator()
        let forced = try own.generator(Self.options(.forcedPrior))
        #expect(forced.generator.latentDistribution == .uniform && forced.generator.digest != usual.generator.digest)
        #expect(usual.notes.isEmpty && forced.notes.count == 1)
        #expect(try forced.generator.sample(rows: 0..<2, seed: 1) != usual.generator.sample(rows: 0..<2, seed: 1))
        // The one that it was trained with needs no force and changes nothing.
        let same = try own.generator(ModelOptions(forcedPrior: .standardNormal))
        #expect(same.generator.digest == usual.generator.digest && same.notes.isEmpty)
    }

    /// A generator without such an input would be sampled as if nothing had been said.
    @Test(arguments: [ModelOption.truncation, .classes])
    func anInputThatIsNotThereIsSaid(option: ModelOption) throws {
        let path = Fixture.url("onnx/tanh.onnx").path
        let error = #expect(throws: ModelOptionError.self) {
            try ModelFile.open(path).generator(Self.options(option))
        }
        #expect(error?.option == option && error?.location == path && error?.fact.contains("no input for a") == true)
    }

    @Test func vectorsHaveNoRange() throws {
        let vectors = folder.file("vectors.safetensors")
        try SafetensorsFile.write(
            tensors: ["main.0.weight": Tensor(shape: [2, 3], repeating: 0.5)], metadata: [:], to: vectors)
        let description = folder.file("vectors.yaml")
        try "latent: {shape: [3]}\ngenerator:\n  - {kind: Linear, in: 3, out: 2, bias: false, key: main.0}\n".write(
            toFile: description, atomically: false, encoding: .utf8)
        var options = ModelOptions(architecture: description)
        #expect(try ModelFile.open(vectors).generator(options).generator.sampleShape == .vector(2))
        options.range = .symmetric
        let error = #expect(throws: ModelOptionError.self) { try ModelFile.open(vectors).generator(options) }
        #expect(error?.option == .range && error?.fact.contains("vectors") == true)
    }

    @Test func anOptionMayBeForOneOfSeveralModels() throws {
        let own = try ModelFile.open(path(.checkpoint, .generator))
        let other = try ModelFile.open(path(.stateDict, .generator))
        let options = Self.options(.architecture)
        var shared = SharedModelOptions()
        _ = try shared.open(options) { try own.generator($0) }
        _ = try shared.open(options) { try other.generator($0) }
        let notes = try shared.finish()
        #expect(notes.count == 1 && notes[0].hasPrefix(own.path) && notes[0].contains("--architecture"))

        var nobody = SharedModelOptions()
        _ = try nobody.open(Self.options(.truncation)) { try own.generator($0) }
        _ = try nobody.open(Self.options(.truncation)) { try other.generator($0) }
        let error = #expect(throws: ModelOptionError.self) { try nobody.finish() }
        #expect(error?.option == .truncation && error?.location == own.path)

        var strict = SharedModelOptions()
        #expect(throws: ModelOptionError.self) {
            try strict.open(options, own: [.architecture]) { try own.generator($0) }
        }
    }

    @Test func anErrorNamesTheOptionAsItWasWritten() {
        let error = ModelOptionError.notForKind(path: "d.onnx", kind: .onnx, role: .discriminator, option: .select)
        #expect(error.spelt("--discriminator-select").fact.hasPrefix("--discriminator-select does not apply"))
    }

    /// In a run with an extractor the device is the extractor's too, whatever kind of file the model is.
    @Test func aDeviceIsSharedWithWhatElseRuns() throws {
        let generator = try ModelFile.open(Fixture.url("checkpoints/generator.safetensors").path)
        let left = try generator.sharingDevice(ModelOptions(device: .cuda)) { try generator.generator($0) }
        #expect(left.note?.contains("on the processor") == true)
        #expect(try generator.sharingDevice(ModelOptions()) { try generator.generator($0) }.note == nil)
        let judge = try ModelFile.open(Fixture.url("checkpoints/discriminator.safetensors").path)
        #expect(throws: ModelOptionError.self) { try judge.discriminator(ModelOptions(device: .cuda)) }
        #expect(try judge.sharingDevice(ModelOptions(device: .cuda)) { try judge.discriminator($0) }.note != nil)
    }
}
