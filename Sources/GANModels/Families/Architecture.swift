import Foundation
public import GANNumerics
import GANText

/// A network's layers with what running it needs: everything about a model but its weights.
public struct Architecture: Sendable, Equatable {
    /// Which of a GAN's two networks it is.
    public enum Role: String, Sendable, CaseIterable {
        case generator, discriminator
    }

    /// Which network it is.
    public var role: Role
    /// Its layers and the shape of what goes in.
    public var network: NetworkDescription
    /// What a generator's latent vectors look like; nil for a discriminator.
    public var latent: LatentPrior?
    /// The values that stand for black and white in samples.
    public var valueRange: ValueRange
    /// The number of classes of a conditional generator.
    public var classCount: Int?
    /// Where it came from, for people: "arch.yaml" or "family dcgan".
    public var origin: String
    /// What neither the file nor a description said, and shapes don't tell: "ReLU, tanh, eps 1e-5"; nil where nothing was assumed.
    public var assumed: String?
    /// Patterns of names of tensors that no layer needs, as its description has them.
    public var ignored: [String] = []

    /// The names of all families: those whose layers follow from the tensors' shapes, and those that are built as graphs.
    public static let families = familyTypes.map { $0.name } + GraphFamilies.names

    /// The families, tried in this order: the one list of them.
    static let familyTypes: [any ArchitectureFamily.Type] = [DCGANFamily.self]

    /// Finds the architecture for a state dict.
    ///
    /// `choice` is a description's path or a family's name; nil tries the families. Throws `unreadableDocument`,
    /// `layersDoNotConnect`, `layersDoNotFit`, `unknownArchitecture` for a choice that is neither and for shapes that fit no
    /// family, or several. `path` names the state dict's file.
    public static func resolve(
        choice: String?, role: Role, tensors: [String: Tensor], path: String
    ) throws(ModelError) -> Architecture {
        let variant: FamilyVariant?
        do throws(FamilyMismatch) {
            variant = try choice.flatMap { choice throws(FamilyMismatch) in
                try FamilyVariant(choice, families: familyTypes.map { $0.name })
            }
        } catch { throw .unknownArchitecture(path: path, problem: error.reason) }
        let name = variant?.family ?? choice
        let chosen = familyTypes.filter { name == nil || $0.name == name }
        guard let choice, chosen.isEmpty else {
            let found = try family(among: chosen, role: role, tensors: tensors, path: path)
            return variant?.applied(to: found) ?? found
        }
        let isPath = choice.contains("/") || ["yaml", "yml", "json"].contains((choice as NSString).pathExtension)
        guard isPath || FileManager.default.fileExists(atPath: choice) else {
            let question = NearestName.question(choice, in: families)
            throw .unknownArchitecture(
                path: path, problem: "\"\(choice)\" is neither a file nor a family of architectures.\(question)")
        }
        return try Architecture(ArchitectureDocument.read(choice, role: role), role: role, path: choice)
    }

    /// The one family among `types` that the shapes fit; throws `unknownArchitecture` with every family's reason where none
    /// does, and with their names where several do.
    static func family(
        among types: [any ArchitectureFamily.Type], role: Role, tensors: [String: Tensor], path: String
    ) throws(ModelError) -> Architecture {
        let shapes = WeightNorms(tensors).plainShapes
        var found: [(name: String, architecture: Architecture)] = []
        var reasons: [String] = []
        for type in types {
            do throws(FamilyMismatch) {
                found.append((type.name, try type.match(shapes, role: role)))
            } catch {
                reasons.append("a \(role.rawValue) of the family \(type.name): \(error.reason)")
            }
        }
        guard let first = found.first else {
            throw .unknownArchitecture(
                path: path, problem: "its tensors don't fit \(reasons.joined(separator: "; nor "))")
        }
        guard found.count == 1 else {
            let names = found.map(\.name).joined(separator: ", ")
            throw .unknownArchitecture(
                path: path, problem: "its tensors fit several families, \(names); name one of them with --architecture")
        }
        return first.architecture
    }
}

extension Architecture {
    /// The architecture that a document describes for one role; `path` names the document.
    ///
    /// Throws `unreadableDocument` for what is missing or contradicts itself, and `layersDoNotFit`.
    public init(_ document: ArchitectureDocument, role: Role, path: String) throws(ModelError) {
        self.role = role
        origin = (path as NSString).lastPathComponent
        assumed = document.assumed
        ignored = document.ignored
        classCount = document.readsLabel ? document.classCount : nil
        if let classes = document.classCount, !document.readsLabel, role == .generator {
            let unused = "classes is \(classes), but no layer reads label, so that samples have no class"
            assumed = [assumed, unused].compactMap { $0 }.joined(separator: "; ")
        }
        let generator = try Self.generator(document, path: path)
        switch role {
        case .generator:
            guard let generator else {
                throw .unreadableDocument(path: path, line: nil, problem: "it describes no generator")
            }
            network = generator.network
            latent = generator.latent
        case .discriminator:
            guard let layers = document.discriminator else {
                throw .unreadableDocument(path: path, line: nil, problem: "it describes no discriminator")
            }
            network = NetworkDescription(
                input: try Self.sampleShape(document, generator: generator?.network, path: path), layers: layers)
            latent = nil
        }
        let output = try network.outputShape()
        if let range = document.valueRange {
            valueRange = range
        } else {
            valueRange = try Self.range(
                after: document.generator?.last, isImage: (role == .generator ? output : network.input).count == 3,
                path: path)
        }
    }

