/// Reads all of a pickle's instructions once and refuses those that are not allowed, before any of them is acted upon.
///
/// Every global must stand in the stream in plain text: as the argument of `GLOBAL`, or as two texts right before
/// `STACK_GLOBAL`, which is how Python's pickler writes it.
struct PickleScanner {
    /// Most instructions of one pickle; a checkpoint of a thousand tensors has forty thousand.
    static let greatestCount = 2_000_000

    /// The text pushed last and the one before it, where the two last things pushed were texts.
    private var last: String?
    private var before: String?
    private var memo: [UInt32: String] = [:]
    private var memoized: UInt32 = 0

    /// The number of instructions up to `STOP`, and the index after it; throws at the first that is refused.
    ///
    /// O(bytes).
    static func scan(_ bytes: ArraySlice<UInt8>, place: PicklePlace) throws(CheckpointError) -> (count: Int, end: Int) {
        var stream = PickleStream(bytes, place: place)
        var scanner = PickleScanner()
        for count in 1...greatestCount {
            let instruction = try stream.next()
            if instruction.opcode == .stop { return (count, stream.position) }
            try scanner.see(instruction, in: stream)
        }
        throw place.error(.pickleLimit("has more than \(greatestCount) instructions", limit: greatestCount), at: 0)
    }

    private mutating func see(_ instruction: PickleInstruction, in stream: PickleStream) throws(CheckpointError) {
        switch instruction.opcode {
        case .protocolVersion:
            let version = stream.unsigned(instruction.argument)
            guard (2...5).contains(version) else {
                throw stream.place.error(
                    .malformedPickle("the pickle has protocol \(version), not 2 to 5"), at: instruction.offset)
            }
        case .stackGlobal:
            guard before != nil, last != nil else {
                throw stream.place.error(
                    .refusedGlobal("something whose name is not in plain text"), at: instruction.offset)
            }
            push(nil)
        case .shortBinaryUnicode, .binaryUnicode, .binaryUnicode8:
            // Names are short; long texts can't be any.
            push(instruction.argument.count <= 200 ? stream.text(instruction.argument) : nil)
        case .binaryGet, .longBinaryGet: push(memo[UInt32(stream.unsigned(instruction.argument))])
        case .binaryPut, .longBinaryPut: memo[UInt32(stream.unsigned(instruction.argument))] = last
        case .memoize:
            memo[memoized] = last
            memoized += 1
        case .frame:
            let size = stream.unsigned(instruction.argument)
            guard size <= UInt64(stream.bytes.endIndex - stream.position) else {
                throw stream.place.error(
                    .malformedPickle("a frame of \(size) bytes is longer than the pickle"), at: instruction.offset)
            }
        default: push(nil)
        }
    }

    private mutating func push(_ text: String?) { (before, last) = (last, text) }
}
