import Foundation
import GANFiles

/// A value of a JSON document from outside.
enum JSONField: Decodable, Equatable, Sendable {
    case null
    case flag(Bool)
    case number(Double)
    case text(String)
    case list([JSONField])
    case object([String: JSONField])

    /// Foundation's parser bounds the nesting, and with it this recursion.
    init(from decoder: any Decoder) throws {
        // Not by trying one type after the other alone: which container there is tells objects and lists apart cheaply.
        if let container = try? decoder.container(keyedBy: AnyName.self) {
            var fields: [String: JSONField] = [:]
            for key in container.allKeys { fields[key.stringValue] = try container.decode(JSONField.self, forKey: key) }
            self = .object(fields)
            return
        }
        if var container = try? decoder.unkeyedContainer() {
            var items: [JSONField] = []
            while !container.isAtEnd { items.append(try container.decode(JSONField.self)) }
            self = .list(items)
            return
        }
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else {
            self = .flag(try value.decode(Bool.self))
        }
    }

    private struct AnyName: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    var number: Double? { if case .number(let value) = self, value.isFinite { value } else { nil } }
    var text: String? { if case .text(let value) = self { value } else { nil } }
    var items: [JSONField]? { if case .list(let value) = self { value } else { nil } }
    var fields: [String: JSONField]? { if case .object(let value) = self { value } else { nil } }

    /// The ends of [low, high].
    var ends: (low: Double, high: Double)? {
        guard let items, items.count == 2, let low = items[0].number, let high = items[1].number, low <= high else {
            return nil
        }
        return (low, high)
    }
}

/// Reads ganeval's own JSON documents back, trusting none of them.
enum DocumentFile {
    /// Larger than any report, which has hundreds of kilobytes; audits list their copies.
    static let sizeLimit = 16 << 20
    /// More than any report holds; a parsed value takes much more room than the two characters that it may be written in.
    static let valueLimit = 500_000

    /// The document at `path`, whose schema must be `family/version`, decoded as `type`.
    ///
    /// Throws `unreadableDocument` and `newerSchema`.
    static func read<Document: Decodable>(
        _ type: Document.Type, path: String, family: String, version: Int
    ) throws(GateError) -> Document {
        let bytes: [UInt8]
        do throws(FileError) { bytes = try BoundedFile.read(path, limit: sizeLimit) } catch {
            throw .unreadableDocument(
                path: path, problem: error.fact, expected: "a document of the schema \(family)/\(version)")
        }
        return try parse(type, bytes, path: path, family: family, version: version)
    }

    /// The same from a document's bytes; `path` is how errors call it.
    static func parse<Document: Decodable>(
        _ type: Document.Type, _ bytes: [UInt8], path: String, family: String, version: Int
    ) throws(GateError) -> Document {
        let expected = "a document of the schema \(family)/\(version)"
        guard values(in: bytes) <= valueLimit else {
            throw .unreadableDocument(
                path: path, problem: "it holds more than \(valueLimit) values", expected: expected)
        }
        let data = Data(bytes)
        let decoder = JSONDecoder()
        guard let schema = (try? decoder.decode(Head.self, from: data))?.schema else {
            let problem =
                (try? decoder.decode(JSONField.self, from: data)) == nil
                ? "it is not JSON" : "it names no schema"
            throw .unreadableDocument(path: path, problem: problem, expected: expected)
        }
        let parts = schema.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == family, parts[1].allSatisfy({ $0.isASCII && $0.isNumber }),
            let found = Int(parts[1]), found >= 1
        else {
            throw .unreadableDocument(
                path: path, problem: "its schema is \"\(String(schema.prefix(60)))\"", expected: expected)
        }
        guard found <= version else { throw .newerSchema(path: path, found: schema, known: expected) }
        do {
            return try decoder.decode(type, from: data)
        } catch let error as DecodingError {
            throw .unreadableDocument(path: path, problem: explanation(error), expected: expected)
        } catch {
            throw .unreadableDocument(path: path, problem: "\(error)", expected: expected)
        }
    }

    /// At least as many values as a JSON text has: one for each comma, colon and opening bracket outside of its strings.
    private static func values(in bytes: [UInt8]) -> Int {
        var count = 1
        var isText = false
        var isEscaped = false
        for byte in bytes {
            if isText {
                if isEscaped {
                    isEscaped = false
                } else if byte == 0x5C {
                    isEscaped = true
                } else if byte == 0x22 {
                    isText = false
                }
            } else {
                switch byte {
                case 0x22: isText = true
                case 0x2C, 0x3A, 0x5B, 0x7B: count += 1
                default: break
                }
            }
        }
        return count
    }

    private struct Head: Decodable { var schema: String }

    private static func explanation(_ error: DecodingError) -> String {
        func place(_ path: [any CodingKey]) -> String {
            path.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let key, let context): return "\(place(context.codingPath + [key])) is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "\(place(context.codingPath)) is of another type than the schema says"
        case .dataCorrupted(let context):
            return context.codingPath.isEmpty
                ? "it is not JSON" : "\(place(context.codingPath)): \(context.debugDescription)"
        @unknown default: return "\(error)"
        }
    }
}
