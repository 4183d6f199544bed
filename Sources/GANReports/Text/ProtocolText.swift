import GANEvaluation
import GANMetrics

/// A protocol's fields for people; what is hashed are the figures alone.
enum ProtocolText {
    /// A field's value with the words that say what it is, where its name does not.
    static func value(of name: String, _ value: String) -> String {
        name == ProtocolKey.extractorAccuracy.rawValue ? "\(value) on images set aside" : value
    }
}
