import Foundation
public import GANNumerics
import GANText

/// A network's layers with what running it needs: everything about a model but its weights.
public struct Architecture: Sendable, Equatable {
    /// Which of a GAN's two networks it is.
    public enum Role: String, Sendable, CaseIterable {
        case generator, discriminator
    }

    public var role: Role
    public var network: NetworkDescription
    /// What a generator's latent vectors look like; nil for a discriminator.
    public var latent: ArchitectureDocument.Latent?
    /// The values that stand for black and white in samples.
    public var valueRange: ValueRange
    public var classCount: Int?
    /// Where it came from, for people: "arch.yaml" or "family dcgan".
    public var origin: String

    /// The names of the families whose layers follow from the tensors' shapes.
    public static let families = [DCGANFamily.name]

    /// Finds the architecture for a state dict.
    ///
    /// `choice` is a description's path or a family's name; nil tries the families. Throws `unreadableDocument`,
    /// `layersDoNotFit`, `unknownArchitecture` for a choice that is neither and for shapes that fit no family. `path` names
    /// the state dict's file.
    public static func resolve(
        choice: String?, role: Role, tensors: [String: Tensor], path: String
    ) throws(ModelError) -> Architecture {
        guard let choice, !families.contains(choice) else {
            return try family(role: role, tensors: tensors, path: path)
        }
        let isPath = choice.contains("/") || ["yaml", "yml", "json"].contains((choice as NSString).pathExtension)
        guard isPath || FileManager.default.fileExists(atPath: choice) else {
            let question = NearestName.question(choice, in: families)
            throw .unknownArchitecture(
                path: path, problem: "\"\(choice)\" is neither a file nor a family of architectures.\(question)")
        }
        return try Architecture(ArchitectureDocument.read(choice), role: role, path: choice)
    }

    /// The family that the shapes fit.
    private static func family(role: Role, tensors: [String: Tensor], path: String) throws(ModelError) -> Architecture {
        let shapes = WeightNorms(tensors).plainShapes
        let name = DCGANFamily.name
        do throws(DCGANFamily.Mismatch) {
            switch role {
            case .generator:
                let (layers, size) = try DCGANFamily.generator(shapes)
                return Architecture(
                    role: role, network: NetworkDescription(input: [1, 1, size], layers: layers),
                    latent: .init(shape: [size, 1, 1]), valueRange: .symmetric, classCount: nil,
                    origin: "family \(name)")
            case .discriminator:
                return Architecture(
                    role: role, network: try DCGANFamily.discriminator(shapes), latent: nil, valueRange: .symmetric,
                    classCount: nil, origin: "family \(name)")
            }
        } catch {
            throw .unknownArchitecture(
                path: path, problem: "its tensors don't fit a \(role.rawValue) of the family \(name): \(error.reason)")
        }
    }
}

extension Architecture {
    /// The architecture that a document describes for one role; `path` names the document.
    ///
    /// Throws `unreadableDocument` for what is missing or contradicts itself, and `layersDoNotFit`.
    public init(_ document: ArchitectureDocument, role: Role, path: String) throws(ModelError) {
        self.role = role
        origin = (path as NSString).lastPathComponent
        classCount = document.classCount
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
    ) throws(ModelError) -> (network: NetworkDescription, latent: ArchitectureDocument.Latent)? {
        guard var layers = document.generator else { return nil }
        let latent: ArchitectureDocument.Latent
        switch (document.latent, layers.first) {
        case (let given?, _): latent = given
        case (nil, .transposedConvolution(let c)), (nil, .convolution(let c)): latent = .init(shape: [c.inputs, 1, 1])
        case (nil, .linear(let inputs, _, _, _)): latent = .init(shape: [inputs])
        default:
            throw .unreadableDocument(
                path: path, line: nil,
                problem: "latent is missing, and the generator's first layer does not tell its shape"
            )
        }
        var input = channelsLast(latent.shape)
        switch layers.first {
        case .linear: input = [input.reduce(1, *)]
        case .transposedConvolution, .convolution: if input.count == 1 { input = [1, 1, input[0]] }
        default: break
        }
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

    /// What a discriminator takes: what the document says, else what the generator makes, else the one square image that
    /// its layers accept.
    private static func sampleShape(
        _ document: ArchitectureDocument, generator: NetworkDescription?, path: String
    ) throws(ModelError) -> [Int] {
        if let shape = document.sampleShape { return channelsLast(shape) }
        if let generator { return try generator.outputShape() }
        let layers = document.discriminator ?? []
        switch layers.first {
        case .linear(let inputs, _, _, _): return [inputs]
        case .convolution(let c):
            let sides = (1...1024).filter { side in
                let output = try? NetworkDescription(input: [side, side, c.inputs], layers: layers).outputShape()
                return output?.reduce(1, *) == 1
            }
            if sides.count == 1 { return [sides[0], sides[0], c.inputs] }
            let found =
                sides.isEmpty ? "no square image fits" : "images \(sides[0]) and \(sides[1]) pixels wide fit"
            throw .unreadableDocument(
                path: path, line: nil, problem: "sample_shape is missing, and \(found) the discriminator")
        default:
            throw .unreadableDocument(
                path: path, line: nil, problem: "sample_shape is missing, and the first layer does not tell it")
        }
    }

    /// The range that a generator's last layer makes.
    private static func range(
        after last: LayerDescription?, isImage: Bool, path: String
    ) throws(ModelError) -> ValueRange {
        switch last {
        case .sigmoid: return ValueRange(low: 0, high: 1)
        case .hyperbolicTangent: return .symmetric
        default:
            if !isImage { return .symmetric }
            throw .unreadableDocument(
                path: path, line: nil, problem: "range is missing, and no last layer of a generator tells it")
        }
    }

    /// PyTorch's `[channels, height, width]` as `[height, width, channels]`.
    private static func channelsLast(_ shape: [Int]) -> [Int] {
        shape.count == 3 ? [shape[1], shape[2], shape[0]] : shape
    }
}
