import GANNumerics
public import OrderedCollections

/// Everything that decides which numbers come out, as data.
///
/// Two results may be compared only when their fingerprints are equal. Paths are not part of it; contents are. Nor is the
/// program's version: a release that measures as the one before gives the same fingerprint.
public struct EvaluationProtocol: Sendable, Equatable {
    /// The protocol's fields by name, in the order in which they are shown, which decides nothing.
    ///
    /// Extractor, weights digest, counts, quantization, resize rule, estimator options, seed.
    public var fields: OrderedDictionary<String, String>

    /// A protocol of these fields.
    public init(fields: OrderedDictionary<String, String>) { self.fields = fields }

    /// The version of the rules by which ganeval measures.
    ///
    /// It rises when the same data and options give other numbers: an estimator, a choice of rows or a default that no field
    /// shows has changed. New metrics, words and pages leave it alone.
    public static let currentVersion = "2"

    /// The value of a field that ganeval names; nil where the protocol has none.
    public subscript(key: ProtocolKey) -> String? {
        get { fields[key.rawValue] }
        set { fields[key.rawValue] = newValue }
    }

    /// Fields that say what was measured, not how: which of a file's weights, and samples of which latents.
    ///
    /// Figures of protocols that differ in these alone may be compared; in pairs only where the latents are the same.
    public static let subjectFields: Set<String> = [
        ProtocolKey.generatorWeights.rawValue, ProtocolKey.samplingSeed.rawValue,
    ]

    /// The protocol by which a generator's weights of this kind are sampled; they stand beside the seed.
    public func sampling(weights: String) -> EvaluationProtocol {
        var result = self
        let place = fields.index(forKey: ProtocolKey.samplingSeed.rawValue).map { $0 + 1 } ?? fields.count
        result.fields.updateValue(weights, forKey: ProtocolKey.generatorWeights.rawValue, insertingAt: place)
        return result
    }

    /// The first 16 hexadecimal digits of the SHA-256 of all names and values, the names in the order of their UTF-8 bytes;
    /// after each name and each value stands a zero byte.
    public var fingerprint: String {
        var digest = ContentDigest()
        for (name, value) in fields.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            digest.update(name)
            digest.update(value)
        }
        return String(digest.hexadecimal().prefix(16))
    }

    /// A field in which two protocols differ; nil for one that is not there.
    package struct Difference: Equatable {
        package var name: String
        package var own: String?
        package var other: String?
    }

    /// The fields in which this protocol and another differ, but for those that are `ignored`: its own in their order, then
    /// those that only the other has.
    package func differences(from other: EvaluationProtocol, ignoring ignored: Set<String>) -> [Difference] {
        let names = Array(fields.keys) + other.fields.keys.filter { fields[$0] == nil }
        return names.filter { !ignored.contains($0) && fields[$0] != other.fields[$0] }.map {
            Difference(name: $0, own: fields[$0], other: other.fields[$0])
        }
    }
}
