#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reads whole files whose size is checked before memory is taken.
public enum BoundedFile {
    /// The contents of the regular file at `path`.
    ///
    /// Throws `cannotOpen`, `notRegularFile`, `fileTooLarge` or `cannotRead`. A pipe or device is refused without waiting
    /// for it. A file that shrinks while it is read is an error, not a short answer.
    public static func read(_ path: String, limit: Int) throws(CheckpointError) -> [UInt8] {
        // Without O_NONBLOCK, opening a pipe would wait for somebody to write into it.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .cannotOpen(path: path, reason: String(cString: strerror(errno))) }
        defer { _ = close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .cannotRead(path: path, reason: String(cString: strerror(errno)))
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegularFile(path: path) }
        let size = Int(status.st_size)
        guard size <= limit else { throw .fileTooLarge(path: path, bytes: size, limit: limit) }
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
            filled = 0
            while filled < size {
                let piece = UnsafeMutableRawBufferPointer(
                    rebasing: UnsafeMutableRawBufferPointer(buffer)[filled..<min(size, filled + 1 << 28)])
                #if canImport(Darwin)
                    let count = Darwin.read(descriptor, piece.baseAddress, piece.count)
                #elseif canImport(Musl)
                    let count = Musl.read(descriptor, piece.baseAddress, piece.count)
                #else
                    let count = Glibc.read(descriptor, piece.baseAddress, piece.count)
                #endif
                if count < 0 {
                    if errno == EINTR { continue }
                    failure = errno
                    return
                }
                if count == 0 { return }
                filled += count
            }
        }
        if failure != 0 { throw .cannotRead(path: path, reason: String(cString: strerror(failure))) }
        guard bytes.count == size else { throw .cannotRead(path: path, reason: "it became shorter meanwhile") }
        return bytes
    }
}
