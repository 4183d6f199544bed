package import GANNumerics

/// A digest of everything in a file, kept in its metadata: one changed bit is an error then, not another model.
///
/// It guards against damage, not against intent: whoever changes a file on purpose can seal it again. Files of earlier releases have none.
package enum ContentSeal {
    /// The metadata's key.
    package static let key = "ganeval.sha256"

    /// The metadata with the seal of these tensors and of the other texts.
    package static func sealed(_ metadata: [String: String], tensors: [String: Tensor]) -> [String: String] {
        var metadata = metadata
        metadata[key] = value(metadata, tensors: tensors.mapValues { WeightTensor($0) })
        return metadata
    }

    /// Whether the content is what was sealed; true where there is no seal.
    package static func holds(_ metadata: [String: String], tensors: [String: WeightTensor]) -> Bool {
        guard let seal = metadata[key] else { return true }
        return seal == value(metadata, tensors: tensors)
    }

    /// SHA-256 over names, shapes and bytes of all tensors and over all texts but the seal; O(bytes).
    private static func value(_ metadata: [String: String], tensors: [String: WeightTensor]) -> String {
        var digest = ContentDigest()
        for (key, text) in metadata.sorted(by: { SafetensorsFile.precedes($0.key, $1.key) }) where key != Self.key {
            digest.update(key)
            digest.update(text)
        }
        for (name, tensor) in tensors.sorted(by: { SafetensorsFile.precedes($0.key, $1.key) }) {
            digest.update(name)
            digest.update(tensor.type.rawValue)
            digest.update([tensor.shape.count] + tensor.shape)
            tensor.bytes.withUnsafeBytes { digest.update($0) }
        }
        return digest.hexadecimal()
    }
}
