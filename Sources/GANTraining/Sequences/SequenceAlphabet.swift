/// The symbols of lines as numbers, and lines as rows of one length.
///
/// Numbers are in the order of the symbols; the last number means that the line has ended, and fills rows up.
public struct SequenceAlphabet: Sendable, Equatable {
    /// The symbols, ascending.
    public let symbols: [UInt32]
    /// Symbols of the longest line.
    public let length: Int
    private let numbers: [UInt32: Int]

    /// Symbols, and lines' lengths, beyond which rows would be too wide to learn from.
    public static let (symbolLimit, lengthLimit) = (128, 64)

    /// The alphabet of lines, at least one of which has a symbol.
    public init(_ lines: [[UInt32]]) {
        symbols = Set(lines.joined()).sorted()
        length = lines.map(\.count).max() ?? 0
        precondition(length > 0, "an alphabet of no symbols")
        numbers = Dictionary(uniqueKeysWithValues: symbols.enumerated().map { ($1, $0) })
    }

    /// The number that means the end.
    var end: Int { symbols.count }

    /// Values of one place: a one-hot of the symbols and the end.
    var width: Int { symbols.count + 1 }

    /// A line's numbers, filled up with the end; symbols that it lacks and what is too long are the caller's to refuse.
    func numbers(_ line: [UInt32]) -> [Int] {
        let own = line.prefix(length).map { numbers[$0] ?? end }
        return own + [Int](repeating: end, count: length - own.count)
    }

    /// The line up to the first end.
    func line(_ numbers: ArraySlice<Int>) -> [UInt32] {
        numbers.prefix { $0 != end }.map { symbols[$0] }
    }
}
