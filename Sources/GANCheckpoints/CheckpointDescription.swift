public import GANFiles
public import GANNumerics

/// Everything besides weights that rebuilding a model needs, kept in the checkpoint's own metadata.
public struct CheckpointDescription: Sendable, Equatable, Codable {
    /// The generator's layers; `GANModels` defines the document.
    public var generator: JSONText
    /// The discriminator's layers, where the checkpoint holds one.
    public var discriminator: JSONText?
    /// What the generator's latent arrays are drawn from; of a generator that takes images, the noise planes beside them, `[height, width, planes]`,
    /// nil where it takes none.
    public var latent: LatentPrior?
    /// The number of classes of a conditional generator, nil for an unconditional one.
    public var classCount: Int?
    /// How the discriminator uses labels; nil of an unconditional one, and in files of earlier releases.
    public var labelUse: LabelUse?
    /// The values that stand for black and white in the generator's output, `[-1, 1]`.
    public var valueRange: [Double]
    /// One sample's shape, channels last: `[28, 28, 1]`, or `[2]` for points.
    public var sampleShape: [Int]
    /// The shape of the images that the generator takes, channels last; nil of a generator that takes latent arrays.
    public var inputShape: [Int]?
    /// The layers of the generator that goes the other way, from samples to inputs, where there is one.
    public var inverseGenerator: JSONText?
    /// The layers of the discriminator that judges what that one makes.
    public var inverseDiscriminator: JSONText?
    /// Training steps done.
    public var step: Int
    /// Training samples seen, repetitions counted.
    public var imagesSeen: Int
    /// How it was trained; `GANTraining` defines the document.
    public var plan: JSONText?
    /// The seed of the training run.
    public var seed: UInt64
    /// The version of ganeval that wrote it.
    public var toolVersion: String

    /// Describes a checkpoint that is about to be written; the parameters are the properties of their names.
    public init(
        generator: JSONText, discriminator: JSONText? = nil, latent: LatentPrior?, classCount: Int? = nil,
        valueRange: [Double], sampleShape: [Int], step: Int, imagesSeen: Int, plan: JSONText? = nil, seed: UInt64,
        toolVersion: String
    ) {
        self.generator = generator
        self.discriminator = discriminator
        self.latent = latent
        self.classCount = classCount
        self.valueRange = valueRange
        self.sampleShape = sampleShape
        self.step = step
        self.imagesSeen = imagesSeen
        self.plan = plan
        self.seed = seed
        self.toolVersion = toolVersion
    }
}

extension CheckpointDescription {
    static let formatKey = "ganeval.format"
    static let formatName = "ganeval.checkpoint/"
    /// The version of generators that take latent arrays.
    static let latentVersion = 1
    /// The version of generators that take images, the newest one.
    static let formatVersion = 2
    /// More values than any sample or latent vector needs; a larger claim would only exhaust memory.
    static let valueLimit = 1 << 26

    /// The description as metadata: one `ganeval.*` key a field, each a JSON text.
    func metadata() throws(CheckpointError) -> [String: String] {
        let version = inputShape == nil ? Self.latentVersion : Self.formatVersion
        var result = [Self.formatKey: "\(Self.formatName)\(version)"]
        result["ganeval.generator"] = generator.text
        result["ganeval.discriminator"] = discriminator?.text
        result["ganeval.plan"] = plan?.text
        result["ganeval.inverse_generator"] = inverseGenerator?.text
        result["ganeval.inverse_discriminator"] = inverseDiscriminator?.text
        do {
            if let latent { result["ganeval.latent"] = try JSONText(encoding: latent).text }
            if let inputShape { result["ganeval.input_shape"] = try JSONText(encoding: inputShape).text }
            if let classCount { result["ganeval.class_count"] = try JSONText(encoding: classCount).text }
            if let labelUse { result["ganeval.label_use"] = try JSONText(encoding: labelUse).text }
            result["ganeval.value_range"] = try JSONText(encoding: valueRange).text
            result["ganeval.sample_shape"] = try JSONText(encoding: sampleShape).text
            result["ganeval.step"] = try JSONText(encoding: step).text
            result["ganeval.images_seen"] = try JSONText(encoding: imagesSeen).text
            result["ganeval.seed"] = try JSONText(encoding: seed).text
            result["ganeval.tool_version"] = try JSONText(encoding: toolVersion).text
        } catch {
            throw .invalidMetadata(
                path: "checkpoint", key: "ganeval.value_range", problem: "cannot be written as JSON",
                allowed: "finite numbers")
        }
        return result
    }

