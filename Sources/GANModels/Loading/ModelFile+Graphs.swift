import GANCheckpoints
import GANData
import GANNumerics
import GANONNX
import OrderedCollections

extension ModelFile {
    /// The generator of a state dict of a family that is built as a graph; nil where its names are no such family's.
    func graphGenerator(
        in file: WeightFile, _ options: ModelOptions
    ) throws -> (loaded: LoadedGenerator, graph: GraphGenerator)? {
        let choice = options.architecture
        if let choice, !GraphFamilies.names.contains(choice) { return nil }
        guard let found = try graphWeights(in: file, options, choice: choice) else { return nil }
        let weights = try found.weights(path: path)
        let built = try found.family.generator(
            weights, GraphOptions(noise: options.noise, truncation: options.truncation))
        try check(options, against: built)
        let model = try built.model(path: path)
        var own = ONNXGenerator.Options()
        own.range = options.range
        own.classes = options.classes
        own.labels = options.chosenLabels
        own.truncation = options.truncation ?? 1
        own.prior = options.prior
        own.device = options.device
        own.timeLimit = options.timeLimit
        var generator = try ONNXGenerator(
            model, digest: try model.digest(), options: own, name: name(found.selected))
        if let split = built.split {
            let path = path
            generator.parts = {
                let (mapping, synthesis) = split()
                return (try mapping.bytes(path: path), try synthesis.bytes(path: path))
            }
        }
        let loaded = LoadedGenerator(
            generator, graph: built, family: found.family, selected: found.selected, format: file.format,
            file: self)
        return (loaded, built)
    }

    /// Throws for a stated option that this graph has nothing for.
    private func check(_ options: ModelOptions, against graph: GraphGenerator) throws(ModelOptionError) {
        if options.noise != nil, graph.noise == nil {
            throw .notForModel(path: path, option: .noise, found: "its network adds no noise", remedy: "Leave it out.")
        }
        for option in [ModelOption.classes, .labels, .classNumber]
        where options.stated.contains(option) && graph.classCount == nil {
            throw .notForModel(
                path: path, option: option, found: "its network takes no class",
                remedy: "Leave it out: the model is unconditional.")
        }
        if let classes = options.classes, let own = graph.classCount, classes != own {
            throw .notForModel(
                path: path, option: .classes, found: "its weights are for \(own) classes, not \(classes)",
                remedy: "Leave it out: the weights tell the number.")
        }
        if let classes = graph.classCount, let misfit = options.chosenLabels.misfit(classes: classes) {
            throw .notForModel(
                path: path, option: options.classNumber == nil ? .labels : .classNumber, found: misfit,
                remedy: "Number the classes from 0 on, below \(classes).")
        }
        if options.truncation != nil, !graph.takesTruncation {
            throw .notForModel(
                path: path, option: .truncation, found: graph.truncationProblem,
                remedy: "Leave it out: its samples are not truncated.")
        }
    }

    /// The discriminator of a family that is built as a graph; nil where names are no such family's.
    ///
    /// Throws for weights that are a family's generator.
    func graphDiscriminator(
        _ selected: SelectedWeights, _ options: ModelOptions, shape: SampleShape?, told: (String) -> Void
    ) throws -> ONNXDiscriminator? {
        guard let built = try builtDiscriminator(selected, options, shape: shape) else { return nil }
        built.notes.forEach(told)
        return try opened(built, options, shape: shape)
    }

    /// The same as a graph.
    func builtDiscriminator(
        _ selected: SelectedWeights, _ options: ModelOptions, shape: SampleShape?
    ) throws -> GraphDiscriminator? {
        if let choice = options.architecture, !GraphFamilies.names.contains(choice) { return nil }
        var tensors: OrderedDictionary<String, WeightTensor> = [:]
        for name in selected.names { tensors[name] = selected.tensors[name] }
        let names = GraphNames(tensors)
        if let family = GraphFamilies.all.first(where: { $0.recognizesGenerator(names) }) {
            throw ModelError.anotherRole(
                path: path, found: "generator of the family \(family.name), by its tensors' names",
                expected: "discriminator")
        }
        guard let family = GraphFamilies.all.first(where: { $0.recognizesDiscriminator(names) }) else { return nil }
        let weights = try GraphCandidate(family: family, selected: selected, tensors: tensors).weights(path: path)
        return try family.discriminator(weights, shape: shape)
    }

    /// A discriminator's graph, ready to run.
    func opened(
        _ built: GraphDiscriminator, _ options: ModelOptions, shape: SampleShape?
    ) throws -> ONNXDiscriminator {
        let model = try built.model(path: path)
        return try ONNXDiscriminator(
            model, digest: try model.digest(), shape: shape, range: options.range, layout: nil, output: nil,
            device: options.device, timeLimit: options.timeLimit)
    }

