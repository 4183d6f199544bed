import Foundation
import GANCheckpoints
public import GANData
import GANNumerics
import GANONNX

extension ModelFile {
    /// The generator in the file.
    ///
    /// Throws `ModelOptionError` for an option that does not apply, `CheckpointError` where the weights can't be chosen, and
    /// `ModelError` where the network can't be built. Of an ONNX model a few samples are drawn, to see their shape and range.
    public func generator(_ options: ModelOptions = ModelOptions()) throws -> LoadedGenerator {
        try stored(options).converted(by: options.conversion)
    }

    /// The generator as the file has it.
    private func stored(_ options: ModelOptions) throws -> LoadedGenerator {
        try check(options, for: .generator)
        switch contents {
        case .checkpoint(_, let weightFile):
            let weights = options.weights ?? .average
            let checkpoint = try Checkpoint(weightFile, digest: digest, prefix: weights.rawValue + ".")
            let generator = try labelled(NetworkGenerator(checkpoint, weights: weights), options)
            guard let forced = options.forcedPrior, forced != generator.latentDistribution else {
                return LoadedGenerator(generator, checkpoint: checkpoint, file: self)
            }
            return LoadedGenerator(generator.drawing(from: forced), checkpoint: checkpoint, file: self)
        case .stateDict(let weightFile):
            if let found = try graphGenerator(in: weightFile, options) { return found.loaded }
            let selected = try weightFile.select(try selection(options, in: weightFile), role: .generator)
            if options.architecture == nil, let family = translatorFamily(of: selected) {
                throw ModelError.unsuitableModel(
                    path: path, problem: "it makes images of images: its tensors are those of \(family)",
                    expected: "a generator that takes latent vectors",
                    remedy:
                        "Give the images that it is to work on with --inputs SOURCE: sample, report and audit take it.")
            }
            let (architecture, tensors) = try layers(of: selected, role: .generator, options)
            try checkForLayers(options, areConditional: architecture.classCount != nil)
            var generator = try NetworkGenerator(
                architecture, tensors: tensors, name: name(selected), path: path, weights: selected.label)
            if generator.classCount != nil { generator = try labelled(generator, options) }
            try check(options, shape: generator.sampleShape)
            return LoadedGenerator(
                generator, format: weightFile.format, selected: selected, architecture: architecture, file: self)
        case .onnx(let model):
            var own = ONNXGenerator.Options()
            own.range = options.range
            own.classes = options.classes
            own.labels = options.chosenLabels
            own.layout = options.layout
            own.truncation = options.truncation ?? 1
            own.output = options.output
            own.prior = options.prior
            own.batch = options.batch
            own.device = options.device
            own.timeLimit = options.timeLimit
            let generator = try ONNXGenerator(model, digest: digest, options: own)
            try check(options, against: generator)
            return LoadedGenerator(generator, file: self)
        }
    }

    /// The discriminator in the file; `shape` is that of the samples it will score, where it is known, and `told` hears what a
    /// person should know about how it was read.
    ///
    /// Throws as `generator(_:)` does, and `ModelError.noDiscriminator` for a checkpoint without one.
    public func discriminator(
        _ options: ModelOptions = ModelOptions(), shape: SampleShape? = nil, told: (String) -> Void = { _ in }
    ) throws -> any Discriminator {
        try check(options, for: .discriminator)
        switch contents {
        case .checkpoint(_, let weightFile):
            let prefix = Architecture.Role.discriminator.rawValue + "."
            return try NetworkDiscriminator(try Checkpoint(weightFile, digest: digest, prefix: prefix))
        case .stateDict(let weightFile):
            let selected = try weightFile.select(options.select, role: .discriminator)
            selected.notes.forEach(told)
            if let graph = try graphDiscriminator(selected, options, shape: shape, told: told) { return graph }
            try checkForLayers(options, areConditional: false)
            let (architecture, tensors) = try layers(of: selected, role: .discriminator, options)
            let discriminator = try NetworkDiscriminator(
                architecture, tensors: tensors, name: name(selected), path: path)
            try check(options, shape: discriminator.sampleShape)
            return discriminator
        case .onnx(let model):
            let discriminator = try ONNXDiscriminator(
                model, digest: digest, shape: shape, range: options.range, layout: options.layout,
                output: options.output, device: options.device, timeLimit: options.timeLimit)
            try check(options, shape: discriminator.sampleShape)
            if options.layout != nil, !discriminator.hasChannelAxis { throw noChannelAxis(of: "input") }
            return discriminator
        }
    }

