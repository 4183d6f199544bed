#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A regular file that is open for reading at any position; reads from several threads don't disturb each other.
public final class RandomAccessFile: Sendable {
    public let path: String
    /// The size in bytes when the file was opened.
    public let size: Int
    private let descriptor: Int32

    /// Opens the file at `path`; links are followed.
    ///
    /// Throws `missing`, `cannotOpen`, `isFolder`, `notRegularFile` or `cannotRead`. A pipe or device is refused without
    /// waiting for it.
    public init(path: String) throws(FileError) {
        var descriptor: Int32
        repeat {
            // Without O_NONBLOCK, opening a pipe would wait for somebody to write into it.
            descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        } while descriptor < 0 && errno == EINTR
        guard descriptor >= 0 else { throw .opening(path, code: errno) }
        var status = stat()
        let code = fstat(descriptor, &status) == 0 ? 0 : errno
        let kind = status.st_mode & S_IFMT
        guard code == 0, kind == S_IFREG else {
            _ = close(descriptor)
            if code != 0 { throw .cannotRead(path: path, reason: FileError.message(of: code)) }
            throw kind == S_IFDIR ? .isFolder(path: path) : .notRegularFile(path: path)
        }
        self.path = path
        self.size = Int(status.st_size)
        self.descriptor = descriptor
    }

    deinit { _ = close(descriptor) }

    /// The `count` bytes from `offset` on, which must lie within `size`; throws `cannotRead`, or `changed` when the file
    /// became shorter since it was opened.
    public func read(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
        precondition(
            offset >= 0 && count >= 0 && offset <= size && count <= size - offset,
            "\(count) bytes from \(offset) of \(size)")
        var done = 0
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            while done < count, let base = buffer.baseAddress {
                // Some systems refuse reads of 2 GiB and more.
                let got = pread(descriptor, base + done, min(count - done, 1 << 30), off_t(offset + done))
                if got < 0 && errno == EINTR { continue }
                if got < 0 { code = errno }
                if got <= 0 { break }
                done += got
            }
            initialized = done
        }
        guard code == 0 else { throw .cannotRead(path: path, reason: FileError.message(of: code)) }
        guard done == count else { throw .changed(path: path, fact: "became shorter while it was read") }
        return bytes
    }
}
