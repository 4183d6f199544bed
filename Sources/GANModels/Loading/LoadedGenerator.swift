import GANCheckpoints
import GANData
import GANNumerics
public import OrderedCollections

/// A generator out of a model file, with the facts that a report tells about it.
public struct LoadedGenerator: Sendable {
    /// The generator, ready to be sampled.
    public private(set) var generator: any Generator
    /// The file as the person named it.
    public let path: String
    /// The file's SHA-256.
    public let digest: String
    /// Steps of training and images seen, where ganeval trained it: its run's log may lie beside it.
    public let training: (step: Int, imagesSeen: Int)?
    /// What the generator is, in a report's words and order.
    public private(set) var facts: OrderedDictionary<String, String>
    /// What a person should know about how it was read.
    public let notes: [String]

    /// The same with its images converted, where that changes them.
    func converted(by conversion: ImageConversion) -> LoadedGenerator {
        guard let converted = ConvertedGenerator(generator, conversion: conversion) else { return self }
        var loaded = self
        loaded.generator = converted
        loaded.facts["samples"] = "\(converted.sampleShape), \(converted.words)"
        return loaded
    }

    /// The generator of a checkpoint that ganeval wrote.
    init(_ generator: NetworkGenerator, checkpoint: Checkpoint, file: ModelFile) {
        self.generator = generator
        path = file.path
        digest = file.digest
        let description = checkpoint.description
        training = (description.step, description.imagesSeen)
        let trained = (description.latent?.distribution ?? "").replacing("_", with: " ")
        let drawn = generator.latentDistribution.rawValue.replacing("_", with: " ")
        notes =
            trained == drawn
            ? [] : ["Latent vectors are drawn from \(drawn), though the generator was trained with \(trained)."]
        facts = [
            "step": "\(description.step)", "images seen": "\(description.imagesSeen)",
            "parameters": "\(generator.network.description.parameterCount)",
            "latent prior":
                "\(drawn), \(generator.latentSize) values" + (trained == drawn ? "" : "; trained with \(trained)"),
            "samples": "\(generator.sampleShape)", "weights": generator.weights,
            "training seed": "\(description.seed)", "file SHA-256": file.digest,
        ]
        if let classes = generator.classCount { facts["classes"] = "\(classes), \(generator.labels.words)" }
    }

    /// The generator of a state dict with its architecture.
    init(
        _ generator: NetworkGenerator, format: WeightFileFormat, selected: SelectedWeights, architecture: Architecture,
        file: ModelFile
    ) {
        self.generator = generator
        path = file.path
        digest = file.digest
        training = nil
        notes = [Self.weightsLine(selected, architecture)] + selected.notes
        facts = [
            "format": format.rawValue, "weights": selected.labelWithRole, "architecture": architecture.origin,
            "assumed": architecture.assumed.map { "\($0); shapes don't tell" } ?? "nothing",
            "parameters": "\(generator.network.description.parameterCount)",
            "latent prior":
                "\(generator.latentDistribution.rawValue.replacing("_", with: " ")), \(generator.latentSize) values",
            "value range": "\(generator.valueRange.low) to \(generator.valueRange.high)",
            "samples": "\(generator.sampleShape)", "file SHA-256": file.digest,
        ]
        if let classes = generator.classCount { facts["classes"] = "\(classes), \(generator.labels.words)" }
    }

    /// The generator of a state dict that is built as a graph.
    init(
        _ generator: ONNXGenerator, graph: GraphGenerator, family: any GraphFamily.Type, selected: SelectedWeights,
        format: WeightFileFormat, file: ModelFile
    ) {
        self.generator = generator
        path = file.path
        digest = file.digest
        training = nil
        let line =
            "weights: \(selected.labelWithRole); layers: family \(family.name); assumed, since shapes don't tell: \(family.assumptions)"
        notes = [line] + selected.notes + graph.notes
        var facts: OrderedDictionary<String, String> = [
            "format": format.rawValue, "weights": selected.labelWithRole, "architecture": "family \(family.name)",
            "assumed": "\(family.assumptions); shapes don't tell", "parameters": "\(graph.parameterCount)",
        ]
        if let noise = graph.noise { facts["noise"] = noise.words }
        for fact in generator.facts { facts[fact.name] = facts[fact.name] ?? fact.value }
        if let truncation = graph.fixedTruncation { facts["truncation"] = "\(truncation)" }
        facts["samples"] = "\(generator.sampleShape)"
        facts["file SHA-256"] = file.digest
        self.facts = facts
    }

    /// The line that every command prints: which weights were taken, and what was assumed about them.
    private static func weightsLine(_ selected: SelectedWeights, _ architecture: Architecture) -> String {
        var line = "weights: \(selected.labelWithRole); layers: \(architecture.origin)"
        if let assumed = architecture.assumed {
            line += "; assumed, since shapes don't tell: \(assumed) (--architecture states what is otherwise)"
        }
        return line
    }

    /// The generator of an ONNX model.
    init(_ generator: ONNXGenerator, file: ModelFile) {
        self.generator = generator
        path = file.path
        digest = file.digest
        training = nil
        notes = []
        facts = OrderedDictionary(
            [("format", "ONNX")] + generator.facts.map { ($0.name, $0.value) } + [
                ("samples", "\(generator.sampleShape)")
            ],
            uniquingKeysWith: { first, _ in first })
    }
}
