import GANFiles
public import GANNumerics

/// A description of networks that a person wrote, in YAML or JSON: what a bare state dict lacks.
///
///     latent: {shape: [64, 1, 1], distribution: standard normal}
///     range: [-1, 1]
///     generator:
///       - {kind: ConvTranspose2d, in: 64, out: 128, kernel: 7, bias: false, key: main.0}
///       - {kind: BatchNorm2d, features: 128, key: main.1}
///       - {kind: ReLU}
///
/// Layers are a chain, or a graph where they name what they read, as `LayerDescription` says; shapes are in PyTorch's order, `[channels, height, width]`. `latent`
/// may be left out where the first layer tells its shape, `range` after a hyperbolic tangent or a sigmoid, and
/// `sample_shape` where the generator tells it. An unknown key is an error.
public struct ArchitectureDocument: Sendable, Equatable {
    /// The generator's layers; nil where only the discriminator is described.
    public var generator: [LayerDescription]?
    /// The discriminator's layers; nil where only the generator is described.
    public var discriminator: [LayerDescription]?
    /// What the generator's latent vectors look like; nil where its first layer tells.
    public var latent: LatentPrior?
    /// The values that stand for black and white.
    public var valueRange: ValueRange?
    /// The number of classes of a conditional generator.
    public var classCount: Int?
    /// One sample's shape, `[channels, height, width]` or `[d]`.
    public var sampleShape: [Int]?
    /// Patterns of names of tensors that no layer needs, `*` for any characters: "*.filter".
    public internal(set) var ignored: [String] = []
    /// Whether the generator's input is the latent vector with the class behind it, which its layers read as `label`.
    public internal(set) var readsLabel = false
    /// What the text did not say and was taken for granted, in words: the order in which printed layers run.
    public internal(set) var assumed: String?

    /// More layers than any description needs.
    static let layerLimit = 1000

    /// Takes everything as it is; `Architecture` checks it.
    public init(
        generator: [LayerDescription]? = nil, discriminator: [LayerDescription]? = nil, latent: LatentPrior? = nil,
        valueRange: ValueRange? = nil, classCount: Int? = nil, sampleShape: [Int]? = nil
    ) {
        self.generator = generator
        self.discriminator = discriminator
        self.latent = latent
        self.valueRange = valueRange
        self.classCount = classCount
        self.sampleShape = sampleShape
    }

    /// The longest text of `print(G)` that is read, in bytes.
    private static let printedLimit = 256 << 10

    /// Reads the document at `path`, at most 256 KiB, or the text of `print(G)`, which describes the network of `role`.
    ///
    /// Throws `unreadableDocument`, which names the line.
    public static func read(
        _ path: String, role: Architecture.Role = .generator
    ) throws(ModelError) -> ArchitectureDocument {
        if let bytes = try? BoundedFile.read(path, limit: printedLimit),
            let text = String(validating: bytes, as: UTF8.self), PrintedNetwork.isPrinted(text)
        {
            return try ArchitectureDocument(printed: text, role: role, path: path)
        }
        do throws(DocumentProblem) {
            return try YAMLDocument.read(ArchitectureDocument.self, path: path)
        } catch { throw ModelError(error) }
    }

    /// The document that the text of `print(G)` stands for; `path` names it in errors.
    init(printed text: String, role: Architecture.Role, path: String) throws(ModelError) {
        let network: PrintedNetwork
        do throws(PrintedNetwork.Problem) { network = try PrintedNetwork(text) } catch {
            throw .unreadableDocument(path: path, line: error.line, problem: error.text)
        }
        try self.init(chain: network.layers, role: role, order: "the order in which they are printed", path: path)
    }

    /// The document of layers that run one after another, `order` in words.
    init(chain: [NamedLayer], role: Architecture.Role, order: String, path: String) throws(ModelError) {
        guard !chain.contains(where: { $0.kind == "Embedding" }) else {
            throw .unreadableDocument(
                path: path, line: nil,
                problem:
                    "it holds an Embedding, and what becomes of the class is not printed; describe the layers in YAML, with classes and input: label"
            )
        }
        let (document, views) = LayerChain.document(chain, role: role)
        do throws(ModelError) { try self.init(text: document, path: path) } catch {
            // Its lines are not the person's.
            guard case .unreadableDocument(_, let line, let problem) = error, let line, line >= 2 else { throw error }
            throw .unreadableDocument(path: path, line: nil, problem: problem)
        }
        assumed = (["layers run in \(order)"] + views).joined(separator: ", ")
    }

