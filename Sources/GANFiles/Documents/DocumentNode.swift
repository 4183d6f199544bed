import Yams

/// What is wrong with a document that a person wrote, and where; lines and columns count from 1.
///
/// What was expected instead, only the reader of that kind of document knows: it makes its own error of this one.
package struct DocumentProblem: Error, Equatable {
    package var path: String
    package var line: Int?
    package var column: Int?
    /// A clause without a full stop.
    package var problem: String

    /// The path, with the line where there is one.
    package var location: String { path + (line.map { ", line \($0)" } ?? "") }

    package init(path: String, line: Int? = nil, column: Int? = nil, problem: String) {
        self.path = path
        self.line = line
        self.column = column
        self.problem = problem
    }
}

/// A value of a YAML or JSON document with its place, for readers that check every word themselves.
package struct DocumentNode: Sendable, Equatable {
    package enum Content: Sendable, Equatable {
        /// A word, a number, a text; nothing at all is the empty text.
        case scalar(String, isQuoted: Bool)
        case list([DocumentNode])
        /// Keys with their values, in the order in which they stand.
        case mapping([Entry])
    }

    /// A key and its value.
    package struct Entry: Sendable, Equatable {
        package let key: DocumentNode
        package let value: DocumentNode
    }

    package let content: Content
    package let line: Int
    package let column: Int

    /// The document in the file at `path`, under the limits of `YAMLDocument`.
    package static func read(_ path: String) throws(DocumentProblem) -> DocumentNode {
        DocumentNode(try YAMLDocument.root(path: path))
    }

    /// The document in `bytes`; `path` names it in errors.
    package static func read(bytes: [UInt8], path: String) throws(DocumentProblem) -> DocumentNode {
        DocumentNode(try YAMLDocument.root(bytes: bytes, path: path))
    }

    /// The recursion is as deep as the document, whose depth the reader has bounded.
    private init(_ node: Node) {
        line = node.mark?.line ?? 1
        column = node.mark?.column ?? 1
        switch node {
        case .scalar(let scalar):
            content = .scalar(scalar.string, isQuoted: scalar.style != .plain && scalar.style != .any)
        case .sequence(let sequence): content = .list(sequence.map { DocumentNode($0) })
        case .mapping(let mapping):
            content = .mapping(mapping.map { Entry(key: DocumentNode($0.key), value: DocumentNode($0.value)) })
        case .alias: content = .scalar("", isQuoted: false)
        }
    }
}
