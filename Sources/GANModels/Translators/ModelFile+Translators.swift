import Foundation
import GANCheckpoints
public import GANData
import GANNumerics
import GANONNX
import OrderedCollections

/// Images that a model made of other images.
public struct TranslatedImages: Sendable {
    /// The images as samples, with the labels of what they were made of.
    public let source: any SampleSource
    /// What a person should know about how they came about.
    public let notes: [String]
    /// Whether the model draws noise, so that another seed gives other images of the same inputs.
    public let hasNoise: Bool
}

extension ModelFile {
    /// What the file's network, one from images to images, makes of the first `count` images of `inputs`, all of them where nil.
    ///
    /// Checkpoints of ganeval hold a generator that takes images, or two that go opposite ways (`options.direction`); `seed` decides the noise of one
    /// that takes noise beside images. State dicts are those of `TranslatorFamilies`; ONNX models have one input of images and one output of
    /// images. The images that come out are converted as `options.conversion` says, and held as bytes; inputs are read in blocks. Throws `ModelOptionError` for options that mean nothing to it, `CheckpointError` where
    /// weights can't be chosen, and `ModelError` where the network can't be built or does not take the images.
    public func images(
        of inputs: any SampleSource, _ options: ModelOptions = ModelOptions(), count: Int? = nil, seed: UInt64 = 1
    ) throws -> TranslatedImages {
        guard case .image(let height, let width, let channels) = inputs.shape else {
            throw ModelError.unsuitableSamples(source: inputs.name, found: "\(inputs.shape)", expected: "images")
        }
        let shape = ImageShape(height: height, width: width, channels: channels)
        let work = try work(on: shape, of: inputs, options, seed: seed)
        let total = min(inputs.count, count ?? inputs.count)
        var (levels, last): ([UInt8], ImageTranslator.Result?) = ([], nil)
        let block = inputs.shape.blockRows(atMost: 1024, multipleOf: work.piece, values: Self.blockValues)
        for start in stride(from: 0, to: total, by: block) {
            let rows = start..<min(total, start + block)
            let made = try work.run(try inputs.read(rows: rows), start)
            let images =
                made.shape.imageShape.map { options.conversion.converted(made.images, shape: $0) } ?? made.images
            // Only images come out as grey levels; a vector's values may be any.
            guard made.shape.imageShape != nil else {
                throw ModelError.unsuitableModel(
                    path: path, problem: "it makes a \(made.shape) of each image", expected: "images",
                    remedy: "Name a network from images to images.")
            }
            levels += images.scalars.map { UInt8(min(255, max(0, $0))) }
            last = made
        }
        guard let made = last else {
            throw ModelError.unsuitableSamples(source: inputs.name, found: "no images", expected: "one at least")
        }
        var sampleShape = made.shape
        var rule =
            "made by \(name(of: path)), SHA-256 \(digest), of \(inputs.name) (\(inputs.rule)), values \(made.range.low) to \(made.range.high) \(made.known)"
        if let from = made.shape.imageShape, options.conversion.shape(of: from) != from {
            sampleShape = SampleShape(options.conversion.shape(of: from))
            rule += "; \(options.conversion.words(for: CollectionOfOne(from)))"
        }
        let source = ArraySource(
            name: "\(work.name) of \(inputs.name)", rule: rule, shape: sampleShape, levels: levels,
            labels: inputs.labels.map { Array($0.prefix(total)) }, classNames: inputs.classNames)
        let said =
            "\(total) images of \(inputs.name) go in with values \(made.range.low) to \(made.range.high), \(made.known)"
        return TranslatedImages(source: source, notes: work.notes + [said], hasNoise: work.hasNoise)
    }

    /// Options that mean something to such a network in a file of this kind.
    private var translatorOptions: [ModelOption] {
        switch kind {
        case .checkpoint: [.weights, .direction]
        case .stateDict: [.select, .weights, .range, .device]
        case .onnx: [.range, .layout, .output, .device]
        }
    }

    /// Values of the inputs that are worked on at a time.
    private static let blockValues = 1 << 24

    /// A model from images to images: what its samples are called, what a person should know, and how it runs on grey levels, the first of which is a row of
    /// all inputs; at multiples of `piece` rows nothing depends on where it begins.
    private typealias Work = (
        name: String, notes: [String], hasNoise: Bool, piece: Int,
        run: (Matrix<Float>, Int) throws -> ImageTranslator.Result
    )

