#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The open end of a file that `AtomicFile` is writing.
public struct FileWriter {
    private let descriptor: Int32
    private let path: String
    /// The number of bytes appended so far.
    public private(set) var count = 0

    init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    /// Appends bytes; throws `noSpace`, `notWritable` or `cannotWrite`.
    public mutating func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        var offset = 0
        while offset < bytes.count {
            // Darwin refuses single writes above 2 GiB.
            let piece = UnsafeRawBufferPointer(rebasing: bytes[offset..<min(bytes.count, offset + 1 << 28)])
            let written = write(descriptor, piece.baseAddress, piece.count)
            if written < 0 && errno == EINTR { continue }
            // A write that takes nothing would be repeated forever.
            if written <= 0 { throw .writing(path, code: written < 0 ? errno : EIO) }
            offset += written
        }
        count += bytes.count
    }

    /// Appends the memory of an array of plain values (little-endian on every platform that ganeval runs on).
    public mutating func append<Element: BitwiseCopyable>(_ elements: [Element]) throws(FileError) {
        try append(elements[...])
    }

    /// Appends the memory of a slice of plain values.
    public mutating func append<Element: BitwiseCopyable>(_ elements: ArraySlice<Element>) throws(FileError) {
        // `withUnsafeBytes` forgets the error's type, so the outcome travels as a value.
        let outcome = elements.withUnsafeBytes { bytes in
            Result { () throws(FileError) in try append(bytes) }
        }
        try outcome.get()
    }
}
