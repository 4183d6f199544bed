import GANFiles
import GANNumerics

/// A safetensors file: named tensors and a table of texts, every byte accounted for.
///
/// Layout: a header length (8 bytes, little-endian), a JSON header, and the tensors' bytes. Everything that the header
/// says is checked against the file's size before it is used. Two rules are stricter than the format's reference
/// implementation: unknown fields in a tensor's entry are refused, and the header is capped at 16 MiB instead of 100 MB.
///
/// Source: the format's description and `safetensors/src/tensor.rs` of huggingface/safetensors.
public struct SafetensorsFile: Sendable {
    /// The file as the person named it, for messages.
    public let path: String
    /// The tensors by name; their ranges were checked to lie in the file and apart from each other.
    public let tensors: [String: WeightTensor]
    /// The texts of `__metadata__`; empty without any.
    public let metadata: [String: String]
    private let contents: [UInt8]

    /// The longest header that is read or written, in bytes.
    public static let headerLimit = 16 << 20
    /// The longest file that is read, in bytes.
    public static let fileLimit = 8 << 30

    /// The tensors' names in byte order.
    public var names: [String] { tensors.keys.sorted(by: Self.precedes) }

    /// SHA-256 of the whole file, in hexadecimal; O(bytes).
    public func digest() -> String {
        var digest = ContentDigest()
        digest.update(contents)
        return digest.hexadecimal()
    }

    /// Reads and checks the file at `path`; throws a `CheckpointError` that names what is wrong; O(bytes).
    public static func read(_ path: String) throws(CheckpointError) -> SafetensorsFile {
        let contents: [UInt8]
        do throws(FileError) { contents = try BoundedFile.read(path, limit: fileLimit) } catch { throw .file(error) }
        return try SafetensorsFile(contents: contents, path: path)
    }

    /// Checks the bytes of a file; `path` is only for messages.
    public init(contents: [UInt8], path: String) throws(CheckpointError) {
        guard contents.count >= 10 else { throw .fileTooShort(path: path, bytes: contents.count) }
        let declared = (0..<8).reduce(UInt64(0)) { $0 | UInt64(contents[$1]) << (8 * UInt64($1)) }
        guard declared <= UInt64(Self.headerLimit) else {
            throw .headerTooLarge(path: path, bytes: declared, limit: Self.headerLimit)
        }
        let dataStart = 8 + Int(declared)
        guard dataStart <= contents.count else {
            throw .headerBeyondFile(path: path, bytes: Int(declared), available: contents.count - 8)
        }
        let text = contents[8..<dataStart]
        guard String(validating: text, as: UTF8.self) != nil else { throw .headerNotUnicode(path: path) }
        var parser = SafetensorsHeaderParser(text, path: path)
        let header = try parser.parse()
        let available = contents.count - dataStart
        var tensors: [String: WeightTensor] = [:]
        for entry in header.entries {
            let type = try Self.checkedType(of: entry, available: available, path: path)
            tensors[entry.name] = WeightTensor(
                shape: entry.shape, type: type, bytes: contents[dataStart + entry.begin..<dataStart + entry.end])
        }
        try Self.checkCover(header.entries, available: available, path: path)
        self.path = path
        self.tensors = tensors
        self.metadata = header.metadata
        self.contents = contents
    }

    /// The entry's type, once its offsets lie in the file and fit its shape.
    private static func checkedType(
        of entry: SafetensorsHeader.Entry, available: Int, path: String
    ) throws(CheckpointError) -> ElementType {
        guard let type = ElementType(rawValue: entry.type) else {
            throw .unknownElementType(path: path, tensor: entry.name, type: entry.type)
        }
        var expected = type.size
        for axis in entry.shape {
            let (product, overflow) = expected.multipliedReportingOverflow(by: axis)
            if overflow { throw .shapeTooLarge(path: path, tensor: entry.name, shape: entry.shape) }
            expected = product
        }
        guard entry.begin <= entry.end else {
            throw .offsetsReversed(path: path, tensor: entry.name, begin: entry.begin, end: entry.end)
        }
        guard entry.end <= available else {
            throw .offsetsBeyondFile(path: path, tensor: entry.name, end: entry.end, available: available)
        }
        guard entry.end - entry.begin == expected else {
            throw .sizeMismatch(
                path: path, tensor: entry.name, shape: entry.shape, type: entry.type, bytes: entry.end - entry.begin,
                expected: expected)
        }
        return type
    }

    /// Every byte after the header must belong to exactly one tensor.
    private static func checkCover(
        _ entries: [SafetensorsHeader.Entry], available: Int, path: String
    ) throws(CheckpointError) {
        let ordered = entries.sorted { ($0.begin, $0.end) < ($1.begin, $1.end) }
        var end = 0
        var previous = ""
        for entry in ordered {
            if entry.begin < end { throw .overlap(path: path, tensor: entry.name, other: previous) }
            if entry.begin > end { throw .hole(path: path, tensor: entry.name, bytes: entry.begin - end) }
            end = entry.end
            previous = entry.name
        }
        if end < available { throw .unclaimedBytes(path: path, bytes: available - end) }
    }

    /// Orders names by their UTF-8 bytes: the same on every platform, which the order of `String` need not be.
    static func precedes(_ first: String, _ second: String) -> Bool {
        first.utf8.lexicographicallyPrecedes(second.utf8)
    }
}
