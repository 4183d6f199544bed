import GANFiles
public import GANNumerics

/// What ganeval writes into an ONNX model's metadata, so that the file alone tells how to use it.
public struct ONNXModelDescription: Sendable, Equatable {
    /// What the model is for.
    public enum Role: String, Sendable, CaseIterable, Codable {
        case generator, discriminator
    }

    /// What the model is for.
    public var role: Role
    /// What latent vectors are drawn from; generators have it.
    public var latent: LatentPrior?
    /// The values that stand for black and white in images, `[-1, 1]`.
    public var valueRange: [Double]
    /// One sample's shape, channels last: `[28, 28, 1]`, or `[2]` for points.
    public var sampleShape: [Int]
    /// SHA-256 of the file that the model was exported from.
    public var sourceDigest: String?
    /// Training steps done.
    public var step: Int?

    package init(
        role: Role, latent: LatentPrior? = nil, valueRange: [Double], sampleShape: [Int], sourceDigest: String? = nil,
        step: Int? = nil
    ) {
        self.role = role
        self.latent = latent
        self.valueRange = valueRange
        self.sampleShape = sampleShape
        self.sourceDigest = sourceDigest
        self.step = step
    }
}

extension ONNXModelDescription {
    static let formatKey = "ganeval.format"
    static let format = "ganeval.onnx/1"

    /// The description as metadata: one `ganeval.*` key a field, each a JSON text.
    func metadata() -> [String: String] {
        var result = [Self.formatKey: Self.format]
        func set(_ key: String, _ value: (some Encodable)?) {
            // Numbers, texts and lists of them always have a JSON form, but for NaN, which no checked range holds.
            if let value, let text = try? JSONText(encoding: value).text { result[key] = text }
        }
        set("ganeval.role", role)
        set("ganeval.latent", latent)
        set("ganeval.value_range", valueRange)
        set("ganeval.sample_shape", sampleShape)
        set("ganeval.source_digest", sourceDigest)
        set("ganeval.step", step)
        return result
    }

    /// Reads and checks the description in `metadata` of the model at `path`.
    ///
    /// Nil for a model that ganeval did not write. Throws `ModelError.unreadableArchitecture` for one that says it did
    /// and is not whole.
    public init?(metadata: [String: String], path: String) throws(ModelError) {
        guard let format = metadata[Self.formatKey], format.hasPrefix("ganeval.onnx/") else { return nil }
        func problem(_ text: String) -> ModelError { .unreadableArchitecture(path: path, problem: text) }
        guard format == Self.format else { throw problem("it is written as \(format), not \(Self.format)") }
        func optional<Value: Decodable>(_ key: String, as type: Value.Type) throws(ModelError) -> Value? {
            guard let text = metadata[key] else { return nil }
            guard let value = try? JSONText(text).decoded(as: type) else {
                throw problem("its metadata \"\(key)\" can't be read")
            }
            return value
        }
        func required<Value: Decodable>(_ key: String, as type: Value.Type) throws(ModelError) -> Value {
            guard let value = try optional(key, as: type) else { throw problem("it lacks the metadata \"\(key)\"") }
            return value
        }
        role = try required("ganeval.role", as: Role.self)
        latent = try optional("ganeval.latent", as: LatentPrior.self)
        valueRange = try required("ganeval.value_range", as: [Double].self)
        sampleShape = try required("ganeval.sample_shape", as: [Int].self)
        sourceDigest = try optional("ganeval.source_digest", as: String.self)
        step = try optional("ganeval.step", as: Int.self)
        guard valueRange.count == 2, valueRange.allSatisfy(\.isFinite), valueRange[0] < valueRange[1] else {
            throw problem("its value range is \(valueRange), expected two numbers, the smaller first")
        }
        guard sampleShape.count == 1 || sampleShape.count == 3, sampleShape.allSatisfy({ $0 > 0 }) else {
            throw problem("its samples have shape \(sampleShape), expected [d] or [height, width, channels]")
        }
    }
}