    /// Reads and checks the description of the file at `path`.
    package init(metadata: [String: String], path: String) throws(CheckpointError) {
        let version = try Self.checkFormat(metadata[Self.formatKey], path: path)
        let reader = MetadataReader(metadata: metadata, path: path)
        generator = JSONText(try reader.text("ganeval.generator"))
        discriminator = metadata["ganeval.discriminator"].map { JSONText($0) }
        plan = metadata["ganeval.plan"].map { JSONText($0) }
        let takesImages = version > Self.latentVersion
        inputShape = takesImages ? try reader.value("ganeval.input_shape", allowed: "whole numbers") : nil
        inverseGenerator = takesImages ? metadata["ganeval.inverse_generator"].map { JSONText($0) } : nil
        inverseDiscriminator = takesImages ? metadata["ganeval.inverse_discriminator"].map { JSONText($0) } : nil
        latent =
            takesImages && metadata["ganeval.latent"] == nil
            ? nil : try reader.value("ganeval.latent", allowed: "a latent prior")
        classCount =
            metadata["ganeval.class_count"] == nil
            ? nil : try reader.value("ganeval.class_count", allowed: "a whole number")
        labelUse =
            metadata["ganeval.label_use"] == nil
            ? nil
            : try reader.value(
                "ganeval.label_use", allowed: LabelUse.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", "))
        valueRange = try reader.value("ganeval.value_range", allowed: "two numbers")
        sampleShape = try reader.value("ganeval.sample_shape", allowed: "whole numbers")
        step = try reader.value("ganeval.step", allowed: "a whole number")
        imagesSeen = try reader.value("ganeval.images_seen", allowed: "a whole number")
        seed = try reader.value("ganeval.seed", allowed: "a whole number")
        toolVersion = try reader.value("ganeval.tool_version", allowed: "a text")
        try check(path: path)
    }

    /// The format's version.
    private static func checkFormat(_ format: String?, path: String) throws(CheckpointError) -> Int {
        guard let format else { throw .notNative(path: path) }
        for version in [latentVersion, formatVersion] where format == "\(formatName)\(version)" { return version }
        let supported = "\(formatName)\(formatVersion)"
        if format.hasPrefix(formatName), let version = Int(format.dropFirst(formatName.count)), version > formatVersion
        {
            throw .newerFormat(path: path, found: format, supported: supported)
        }
        throw .invalidMetadata(path: path, key: formatKey, problem: "is \"\(format)\"", allowed: "\"\(supported)\"")
    }

    /// Checks what the types can't: signs, sizes, and the order of the range.
    func check(path: String) throws(CheckpointError) {
        func require(_ holds: Bool, _ key: String, _ problem: String, _ allowed: String) throws(CheckpointError) {
            if !holds { throw .invalidMetadata(path: path, key: key, problem: problem, allowed: allowed) }
        }
        if let latent {
            try require(
                latent.known != nil, "ganeval.latent", "names the distribution \"\(latent.distribution)\"",
                LatentDistribution.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", "))
            try require(
                Self.isSensible(latent.shape), "ganeval.latent", "has shape \(latent.shape)", Self.sensibleShape)
        }
        if let inputShape {
            try require(
                inputShape.count == 3 && Self.isSensible(inputShape), "ganeval.input_shape", "is \(inputShape)",
                "height, width and channels with a product of at most \(Self.valueLimit)")
            try require(
                sampleShape.count == 3, "ganeval.sample_shape", "is \(sampleShape)",
                "height, width and channels, as the generator makes images of images")
        } else {
            try require(latent != nil, "ganeval.latent", "is missing", "a latent prior")
        }
        try require(
            Self.isSensible(sampleShape), "ganeval.sample_shape", "is \(sampleShape)", Self.sensibleShape)
        try require(
            valueRange.count == 2 && valueRange.allSatisfy(\.isFinite) && valueRange[0] < valueRange[1],
            "ganeval.value_range", "is \(valueRange)", "two finite numbers, the smaller first")
        if let classCount {
            try require(
                (1...1_000_000).contains(classCount), "ganeval.class_count", "is \(classCount)", "1 to 1000000")
        }
        try require(step >= 0, "ganeval.step", "is \(step)", "0 or more")
        try require(imagesSeen >= 0, "ganeval.images_seen", "is \(imagesSeen)", "0 or more")
    }

    private static let sensibleShape = "1 to 4 positive sizes with a product of at most \(valueLimit)"

    private static func isSensible(_ shape: [Int]) -> Bool {
        guard (1...4).contains(shape.count) else { return false }
        var product = 1
        for axis in shape {
            guard axis > 0, axis <= valueLimit / product else { return false }
            product *= axis
        }
        return true
    }
}

/// Takes single values out of a metadata table, or says which one is missing or wrong.
private struct MetadataReader {
    let metadata: [String: String]
    let path: String

    func text(_ key: String) throws(CheckpointError) -> String {
        guard let text = metadata[key] else { throw .missingMetadata(path: path, key: key) }
        return text
    }

    func value<Value: Decodable>(_ key: String, allowed: String) throws(CheckpointError) -> Value {
        let text = JSONText(try text(key))
        do {
            return try text.decoded(as: Value.self)
        } catch {
            let shown = text.text.count > 60 ? text.text.prefix(60) + "…" : text.text[...]
            throw .invalidMetadata(path: path, key: key, problem: "is \(shown)", allowed: allowed)
        }
    }
}