    private func work(
        on shape: ImageShape, of inputs: any SampleSource, _ options: ModelOptions, seed: UInt64
    ) throws -> Work {
        guard case .checkpoint(_, let file) = contents else {
            let (translator, notes) = try translator(for: shape, options)
            let probe = try inputs.read(rows: 0..<min(ImageTranslator.probeCount, inputs.count))
            let (range, known) = try translator.range(by: probe)
            return (
                translator.name, notes, false, translator.batch,
                { try translator.translated($0, firstRow: $1, range, known: known) }
            )
        }
        try checkTranslatorOptions(options)
        let direction = options.direction ?? .forward
        let weights = options.weights ?? .average
        let checkpoint = try Checkpoint(file, digest: digest, prefix: direction.prefix + weights.rawValue + ".")
        let translator = try NetworkTranslator(checkpoint, weights: weights, direction: direction)
        guard translator.inputShape == inputs.shape else {
            throw ModelError.unsuitableSamples(
                source: inputs.name, found: "\(inputs.shape)",
                expected: "\(translator.inputShape), as \(path) was trained with: --resize and --as make such")
        }
        let noise =
            translator.noise.map { "its noise, \($0.words), is drawn by the seed \(seed)" }
            ?? "it takes no noise: each image becomes one image"
        return (
            translator.name, ["\(direction.rawValue); \(noise)"], translator.noise != nil, Network.evaluationPiece,
            { try translator.translated($0, firstRow: $1, seed: seed) }
        )
    }

    private func translator(
        for shape: ImageShape, _ options: ModelOptions
    ) throws -> (translator: ImageTranslator, notes: [String]) {
        try checkTranslatorOptions(options)
        switch contents {
        case .checkpoint: preconditionFailure("a checkpoint of ganeval as a model from elsewhere")
        case .onnx(let model):
            let translator = try ImageTranslator(
                model, name: name(of: path), shape: shape, range: options.range, layout: options.layout,
                output: options.output, device: options.device, timeLimit: options.timeLimit)
            return (translator, [])
        case .stateDict(let file):
            let built = try builtTranslator(in: file, for: shape, options)
            let translator = try ImageTranslator(
                built.model, name: built.name, shape: shape, range: options.range, usual: .symmetric, layout: nil,
                output: nil, device: options.device, timeLimit: options.timeLimit)
            return (translator, built.notes)
        }
    }

    /// A family's network from images to images around a state dict's weights, for images of `shape`.
    func builtTranslator(
        in file: WeightFile, for shape: ImageShape, _ options: ModelOptions
    ) throws -> (model: ONNXModelFile, name: String, notes: [String]) {
        let selected = try file.select(try selection(options, in: file), role: .generator)
        var tensors: OrderedDictionary<String, WeightTensor> = [:]
        for name in selected.names { tensors[name] = selected.tensors[name] }
        guard let family = TranslatorFamilies.family(of: GraphNames(tensors)) else {
            throw ModelError.unsuitableModel(
                path: path, problem: "its tensors are those of no network from images to images that is known here",
                expected: TranslatorFamilies.all.map { "\($0.name) (\($0.projects))" }.joined(separator: ", "),
                remedy: ExportLine.ofTranslator(shape))
        }
        let plain = try GraphWeights(
            tensors.mapValues { $0.tensor() }.reduce(into: [:]) { $0[$1.key] = $1.value },
            names: Array(tensors.keys),
            path: path)
        let built = try family.type.translator(plain, root: family.root, shape: shape)
        let model = try ONNXModelFile(contents: try built.graph.bytes(path: path), path: path)
        let line =
            "weights: \(selected.labelWithRole); layers: family \(family.type.name); assumed, since shapes don't tell: \(family.type.assumptions)"
        return (model, name(selected), [line] + selected.notes + built.notes)
    }

    func checkTranslatorOptions(_ options: ModelOptions) throws(ModelOptionError) {
        for option in options.stated where !translatorOptions.contains(option) {
            throw .notForModel(
                path: path, option: option, found: "it makes images of images", remedy: "Leave it out.")
        }
    }

    /// The network from images to images whose names these tensors have, in words; nil of others.
    func translatorFamily(of selected: SelectedWeights) -> String? {
        var tensors: OrderedDictionary<String, WeightTensor> = [:]
        for name in selected.names { tensors[name] = selected.tensors[name] }
        return TranslatorFamilies.family(of: GraphNames(tensors)).map { "\($0.type.name) (\($0.type.projects))" }
    }

    /// The file's own name.
    private func name(of path: String) -> String { (path as NSString).lastPathComponent }
}
