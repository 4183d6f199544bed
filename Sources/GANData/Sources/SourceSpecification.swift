import GANFiles

/// A SOURCE argument taken apart: a path or `builtin:NAME`, the name of an array in an archive, and a row range behind them, as in
/// `images.npy[5000:]` and `mnist.npz:x_train[:1000]`.
///
/// Whatever ends in brackets with a colon inside is a range; a file of such a name has to be renamed.
public struct SourceSpecification: Sendable, Equatable {
    /// Where the samples are.
    public enum Place: Sendable, Equatable {
        case path(String)
        case builtin(String)
    }

    /// What was written, whole.
    public let argument: String
    /// The part before the range.
    public let place: Place
    /// The array of an archive that was named; nil where none was.
    public let array: String?
    /// The first row; 0 when left out.
    public let first: Int
    /// The row after the last; nil means all that follow.
    public let end: Int?

    /// Reads PATH, PATH[first:end], or the same with builtin:NAME; throws `unreadableRange` for a range that is none.
    public init(_ argument: String) throws(DataError) {
        self.argument = argument
        var text = Substring(argument)
        var first = 0
        var end: Int?
        if text.hasSuffix("]"), let bracket = text.lastIndex(of: "[") {
            let range = text[text.index(after: bracket)...].dropLast()
            if range.contains(":") {
                let parts = range.split(separator: ":", omittingEmptySubsequences: false)
                func bound(_ part: Substring) throws(DataError) -> Int? {
                    if part.isEmpty { return nil }
                    guard part.utf8.allSatisfy({ 48...57 ~= $0 }), let value = Int(part) else {
                        throw .malformedRowRange(argument: argument)
                    }
                    return value
                }
                guard parts.count == 2 else { throw .malformedRowRange(argument: argument) }
                first = try bound(parts[0]) ?? 0
                end = try bound(parts[1])
                if let end, end <= first { throw .malformedRowRange(argument: argument) }
                text = text[..<bracket]
            }
        }
        guard !text.isEmpty else { throw .file(.missing(path: argument)) }
        self.first = first
        self.end = end
        if text.hasPrefix("builtin:") {
            place = .builtin(String(text.dropFirst(8)))
            array = nil
        } else {
            let (path, array) = Self.archive(text)
            place = .path(path)
            self.array = array
        }
    }

    /// The file and the name of an array in it, of `file.npz:samples`; a colon behind any other ending belongs to the path.
    static func archive(_ text: some StringProtocol) -> (path: String, array: String?) {
        guard let colon = text.lastIndex(of: ":") else { return (String(text), nil) }
        let (path, array) = (text[..<colon], text[text.index(after: colon)...])
        guard !array.isEmpty, SourceFormats.holdsNamedArrays(path.lowercased()) else { return (String(text), nil) }
        return (String(path), String(array))
    }

    /// The rows meant, of a source of `count`.
    public func rows(of count: Int) throws(DataError) -> Range<Int> {
        let end = end ?? count
        guard end <= count, first < end else { throw .rowRangeOutside(argument: argument, count: count) }
        return first..<end
    }
}
