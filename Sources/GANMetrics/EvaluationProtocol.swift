import GANNumerics
public import OrderedCollections

/// Everything that decides which numbers come out, as data.
///
/// Two results may be compared only when their fingerprints are equal. Paths are not part of it; contents are.
public struct EvaluationProtocol: Sendable, Equatable {
    /// The protocol's fields by name, in a fixed order: extractor, weights digest, counts, quantization, resize rule,
    /// estimator options, seed.
    public var fields: OrderedDictionary<String, String>

    public init(fields: OrderedDictionary<String, String>) { self.fields = fields }

    package static let samplingSeed = "sampling_seed"
    package static let generatorWeights = "generator_weights"

    /// Fields that say which of a file's weights were measured, not how.
    public static let subjectFields: Set<String> = [generatorWeights]

    /// The protocol by which a generator's weights of this kind are sampled; they stand beside the seed.
    public func sampling(weights: String) -> EvaluationProtocol {
        var result = self
        let place = fields.index(forKey: Self.samplingSeed).map { $0 + 1 } ?? fields.count
        result.fields.updateValue(weights, forKey: Self.generatorWeights, insertingAt: place)
        return result
    }

    /// The first 16 hexadecimal digits of the SHA-256 of all names and values in order.
    public var fingerprint: String {
        var digest = ContentDigest()
        for (name, value) in fields {
            digest.update(name)
            digest.update(value)
        }
        return String(digest.hexadecimal().prefix(16))
    }
}
