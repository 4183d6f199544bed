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
