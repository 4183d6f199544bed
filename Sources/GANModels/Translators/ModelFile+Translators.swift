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
}

extension ModelFile {
    /// What the file's network, one from images to images, makes of the first `count` images of `inputs`, all of them where nil.
    ///
    /// State dicts are those of `TranslatorFamilies`; ONNX models have one input of images and one output of images. The images that come out
    /// are converted as `options.conversion` says. Throws `ModelOptionError` for options that mean nothing to it, `CheckpointError` where
    /// weights can't be chosen, and `ModelError` where the network can't be built or does not take the images.
    public func images(
        of inputs: any SampleSource, _ options: ModelOptions = ModelOptions(), count: Int? = nil
    ) throws -> TranslatedImages {
        guard case .image(let height, let width, let channels) = inputs.shape else {
            throw ModelError.unsuitableSamples(source: inputs.name, found: "\(inputs.shape)", expected: "images")
        }
        let shape = ImageShape(height: height, width: width, channels: channels)
        let (translator, notes) = try translator(for: shape, options)
        let total = min(inputs.count, count ?? inputs.count)
        let made = try translator.translated(try inputs.read(rows: 0..<total))
        var images = made.images
        var sampleShape = made.shape
        var rule =
            "made by \(name(of: path)), SHA-256 \(digest), of \(inputs.name) (\(inputs.rule)), values \(made.range.low) to \(made.range.high) \(made.known)"
        if let from = made.shape.imageShape, options.conversion.shape(of: from) != from {
            images = options.conversion.converted(images, shape: from)
            sampleShape = SampleShape(options.conversion.shape(of: from))
            rule += "; \(options.conversion.words(for: CollectionOfOne(from)))"
        }
        let source = ArraySource(
            name: "\(translator.name) of \(inputs.name)", rule: rule, shape: sampleShape, samples: images,
            labels: inputs.labels.map { Array($0.prefix(total)) }, classNames: inputs.classNames)
        let said =
            "\(total) images of \(inputs.name) go in with values \(made.range.low) to \(made.range.high), \(made.known)"
        return TranslatedImages(source: source, notes: notes + [said])
    }

    /// Options that mean something to such a network in a file of this kind.
    private var translatorOptions: [ModelOption] {
        kind == .onnx ? [.range, .layout, .output, .device] : [.select, .weights, .range, .device]
    }

    private func translator(
        for shape: ImageShape, _ options: ModelOptions
    ) throws -> (translator: ImageTranslator, notes: [String]) {
        for option in options.stated where !translatorOptions.contains(option) {
            throw ModelOptionError.notForModel(
                path: path, option: option, found: "it makes images of images", remedy: "Leave it out.")
        }
        switch contents {
        case .checkpoint:
            throw ModelError.unsuitableModel(
                path: path, problem: "its generator takes latent vectors", expected: "a network from images to images",
                remedy: "Leave --inputs out.")
        case .onnx(let model):
            let translator = try ImageTranslator(
                model, name: name(of: path), shape: shape, range: options.range, layout: options.layout,
                output: options.output, device: options.device, timeLimit: options.timeLimit)
            return (translator, [])
        case .stateDict(let file):
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
            let translator = try ImageTranslator(
                model, name: name(selected), shape: shape, range: options.range, usual: .symmetric, layout: nil,
                output: nil,
                device: options.device, timeLimit: options.timeLimit)
            let line = "weights: \(selected.labelWithRole); layers: family \(family.type.name)"
            return (translator, [line] + selected.notes + built.notes)
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
