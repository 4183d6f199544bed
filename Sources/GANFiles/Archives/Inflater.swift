import CZlib

/// Decompresses a deflate stream that is whole in memory, never writing more than the caller's buffer holds.
package struct Inflater: ~Copyable {
    package enum Format: Int32 {
        /// A gzip file; members that follow one another count as one stream; the checksum is verified.
        case gzip = 31
        /// The bare stream inside a zip entry.
        case raw = -15
        /// A stream with zlib's header and sum.
        case zlib = 15
    }

    /// Deflate can't pack more than this many bytes into one.
    package static let greatestRatio = 1032

    private let path: String
    private let format: Format
    // zlib keeps the structure's address, so it may not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private let input: UnsafeBufferPointer<UInt8>
    private var consumed = 0
    private var ended = false

    /// Starts on `input`, which must stay valid as long as the inflater lives; `path` names it in errors.
    package init(input: UnsafeBufferPointer<UInt8>, format: Format, path: String) throws(ContentError) {
        self.path = path
        self.format = format
        self.input = input
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let size = Int32(MemoryLayout<z_stream>.size)
        let result = inflateInit2_(stream, format.rawValue, ZLIB_VERSION, size)
        guard result == Z_OK else { throw .damagedCompression(path: path, reason: "zlib did not start (\(result))") }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Whether all of the declared sizes are within what `stored` compressed bytes can hold.
    package static func isPlausible(declared: Int, stored: Int) -> Bool {
        declared <= (stored + 8).multipliedOrMax(by: greatestRatio)
    }

    /// Fills `target` as far as the stream goes and gives the number of bytes written.
    package mutating func read(into target: UnsafeMutableBufferPointer<UInt8>) throws(ContentError) -> Int {
        var written = 0
        while written < target.count, !ended {
            guard let source = input.baseAddress, let destination = target.baseAddress else { break }
            let available = UInt32(clamping: min(input.count - consumed, 1 << 30))
            let room = UInt32(clamping: min(target.count - written, 1 << 30))
            stream.pointee.next_in = UnsafeMutablePointer(mutating: source + consumed)
            stream.pointee.avail_in = available
            stream.pointee.next_out = destination + written
            stream.pointee.avail_out = room
            let result = inflate(stream, Z_NO_FLUSH)
            consumed += Int(available - stream.pointee.avail_in)
            written += Int(room - stream.pointee.avail_out)
            switch result {
            case Z_OK: continue
            case Z_STREAM_END: try finishMember()
            case Z_BUF_ERROR where consumed == input.count:
                throw .damagedCompression(path: path, reason: "it ends early")
            default:
                let message = stream.pointee.msg.map { String(cString: $0) }
                throw .damagedCompression(path: path, reason: message ?? "zlib code \(result)")
            }
        }
        if written == 0, !target.isEmpty, !ended { throw .damagedCompression(path: path, reason: "it is empty") }
        return written
    }

    private mutating func finishMember() throws(ContentError) {
        let rest = input.count - consumed
        guard format == .gzip, rest > 0 else {
            ended = true
            return
        }
        guard rest >= 2, input[consumed] == 0x1f, input[consumed + 1] == 0x8b else {
            throw .damagedCompression(path: path, reason: "\(rest) bytes follow its end")
        }
        inflateReset(stream)
    }

    /// Reads exactly `count` bytes and verifies that the stream ends there; `what` names them in errors.
    package mutating func readToEnd(count: Int, what: String) throws(ContentError) -> [UInt8] {
        var failure: ContentError?
        // Uninitialized, so that a header that lies costs no memory before data have come.
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            do throws(ContentError) {
                let target = UnsafeMutableBufferPointer(rebasing: buffer[0..<count])
                initialized = count == 0 ? 0 : try read(into: target)
            } catch { failure = error }
        }
        if let failure { throw failure }
        guard bytes.count == count else { throw .tooShort(path: path, what: what, needed: count, found: bytes.count) }
        // The last block, the checksum and any surplus come only when more is asked for.
        let byte = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1)
        defer { byte.deallocate() }
        let surplus = try read(into: byte)
        guard surplus == 0, ended else { throw .tooLong(path: path, what: what, expected: count, found: count + 1) }
        return bytes
    }
}

extension Int {
    /// The product, or `Int.max` when it does not fit.
    package func multipliedOrMax(by other: Int) -> Int {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? .max : product
    }

    /// The product of sizes, or nil when one is negative or the product does not fit.
    package static func product(_ sizes: [Int]) -> Int? {
        var product = 1
        for size in sizes {
            let (next, overflow) = product.multipliedReportingOverflow(by: size)
            if size < 0 || overflow { return nil }
            product = next
        }
        return product
    }
}
