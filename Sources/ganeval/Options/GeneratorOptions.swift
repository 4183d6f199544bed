public import ArgumentParser
import Foundation
import GANCheckpoints
import GANData
public import GANModels
public import GANONNX
import OrderedCollections

/// Which of a native checkpoint's weights to take.
enum WeightsChoice: String, ExpressibleByArgument, CaseIterable {
    case average, raw

    var native: NetworkGenerator.Weights { self == .average ? .average : .raw }
}

extension ImageLayout: ExpressibleByArgument {}
extension ONNXSession.Device: ExpressibleByArgument {}

/// What a person may have to say about a model, because its file doesn't.
struct GeneratorOptions: ParsableArguments {
    @Option(
        help:
            "Which weights of a checkpoint that ganeval wrote: \(WeightsChoice.allCases.map(\.rawValue).joined(separator: " or ")). Default: average; a series takes both."
    )
    var weights: WeightsChoice?

    @Option(
        help: ArgumentHelp(
            "Which weights of a PyTorch, safetensors or .npz file, as `ganeval inspect` shows them. Default: the moving average, else the generator's.",
            valueName: "path"))
    var select: String?

    @Option(
        help: ArgumentHelp(
            "The layers of a state dict: a YAML or JSON description, or a family (\(Architecture.families.joined(separator: ", "))). Default: the family that fits.",
            valueName: "file|family"))
    var architecture: String?

    @Option(
        help: ArgumentHelp(
            "The values of black and white in the model's images. Default: what its file says or its samples show.",
            valueName: "low,high"))
    var range: String?

    @Option(help: "The number of classes of an ONNX generator that takes a class number.")
    var classes: Int?

    @Option(help: "Which axis holds the channels of an ONNX model's images, where it is unclear: nchw or nhwc.")
    var layout: ImageLayout?

    @Option(help: "The truncation of an ONNX generator that takes one.")
    var truncation: Float = 1

    @Option(help: ArgumentHelp("The output of an ONNX model, where it has several.", valueName: "name"))
    var output: String?

    @Option(
        help:
            "What latent vectors of an ONNX generator are drawn from: \(LatentDistribution.allCases.map(\.rawValue).joined(separator: ", "))."
    )
    var prior: LatentDistribution?

    @Option(help: "Where ONNX Runtime works: cpu, or cuda with a build of it that offers that.")
    var device = ONNXSession.Device.cpu

    /// Checked after parsing, so that a misspelt option is named first.
    func check() throws {
        _ = try valueRange()
        if let classes, !(1...1_000_000).contains(classes) {
            throw ValidationError("--classes is \(classes); expected 1 to 1000000.")
        }
        if !truncation.isFinite { throw ValidationError("--truncation is \(truncation); expected a number.") }
    }

    private func valueRange() throws -> ValueRange? {
        guard let range else { return nil }
        guard let parsed = ValueRange(text: range) else {
            throw ValidationError("--range is '\(range)'; expected two numbers, black first, as in --range=-1,1.")
        }
        return parsed
    }

    /// Opens the generator in a file of any kind.
    func load(_ path: String) throws -> LoadedGenerator {
        if Self.isONNX(path) {
            if select != nil || architecture != nil {
                throw ValidationError("--select and --architecture are for state dicts; \(path) is ONNX.")
            }
            var options = ONNXGenerator.Options()
            options.range = try valueRange()
            options.classes = classes
            options.layout = layout
            options.truncation = truncation
            options.output = output
            options.prior = prior
            options.device = device
            return LoadedGenerator(try ONNXGenerator(path: path, options: options), path: path)
        }
        let file = try WeightFile.read(path)
        if file.format == .checkpoint { return try native(path) }
        let selected = try file.select(select, role: .generator)
        let tensors = selected.tensors.mapValues { $0.tensor() }
        var found = try Architecture.resolve(
            choice: architecture, role: .generator, tensors: tensors, path: path)
        if let range = try valueRange() { found.valueRange = range }
        let name = "\((path as NSString).lastPathComponent) (\(selected.label))"
        let generator = try NetworkGenerator(
            found, tensors: tensors, name: name, path: path, weights: selected.label)
        return LoadedGenerator(generator, path: path, file: file, selected: selected, architecture: found)
    }

