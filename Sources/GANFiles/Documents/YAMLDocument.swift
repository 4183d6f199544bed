import Yams

/// Reads YAML and JSON that a person wrote, with every error at its line.
///
/// YAML 1.2 contains JSON, so one reader serves both. Anchors and aliases are refused before anything is parsed, since a
/// few lines of them can stand for billions of nodes; so are files over `sizeLimit` and nesting over `depthLimit`.
package enum YAMLDocument {
    /// The longest document that is read, in bytes: a thousand layers, and what parses within about a second.
    static let sizeLimit = 256 << 10
    /// Deeper than any description is; the parser works recursively.
    static let depthLimit = 100

    /// The value in the file at `path`; throws what is wrong with it.
    package static func read<Value: Decodable>(_ type: Value.Type, path: String) throws(DocumentProblem) -> Value {
        try decode(type, root: { () throws(DocumentProblem) in try root(path: path) }, path: path)
    }

    /// The value in a document's bytes; `path` names it in errors.
    package static func decode<Value: Decodable>(
        _ type: Value.Type, bytes: [UInt8], path: String
    ) throws(DocumentProblem) -> Value {
        try decode(type, root: { () throws(DocumentProblem) in try root(bytes: bytes, path: path) }, path: path)
    }

    private static func decode<Value: Decodable>(
        _ type: Value.Type, root: () throws(DocumentProblem) -> Node, path: String
    ) throws(DocumentProblem) -> Value {
        let node = try root()
        do {
            return try YAMLDecoder().decode(type, from: node)
        } catch let error as DecodingError {
            let (place, problem) = explanation(error)
            let text = (place.isEmpty ? "" : "\(place.map(\.text).joined(separator: ".")): ") + problem
            throw DocumentProblem(path: path, line: line(of: place, in: node), problem: text)
        } catch {
            throw DocumentProblem(path: path, problem: "\(error)")
        }
    }

    /// The parsed file at `path`.
    static func root(path: String) throws(DocumentProblem) -> Node {
        let bytes: [UInt8]
        do throws(FileError) { bytes = try BoundedFile.read(path, limit: sizeLimit) } catch {
            throw DocumentProblem(path: path, problem: error.fact)
        }
        return try root(bytes: bytes, path: path)
    }

    /// A document's parsed bytes, checked for everything that could grow or overflow.
    static func root(bytes: [UInt8], path: String) throws(DocumentProblem) -> Node {
        // Some editors put a byte order mark before the text, which the parser takes for a document of its own.
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        guard let text = String(validating: bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...], as: UTF8.self)
        else {
            throw DocumentProblem(path: path, problem: "it is not UTF-8 text")
        }
        if let line = lineOfAlias(bytes) {
            throw DocumentProblem(
                path: path, line: line, problem: "anchors and aliases (&name, *name) are not taken")
        }
        guard bytes.count <= sizeLimit else {
            throw DocumentProblem(
                path: path, problem: FileError.fileTooLarge(path: path, bytes: bytes.count, limit: sizeLimit).fact)
        }
        let root: Node?
        do {
            root = try Parser(yaml: text).singleRoot()
        } catch let error as YamlError {
            throw explanation(error, path: path)
        } catch {
            throw DocumentProblem(path: path, problem: "\(error)")
        }
        guard let root else { throw DocumentProblem(path: path, problem: "it is empty") }
        guard depth(of: root) <= depthLimit else {
            throw DocumentProblem(path: path, problem: "it is nested more than \(depthLimit) levels deep")
        }
        return root
    }

    /// The first line on which an anchor or an alias may stand.
    ///
    /// Quotes are not followed, since a text that misleads about them could hide an alias; so a quoted word that begins
    /// with & or * counts too. Lines of comment are skipped when they hold no quote, which might end a text in them.
    static func lineOfAlias(_ bytes: [UInt8]) -> Int? {
        func canPrecede(_ byte: UInt8?) -> Bool { byte.map { Array(" \t\n\r[{,:-?!".utf8).contains($0) } ?? true }
        for (index, line) in bytes.split(separator: 0x0a, omittingEmptySubsequences: false).enumerated() {
            let content = line.drop { $0 == 0x20 || $0 == 0x09 }
            let quoted = line.contains(0x22) || line.contains(0x27)
            if content.first == 0x23 && !quoted && !line.contains(0x0d) { continue }
            for place in line.indices where line[place] == 0x26 || line[place] == 0x2a {
                let before = place > line.startIndex ? line[place - 1] : nil
                let after = place + 1 < line.endIndex ? line[place + 1] : 0x20
                if canPrecede(before) && !Array(" \t\r".utf8).contains(after) { return index + 1 }
            }
        }
        return nil
    }

    /// The number of levels, without recursion.
    private static func depth(of root: Node) -> Int {
        var level = [root]
        var depth = 0
        while !level.isEmpty && depth <= depthLimit {
            depth += 1
            level = level.flatMap { node -> [Node] in
                switch node {
                case .sequence(let sequence): return Array(sequence)
                case .mapping(let mapping): return mapping.flatMap { [$0.key, $0.value] }
                default: return []
                }
            }
        }
        return depth
    }

    /// One step into a document: a key or an index.
    private struct Step {
        let key: any CodingKey
        var text: String { key.intValue.map { "[\($0)]" } ?? key.stringValue }
    }

    private static func explanation(_ error: DecodingError) -> (place: [Step], problem: String) {
        switch error {
        case .typeMismatch(_, let context):
            return (context.codingPath.map { Step(key: $0) }, "it has another form than expected here")
        case .keyNotFound(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            return (context.codingPath.map { Step(key: $0) }, context.debugDescription)
        @unknown default: return ([], "\(error)")
        }
    }

    /// The line of the last step that the document has.
    private static func line(of place: [Step], in root: Node) -> Int? {
        var node = root
        var line = root.mark?.line
        for step in place {
            if let index = step.key.intValue, let sequence = node.sequence, sequence.indices.contains(index) {
                node = sequence[index]
                line = node.mark?.line ?? line
            } else if let pair = node.mapping?.first(where: { $0.key.string == step.key.stringValue }) {
                node = pair.value
                line = pair.key.mark?.line ?? line
            } else {
                break
            }
        }
        return line
    }

    private static func explanation(_ error: YamlError, path: String) -> DocumentProblem {
        func problem(_ mark: Mark, _ text: String) -> DocumentProblem {
            DocumentProblem(path: path, line: mark.line, column: mark.column, problem: text)
        }
        switch error {
        case .scanner(_, let text, let mark, _), .parser(_, let text, let mark, _), .composer(_, let text, let mark, _):
            return problem(mark, text)
        case .duplicatedKeysInMapping(let duplicates, let context):
            return problem(context.mark, "the key \(duplicates.first ?? "") comes twice")
        case .reader(let text, _, _, _): return DocumentProblem(path: path, problem: text)
        default: return DocumentProblem(path: path, problem: "it is not YAML or JSON")
        }
    }
}