    /// The weights that are a family's, as the file holds them.
    struct GraphCandidate {
        var family: any GraphFamily.Type
        var selected: SelectedWeights
        var tensors: OrderedDictionary<String, WeightTensor>
    }

    /// Where tensors lie that were taken together, in words: "GAN.GE, GAN.SE"; "." where they begin in many ways.
    private static func place(of names: [String]) -> String {
        for count in [2, 1] {
            let heads = Set(
                names.map { name in
                    let parts = name.split(separator: ".")
                    return parts.prefix(min(count, max(1, parts.count - 1))).joined(separator: ".")
                })
            if heads.count <= 3 { return heads.sorted().joined(separator: ", ") }
        }
        return "."
    }

    /// The weights of a family that is built as a graph; nil where names are no such family's.
    private func graphWeights(
        in file: WeightFile, _ options: ModelOptions, choice: String?
    ) throws -> GraphCandidate? {
        let families = GraphFamilies.all.filter { choice == nil || $0.name == choice }
        let everything = file.allTensors()
        if options.select == nil, options.weights == nil {
            let names = GraphNames(everything)
            for family in families {
                guard let places = family.gathered(names) else { continue }
                var tensors: OrderedDictionary<String, WeightTensor> = [:]
                for (name, place) in places.sorted(by: { $0.key < $1.key }) { tensors[name] = everything[place] }
                return GraphCandidate(
                    family: family,
                    selected: SelectedWeights(
                        path: Self.place(of: Array(places.values)), tensors: tensors, notes: file.notes),
                    tensors: tensors)
            }
        }
        let selected: SelectedWeights
        do {
            selected = try file.select(try selection(options, in: file), role: .generator)
        } catch {
            // The layers' own road says what is wrong with the choice.
            return nil
        }
        var tensors: OrderedDictionary<String, WeightTensor> = [:]
        for name in selected.names { tensors[name] = selected.tensors[name] }
        let names = GraphNames(tensors)
        if let project = ForeignDiscriminators.project(names) {
            throw ModelError.anotherRole(
                path: path, found: "discriminator of \(project), by its tensors' names", expected: "generator")
        }
        guard
            let family = families.first(where: { $0.recognizesGenerator(names) })
                ?? (choice == nil ? nil : families.first)
        else { return nil }
        for name in family.companions where tensors[name] == nil { tensors[name] = everything[name] }
        return GraphCandidate(family: family, selected: selected, tensors: tensors)
    }
}

extension ModelFile.GraphCandidate {
    /// The weights as families read them.
    func weights(path: String) throws(ModelError) -> GraphWeights {
        var plain: [String: Tensor] = [:]
        for (name, tensor) in tensors { plain[name] = tensor.tensor() }
        let own = selected.attributes
        return try GraphWeights(
            plain, names: Array(tensors.keys), path: path,
            attributes: own.isEmpty ? ConfigurationFile.attributes(beside: path) : own)
    }
}

extension GraphNames {
    init(_ tensors: OrderedDictionary<String, WeightTensor>) {
        var shapes: [String: [Int]] = [:]
        for (name, tensor) in tensors { shapes[name] = tensor.shape }
        self.init(shapes: shapes, order: Array(tensors.keys))
    }
}

extension ModelOptions {
    /// The classes that samples have: those of one class where one is stated.
    var chosenLabels: GeneratorLabels { classNumber.map { .one($0) } ?? labels ?? .uniform }
}

extension GraphGenerator {
    /// The graph as a model in memory, whose metadata say how it is used; `path` is for messages.
    func model(path: String, sourceDigest: String? = nil) throws -> ONNXModelFile {
        var graph = graph
        graph.metadata = ONNXModelDescription(
            role: .generator, latent: latent, valueRange: [Double(valueRange.low), Double(valueRange.high)],
            sampleShape: sampleShape, sourceDigest: sourceDigest
        ).metadata()
        return try ONNXModelFile(contents: try graph.bytes(path: path), path: path)
    }
}

extension GraphDiscriminator {
    /// The graph as a model in memory, whose metadata say how it is used; `path` is for messages.
    func model(path: String, sourceDigest: String? = nil) throws -> ONNXModelFile {
        var graph = graph
        graph.metadata = ONNXModelDescription(
            role: .discriminator, valueRange: [Double(valueRange.low), Double(valueRange.high)],
            sampleShape: sampleShape, sourceDigest: sourceDigest
        ).metadata()
        return try ONNXModelFile(contents: try graph.bytes(path: path), path: path)
    }
}