    /// Reads a document's text; `path` names it in errors.
    public init(text: String, path: String) throws(ModelError) {
        do throws(DocumentProblem) {
            self = try YAMLDocument.decode(ArchitectureDocument.self, bytes: Array(text.utf8), path: path)
        } catch { throw ModelError(error) }
    }
}

extension ArchitectureDocument: Decodable {
    private static let keys = ["latent", "range", "generator", "discriminator", "classes", "sample_shape", "ignore"]

    /// Reads the document; throws a `DecodingError` at the field that is wrong, for layers that can't be connected too.
    public init(from decoder: any Decoder) throws {
        let fields = try DocumentFields(decoder)
        try fields.allowOnly(Self.keys, in: "an architecture")
        (generator, assumed) = try Self.layers(.generator, fields)
        var alsoAssumed: String?
        (discriminator, alsoAssumed) = try Self.layers(.discriminator, fields)
        assumed = assumed ?? alsoAssumed
        let stated: LatentFields? = try fields.nested("latent")
        latent = stated?.prior
        classCount = fields.has("classes") ? try fields.size("classes") : nil
        sampleShape = fields.has("sample_shape") ? try fields.shape("sample_shape") : nil
        ignored = fields.has("ignore") ? try fields.texts("ignore") : []
        let partCount = try takeApart(fields)
        for (name, layers) in [("generator", generator), ("discriminator", discriminator)] {
            guard let layers else { continue }
            guard (1...Self.layerLimit).contains(layers.count) else {
                throw fields.problem(
                    .init(name), "\(name) has \(layers.count) layers, expected 1 to \(Self.layerLimit)")
            }
            do throws(LayerWiring.Problem) {
                _ = try LayerWiring(layers)
            } catch {
                // Layers that were put before those of the text have no place there.
                let shift = name == "generator" ? partCount : 0
                let own = LayerWiring.Problem(
                    layer: max(0, error.layer - shift), field: error.field, text: error.text)
                throw own.decodingError(at: decoder.codingPath + [DocumentFields.Key(name)])
            }
        }
        guard generator != nil || discriminator != nil else {
            throw fields.problem(.init("generator"), "neither generator nor discriminator is there")
        }
        if fields.has("range") {
            let bounds = try fields.numbers("range").map { Float($0) }
            guard bounds.count == 2, bounds.allSatisfy({ $0.isFinite }), bounds[0] < bounds[1] else {
                throw fields.problem(
                    .init("range"), "range is \(bounds), expected [black, white] with black below white")
            }
            valueRange = ValueRange(low: bounds[0], high: bounds[1])
        }
    }
}

extension ArchitectureDocument {
    /// Puts layers before a conditional generator's that take latent vector and class apart, and returns how many.
    private mutating func takeApart(_ fields: DocumentFields) throws -> Int {
        guard let layers = generator, layers.contains(where: { $0.inputs.contains(ConditionalLayers.label) }),
            !layers.contains(where: { $0.name == ConditionalLayers.label })
        else { return 0 }
        guard let classCount else {
            throw fields.problem(.init("generator"), "a layer reads label, and classes is missing: how many there are")
        }
        guard let latent else {
            throw fields.problem(.init("generator"), "a layer reads label, and latent is missing: the vector beside it")
        }
        let parts = ConditionalLayers.parts(of: layers, latent: latent.shape, classes: classCount)
        generator = parts + layers
        readsLabel = true
        return parts.count
    }

    /// A network's layers: a list, or the text of `print(G)`.
    private static func layers(
        _ role: Architecture.Role, _ fields: DocumentFields
    ) throws -> ([LayerDescription]?, String?) {
        let name = role.rawValue
        guard fields.has(name), let text = try? fields.text(name) else { return (try fields.nested(name), nil) }
        do throws(ModelError) {
            let document = try ArchitectureDocument(printed: text, role: role, path: name)
            return (role == .generator ? document.generator : document.discriminator, document.assumed)
        } catch { throw fields.problem(.init(name), error.fact) }
    }
}

/// A latent prior as a person writes it: the shape, and a distribution that is standard normal where none is named.
private struct LatentFields: Decodable {
    let prior: LatentPrior

    init(from decoder: any Decoder) throws {
        let fields = try DocumentFields(decoder)
        try fields.allowOnly(["shape", "distribution"], in: "latent")
        let shape = try fields.shape("shape")
        let names = LatentDistribution.allCases.map(\.rawValue)
        // The field writes both "standard normal" and "standard_normal".
        let spelt = names + names.map { $0.replacing("_", with: " ") }.filter { !names.contains($0) }
        let word = try fields.word("distribution", of: spelt, otherwise: names[0])
        prior = LatentPrior(distribution: LatentDistribution(name: word) ?? .standardNormal, shape: shape)
    }
}
