import Foundation

/// A JSON document that this module carries without looking inside: an architecture, a training plan.
///
/// The layers above define what it means; encoding sorts keys, so that equal values give equal bytes.
public struct JSONText: Sendable, Equatable, Codable {
    /// The document's text, as it was written.
    public let text: String

    /// Wraps a text as it is; `decoded(as:)` is where it is checked.
    public init(_ text: String) { self.text = text }

    /// The JSON form of a value; throws what its encoding throws.
    public init(encoding value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        text = String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// The value that the text stands for; throws `DecodingError` when it is not one.
    public func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }

    /// Takes the value that stands at this place of a document, whatever it is.
    public init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    /// Writes the value that the text says.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