    /// "gan.pth (g_ema)".
    func name(_ selected: SelectedWeights) -> String {
        "\((path as NSString).lastPathComponent) (\(selected.label))"
    }

    private func layers(
        of selected: SelectedWeights, role: Architecture.Role, _ options: ModelOptions
    ) throws(ModelError) -> (Architecture, [String: Tensor]) {
        var tensors = selected.tensors.mapValues { $0.tensor() }
        var found: Architecture
        if options.architecture == nil,
            let chain = try selected.module?.chain(role: role, names: Set(selected.names), path: path)
        {
            found = chain
        } else {
            do throws(ModelError) {
                found = try Architecture.resolve(choice: options.architecture, role: role, tensors: tensors, path: path)
            } catch {
                guard case .unknownArchitecture(let path, let problem, nil) = error else { throw error }
                let names = GraphNames(shapes: selected.tensors.mapValues(\.shape), order: selected.names)
                throw .unknownArchitecture(
                    path: path, problem: problem,
                    exportLine: ExportLine.of(names, attributes: selected.attributes, role: role))
            }
        }
        if !found.ignored.isEmpty {
            let left = tensors.keys.filter { name in found.ignored.contains { TensorNames.fits(name, $0) } }
            for name in left { tensors[name] = nil }
            found.assumed = [found.assumed, "\(left.count) tensors are ignored, as its description says"].compactMap {
                $0
            }
            .joined(separator: "; ")
        }
        let (named, note) = TensorNames.matched(tensors, to: found.network)
        tensors = named
        if let note { found.assumed = [found.assumed, note].compactMap { $0 }.joined(separator: "; ") }
        if let range = options.range { found.valueRange = range }
        return (found, tensors)
    }

    // MARK: What only the opened model shows

    /// A checkpoint's generator with the labels that were asked for.
    private func labelled(
        _ generator: NetworkGenerator, _ options: ModelOptions
    ) throws(ModelOptionError) -> NetworkGenerator {
        guard let classes = generator.classCount else {
            for option in [ModelOption.labels, .classNumber] where options.stated.contains(option) {
                throw .notForModel(
                    path: path, option: option, found: "it was trained without labels",
                    remedy: "Leave it out: the generator is unconditional.")
            }
            return generator
        }
        if let misfit = options.chosenLabels.misfit(classes: classes) {
            throw .notForModel(
                path: path, option: options.classNumber == nil ? .labels : .classNumber, found: misfit,
                remedy: "Number the classes from 0 on, below \(classes).")
        }
        return generator.taking(options.chosenLabels)
    }

    func check(_ options: ModelOptions, against generator: ONNXGenerator) throws(ModelOptionError) {
        for option in [ModelOption.classes, .labels, .classNumber]
        where options.stated.contains(option) && generator.classCount == nil {
            throw .notForModel(
                path: path, option: option, found: "it has no input for a class",
                remedy: "Leave it out: the model is unconditional.")
        }
        if options.truncation != nil, !generator.takesTruncation {
            throw .notForModel(
                path: path, option: .truncation, found: "it has no input for a truncation",
                remedy: "Leave it out, or export the model with such an input: its samples are not truncated.")
        }
        try check(options, shape: generator.sampleShape)
        if options.layout != nil, !generator.hasChannelAxis { throw noChannelAxis(of: "output") }
    }

    private func check(_ options: ModelOptions, shape: SampleShape) throws(ModelOptionError) {
        guard case .vector = shape else { return }
        for option in [ModelOption.range, .layout] where options.stated.contains(option) {
            throw .notForModel(
                path: path, option: option, found: "its samples are vectors, whose values are taken as they are",
                remedy: "Leave it out.")
        }
    }

    private func noChannelAxis(of port: String) -> ModelOptionError {
        .notForModel(
            path: path, option: .layout, found: "its \(port) has no axis of channels", remedy: "Leave it out.")
    }
}

extension SelectedWeights {
    /// Where the weights are, and what was taken off their names: "g_ema, without module.".
    var label: String {
        let place = path == "." ? "the file's only weights" : path
        return prefix.isEmpty ? place : "\(place), without \(prefix)"
    }

    /// The same with what they seem to be: "g_ema (moving average)".
    var labelWithRole: String {
        [WeightRole.movingAverage, .discriminator].contains(role) ? "\(label) (\(role.rawValue))" : label
    }
}
