import GANNumerics
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A regular file that is open for reading at any position; reads from several threads don't disturb each other.
public final class RandomAccessFile: Sendable {
    /// The file, as it was named.
    public let path: String
    /// The size in bytes when the file was opened.
    public let size: Int
    private let descriptor: Int32
    /// When it was last written to, in seconds and nanoseconds, as it was opened.
    private let written: timespec

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
        written = Self.modification(of: status)
        self.descriptor = descriptor
    }

    deinit { _ = close(descriptor) }

    /// Large reads are cut into pieces of this many bytes for several threads: copying out of the system's cache and
    /// getting memory for it is work for a processor, not for the disk.
    private static let pieceSize = 4 << 20

    /// The `count` bytes from `offset` on, which must lie within `size`; throws `cannotRead`, or `changed` when the file
    /// became shorter or was written to since it was opened.
    public func read(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
        precondition(
            offset >= 0 && count >= 0 && offset <= size && count <= size - offset,
            "\(count) bytes from \(offset) of \(size)")
        let failure = Mutex<FileError?>(nil)
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            if let base = buffer.baseAddress {
                Self.preferLargePages(base, count: count)
                nonisolated(unsafe) let target = base
                Parallel.forEachRange(of: count, size: Self.pieceSize) { range in
                    do throws(FileError) {
                        try fill(target + range.lowerBound, at: offset + range.lowerBound, count: range.count)
                    } catch {
                        failure.withLock { $0 = $0 ?? error }
                    }
                }
            }
            // Bytes that could not be read are never seen: the failure is thrown below.
            initialized = failure.withLock { $0 == nil } ? count : 0
        }
        if let failure = failure.withLock({ $0 }) { throw failure }
        // What was read before and what was read now would be of different contents.
        var status = stat()
        let now = fstat(descriptor, &status) == 0 ? Self.modification(of: status) : written
        guard now.tv_sec == written.tv_sec, now.tv_nsec == written.tv_nsec else {
            throw .changed(path: path, fact: "was written to while it was read")
        }
        return bytes
    }

    private static func modification(of status: stat) -> timespec {
        #if canImport(Darwin)
            return status.st_mtimespec
        #else
            return status.st_mtim
        #endif
    }

    /// Asks the system for pages of megabytes instead of kilobytes: taking 25,000 small ones for 100 MB costs more than
    /// copying the bytes into them.
    private static func preferLargePages(_ base: UnsafeMutablePointer<UInt8>, count: Int) {
        #if os(Linux)
            let page = 1 << 21
            let start = (Int(bitPattern: base) + page - 1) & ~(page - 1)
            let end = (Int(bitPattern: base) + count) & ~(page - 1)
            // Advice only: where it is not taken, reading is merely slower.
            if start < end { _ = madvise(UnsafeMutableRawPointer(bitPattern: start), end - start, MADV_HUGEPAGE) }
        #endif
    }

    private func fill(_ target: UnsafeMutablePointer<UInt8>, at offset: Int, count: Int) throws(FileError) {
        var done = 0
        while done < count {
            let got = pread(descriptor, target + done, count - done, off_t(offset + done))
            if got < 0 && errno == EINTR { continue }
            if got < 0 { throw .cannotRead(path: path, reason: FileError.message(of: errno)) }
            if got == 0 { throw .changed(path: path, fact: "became shorter while it was read") }
            done += got
        }
    }
}
