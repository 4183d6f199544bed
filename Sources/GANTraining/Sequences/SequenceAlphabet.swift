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

    /// An alphabet of given symbols, ascending and at least one, for lines of at most `length`, at least 1; nil of others and beyond the limits.
    init?(symbols: [UInt32], length: Int) {
        guard (1...Self.symbolLimit).contains(symbols.count), (1...Self.lengthLimit).contains(length),
            zip(symbols, symbols.dropFirst()).allSatisfy({ $0 < $1 })
        else { return nil }
        self.symbols = symbols
        self.length = length
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

extension SequenceAlphabet: Codable {
    private enum CodingKeys: String, CodingKey {
        case symbols, length
    }

    /// Reads symbols and length; throws a `DecodingError` for those that no training has.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        let symbols = try fields.decode([UInt32].self, forKey: .symbols)
        let length = try fields.decode(Int.self, forKey: .length)
        guard let alphabet = SequenceAlphabet(symbols: symbols, length: length) else {
            throw DecodingError.dataCorruptedError(
                forKey: .symbols, in: fields,
                debugDescription: "\(symbols.count) symbols for lines of \(length), expected ascending ones")
        }
        self = alphabet
    }

    /// Writes what `init(from:)` reads.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(symbols, forKey: .symbols)
        try fields.encode(length, forKey: .length)
    }
}
