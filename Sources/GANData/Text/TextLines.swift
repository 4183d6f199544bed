import GANFiles
import GANNumerics
public import GANText

/// Lines of text, each a sequence of symbols: Unicode scalars.
public struct TextLines: Sendable, Equatable {
    /// How a person names them.
    public let name: String
    /// The lines without their ends, in their order, none empty.
    public let lines: [String]
    /// Each line's number in the file, from 1 on.
    public let numbers: [Int]
    /// Empty lines that were left out.
    public let emptyLines: Int
    /// The rule that decides which strings are valid; nil where there is none.
    public let isValid: (@Sendable (String) -> Bool)?

    /// Bytes of a file, lines, and symbols of a line.
    private static let (fileLimit, lineLimit, longest) = (64 << 20, 1_000_000, 4096)
    /// Lines of a built-in source.
    private static let count = 4000
    private static let builtin = ["builtin:grammar", "builtin:grammar-test"]

    /// Both have the same lines by the same name.
    public static func == (first: TextLines, second: TextLines) -> Bool {
        first.name == second.name && first.lines == second.lines && first.emptyLines == second.emptyLines
    }

    /// Opens `builtin:grammar`, `builtin:grammar-test`, or a file of UTF-8 with a sequence on each line.
    ///
    /// Ends of lines may be LF or CR LF. Throws `FileError` and `TextProblem`. O(bytes).
    public static func open(_ name: String) throws -> TextLines {
        if name.hasPrefix("builtin:") {
            guard builtin.contains(name) else { throw TextProblem.unknownBuiltin(name: name, known: builtin) }
            let stream = SeededGenerator(seed: 0).split(name)
            return TextLines(
                name: name, lines: ExpressionGrammar.lines(count, stream), numbers: Array(1...count), emptyLines: 0,
                isValid: { ExpressionGrammar.isValid($0) })
        }
        return try read(BoundedFile.read(name, limit: fileLimit), path: name)
    }

    /// Every tenth line, and the others: lines to hold a model against that it did not learn from.
    public var apart: (training: TextLines, heldOut: TextLines) {
        func part(_ name: String, _ keep: (Int) -> Bool) -> TextLines {
            let rows = lines.indices.filter(keep)
            return TextLines(
                name: name, lines: rows.map { lines[$0] }, numbers: rows.map { numbers[$0] }, emptyLines: emptyLines,
                isValid: isValid)
        }
        return (part(name, { $0 % 10 != 9 }), part("every tenth line of \(name)", { $0 % 10 == 9 }))
    }

    /// Throws `TextProblem` for lines from which no model of so many symbols in all and a line can be trained.
    public func check(symbols limit: Int, length: Int, lines needed: Int) throws(TextProblem) {
        guard lines.count >= needed else { throw .fewLines(path: name, count: lines.count, needed: needed) }
        if let place = lines.firstIndex(where: { $0.unicodeScalars.count > length }) {
            throw .longLine(
                path: name, line: numbers[place], symbols: lines[place].unicodeScalars.count, limit: length)
        }
        let symbols = Set(lines.lazy.flatMap(\.unicodeScalars)).count
        guard symbols <= limit else { throw .manySymbols(path: name, count: symbols, limit: limit) }
    }

    /// Takes a file's bytes apart.
    static func read(_ bytes: [UInt8], path: String) throws(TextProblem) -> TextLines {
        var lines: [String] = []
        var numbers: [Int] = []
        var empty = 0
        let rows = bytes.split(separator: 10, omittingEmptySubsequences: false)
        for (place, row) in rows.enumerated() {
            var row = row
            if row.last == 13 { row = row.dropLast() }
            if place == 0, row.starts(with: [0xEF, 0xBB, 0xBF]) { row = row.dropFirst(3) }
            guard !row.isEmpty else {
                // What follows the last line's end is no line.
                if place < rows.count - 1 { empty += 1 }
                continue
            }
            guard let text = String(validating: row, as: UTF8.self) else {
                throw .notText(path: path, line: place + 1)
            }
            let count = text.unicodeScalars.count
            guard count <= longest else {
                throw .longLine(path: path, line: place + 1, symbols: count, limit: longest)
            }
            lines.append(text)
            numbers.append(place + 1)
            guard lines.count <= lineLimit else { throw .manyLines(path: path, limit: lineLimit) }
        }
        guard !lines.isEmpty else { throw .noLines(path: path) }
        return TextLines(name: path, lines: lines, numbers: numbers, emptyLines: empty, isValid: nil)
    }
}

/// What can be wrong with a file of lines.
public enum TextProblem: ExplainedError, Equatable {
    case unknownBuiltin(name: String, known: [String])
    case notText(path: String, line: Int)
    case longLine(path: String, line: Int, symbols: Int, limit: Int)
    case manyLines(path: String, limit: Int)
    case noLines(path: String)
    case fewLines(path: String, count: Int, needed: Int)
    case sameLines(path: String)
    case manySymbols(path: String, count: Int, limit: Int)

    private typealias Explanation = (location: String, fact: String, expectation: String, remedy: String)

    /// The file, with the line where one is meant.
    public var location: String { explanation.location }
    /// What was found there.
    public var fact: String { explanation.fact }
    /// What was expected.
    public var expectation: String { explanation.expectation }
    /// What to do.
    public var remedy: String { explanation.remedy }

    private var explanation: Explanation {
        switch self {
        case .unknownBuiltin(let name, let known):
            return (name, "there are no such lines", known.joined(separator: " or "), "Name one of these, or a file.")
        case .notText(let path, let line):
            return ("\(path), line \(line)", "it is not UTF-8", "text in UTF-8", "Convert the file: iconv -t UTF-8.")
        case .longLine(let path, let line, let symbols, let limit):
            return (
                "\(path), line \(line)", "it has \(symbols) symbols", "at most \(limit)",
                "Cut the line, or leave it out."
            )
        case .manyLines(let path, let limit):
            return (path, "it has more than \(limit) lines", "at most so many", "Give fewer: head -n \(limit).")
        case .noLines(let path):
            return (path, "it holds no line with a symbol", "a sequence on each line", "Give a file with lines.")
        case .fewLines(let path, let count, let needed):
            return (path, "it has \(FigureText.count(count, "line"))", "at least \(needed)", "Give more lines.")
        case .sameLines(let path):
            return (
                path, "it holds the training lines", "lines that nothing was trained on",
                "Give others, or leave it out."
            )
        case .manySymbols(let path, let count, let limit):
            return (
                path, "its lines have \(count) different symbols", "at most \(limit)",
                "Give lines of fewer symbols: of one script, or in lower case."
            )
        }
    }
}