    private static func generator(
        _ document: ArchitectureDocument, path: String
    ) throws(ModelError) -> (network: NetworkDescription, latent: LatentPrior)? {
        guard var layers = document.generator else { return nil }
        let expected = layers.first?.layer.expectedInput
        guard let latent = document.latent ?? expected.map({ LatentPrior(shape: $0.latentShape) }) else {
            throw .unreadableDocument(
                path: path, line: nil,
                problem: "latent is missing, and the generator's first layer does not tell its shape"
            )
        }
        if document.readsLabel, let classes = document.classCount {
            return try conditional(document, layers, latent: latent, classes: classes, path: path)
        }
        let shape = channelsLast(latent.shape)
        let input = expected.map { $0.input(ofLatent: shape) } ?? shape
        // A perceptron's pixels come as a vector; the document's shape makes an image of them.
        if let shape = document.sampleShape, shape.count == 3 {
            let output = try NetworkDescription(input: input, layers: layers).outputShape()
            if output == [shape.reduce(1, *)] { layers.append(.unflatten(shape: shape)) }
        }
        let network = NetworkDescription(input: input, layers: layers)
        let output = try network.outputShape()
        if let shape = document.sampleShape, output != channelsLast(shape) {
            throw .outputMismatch(path: path, found: output, expected: channelsLast(shape))
        }
        return (network, latent)
    }

    /// A generator whose input is a latent vector with the class behind it.
    private static func conditional(
        _ document: ArchitectureDocument, _ layers: [LayerDescription], latent: LatentPrior, classes: Int, path: String
    ) throws(ModelError) -> (network: NetworkDescription, latent: LatentPrior) {
        var network = NetworkDescription(input: [latent.shape.reduce(1, *) + classes], layers: layers)
        if let shape = document.sampleShape {
            if shape.count == 3, try network.outputShape() == [shape.reduce(1, *)] {
                network.layers.append(.unflatten(shape: shape))
            }
            let output = try network.outputShape()
            guard output == channelsLast(shape) else {
                throw .outputMismatch(path: path, found: output, expected: channelsLast(shape))
            }
        }
        return (network, LatentPrior(distribution: latent.known ?? .standardNormal, shape: [latent.shape.reduce(1, *)]))
    }

    /// What a discriminator takes: what the document says, else what the generator makes, else the one square image that
    /// its layers accept.
    private static func sampleShape(
        _ document: ArchitectureDocument, generator: NetworkDescription?, path: String
    ) throws(ModelError) -> [Int] {
        if let shape = document.sampleShape { return channelsLast(shape) }
        if let generator { return try generator.outputShape() }
        let layers = document.discriminator ?? []
        switch layers.first?.layer.expectedInput {
        case .vector(let size): return [size]
        case .image(let channels):
            let wiring = try NetworkDescription(input: [], layers: layers).wiring()
            let sides = (1...1024).filter { side in
                let flow = try? NetworkDescription(input: [side, side, channels], layers: layers).flow(wiring)
                return flow?.shapes.last?.reduce(1, *) == 1
            }
            if sides.count == 1 { return [sides[0], sides[0], channels] }
            let found =
                sides.isEmpty ? "no square image fits" : "images \(sides[0]) and \(sides[1]) pixels wide fit"
            throw .unreadableDocument(
                path: path, line: nil, problem: "sample_shape is missing, and \(found) the discriminator")
        case nil:
            throw .unreadableDocument(
                path: path, line: nil, problem: "sample_shape is missing, and the first layer does not tell it")
        }
    }

    /// The range that a generator's last layer makes.
    private static func range(
        after last: LayerDescription?, isImage: Bool, path: String
    ) throws(ModelError) -> ValueRange {
        if let range = last?.layer.valueRange { return range }
        if !isImage { return .symmetric }
        throw .unreadableDocument(
            path: path, line: nil, problem: "range is missing, and no last layer of a generator tells it")
    }

    /// PyTorch's `[channels, height, width]` as `[height, width, channels]`.
    private static func channelsLast(_ shape: [Int]) -> [Int] {
        shape.count == 3 ? [shape[1], shape[2], shape[0]] : shape
    }
}