    private func native(_ path: String) throws -> LoadedGenerator {
        let checkpoint = try Checkpoint.read(path)
        let generator = try NetworkGenerator(checkpoint, weights: (weights ?? .average).native)
        return LoadedGenerator(generator, checkpoint: checkpoint, path: path)
    }

    /// Opens the discriminator in a file of any kind; `shape` is that of the samples it will score, where it is known.
    func loadDiscriminator(_ path: String, shape: SampleShape?) throws -> any Discriminator {
        if Self.isONNX(path) {
            return try ONNXDiscriminator(
                path: path, shape: shape, range: try valueRange(), layout: layout, output: output, device: device)
        }
        let file = try WeightFile.read(path)
        if file.format == .checkpoint { return try NetworkDiscriminator(try Checkpoint.read(path)) }
        let selected = try file.select(select, role: .discriminator)
        let tensors = selected.tensors.mapValues { $0.tensor() }
        var found = try Architecture.resolve(
            choice: architecture, role: .discriminator, tensors: tensors, path: path)
        if let range = try valueRange() { found.valueRange = range }
        return try NetworkDiscriminator(
            found, tensors: tensors, name: "\((path as NSString).lastPathComponent) (\(selected.label))", path: path)
    }

    static func isONNX(_ path: String) -> Bool { path.lowercased().hasSuffix(".onnx") }
}

extension LatentDistribution: ExpressibleByArgument {}

extension SelectedWeights {
    /// Where the weights are, and what was taken off their names: "g_ema, without module.".
    var label: String {
        let place = path == "." ? "the file's only weights" : path
        return prefix.isEmpty ? place : "\(place), without \(prefix)"
    }
}

/// A model as a generator, with the facts a report tells about it.
struct LoadedGenerator {
    let generator: any Generator
    let path: String
    /// Whether ganeval trained it: its run's log may lie beside it.
    let isNative: Bool
    let step: Int
    let imagesSeen: Int
    let facts: OrderedDictionary<String, String>
    /// What a person should know about how it was read.
    let notes: [String]

    /// A checkpoint that ganeval wrote.
    init(_ generator: NetworkGenerator, checkpoint: Checkpoint, path: String) {
        self.generator = generator
        self.path = path
        isNative = true
        let description = checkpoint.description
        step = description.step
        imagesSeen = description.imagesSeen
        notes = []
        var facts: OrderedDictionary<String, String> = [
            "step": "\(description.step)", "images seen": "\(description.imagesSeen)",
            "parameters": "\(generator.network.description.parameterCount)",
            "latent prior":
                "\(description.latent.distribution.replacing("_", with: " ")), \(generator.latentSize) values",
            "samples": "\(generator.sampleShape)", "weights": generator.weights,
            "training seed": "\(description.seed)",
        ]
        if let digest = checkpoint.digest { facts["file SHA-256"] = digest }
        self.facts = facts
    }

    /// A state dict with its architecture.
    init(
        _ generator: NetworkGenerator, path: String, file: WeightFile, selected: SelectedWeights,
        architecture: Architecture
    ) {
        self.generator = generator
        self.path = path
        isNative = false
        (step, imagesSeen) = (0, 0)
        notes = selected.notes
        facts = [
            "format": file.format.rawValue, "weights": selected.label, "architecture": architecture.origin,
            "parameters": "\(generator.network.description.parameterCount)",
            "latent prior":
                "\(generator.latentDistribution.rawValue.replacing("_", with: " ")), \(generator.latentSize) values",
            "value range": "\(generator.valueRange.low) to \(generator.valueRange.high)",
            "samples": "\(generator.sampleShape)", "file SHA-256": file.digest(),
        ]
    }

    /// An ONNX model.
    init(_ generator: ONNXGenerator, path: String) {
        self.generator = generator
        self.path = path
        isNative = false
        (step, imagesSeen) = (0, 0)
        notes = []
        facts = OrderedDictionary(
            [("format", "ONNX")] + generator.facts.map { ($0.name, $0.value) } + [
                ("samples", "\(generator.sampleShape)")
            ],
            uniquingKeysWith: { first, _ in first })
    }
}
