public import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Writes files that are either complete or not there.
///
/// The bytes go to a temporary name in the same folder, are flushed to the disk, and take the final name by one rename;
/// the folder is flushed last. A reader sees the old file or the new one, whatever happens in between. When writing
/// fails, the temporary file is removed and the old file stays as it was. A symbolic link at `path` is replaced, not
/// followed.
public enum AtomicFile {
    private static let counter = Atomic<UInt64>(0)

    /// Writes `bytes` to `path`; throws `folderMissing`, `notWritable`, `noSpace` or `cannotWrite`.
    public static func write(_ bytes: [UInt8], to path: String) throws(CheckpointError) {
        try write(to: path) { (writer: inout FileWriter) throws(CheckpointError) in try writer.append(bytes) }
    }

    /// Writes `data` to `path`; throws as the form for bytes does.
    public static func write(_ data: Data, to path: String) throws(CheckpointError) {
        try write([UInt8](data), to: path)
    }

    /// Writes the UTF-8 bytes of `text` to `path`; throws as the form for bytes does.
    public static func write(_ text: String, to path: String) throws(CheckpointError) {
        try write(Array(text.utf8), to: path)
    }

    /// Writes what `body` appends, piece by piece; an error thrown by `body` leaves no trace.
    public static func write(
        to path: String, _ body: (inout FileWriter) throws(CheckpointError) -> Void
    ) throws(CheckpointError) {
        let folder = folder(of: path)
        let (descriptor, temporary) = try openTemporary(in: folder, for: path)
        var writer = FileWriter(descriptor: descriptor, path: path)
        var isOpen = true
        do throws(CheckpointError) {
            try body(&writer)
            if fsync(descriptor) != 0 { throw .writing(path, code: errno) }
            isOpen = false
            if close(descriptor) != 0 { throw .writing(path, code: errno) }
            if rename(temporary, path) != 0 { throw .writing(path, code: errno) }
        } catch {
            if isOpen { _ = close(descriptor) }
            unlink(temporary)
            throw error
        }
        flushFolder(folder)
    }

    /// The folder part of `path`, "." when it has none.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func openTemporary(
        in folder: String, for path: String
    ) throws(CheckpointError) -> (descriptor: Int32, name: String) {
        // A name of its own, not the target's with a suffix: that could pass the file system's limit for names.
        while true {
            let number = counter.wrappingAdd(1, ordering: .relaxed).newValue
            let name = "\(folder)/.ganeval-\(getpid())-\(number).partial"
            let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            if descriptor >= 0 { return (descriptor, name) }
            let code = errno
            if code == EEXIST || code == EINTR { continue }
            if code == ENOENT { throw .folderMissing(path: path, folder: folder) }
            throw .writing(path, code: code)
        }
    }

    /// Makes the rename itself durable.
    ///
    /// Some file systems can't flush a folder; the file is complete all the same.
    private static func flushFolder(_ folder: String) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor >= 0 {
            _ = fsync(descriptor)
            _ = close(descriptor)
        }
    }
}

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
    public mutating func append(_ bytes: UnsafeRawBufferPointer) throws(CheckpointError) {
        var offset = 0
        while offset < bytes.count {
            // Darwin refuses single writes above 2 GiB.
            let piece = UnsafeRawBufferPointer(rebasing: bytes[offset..<min(bytes.count, offset + 1 << 28)])
            #if canImport(Darwin)
                let written = Darwin.write(descriptor, piece.baseAddress, piece.count)
            #elseif canImport(Musl)
                let written = Musl.write(descriptor, piece.baseAddress, piece.count)
            #else
                let written = Glibc.write(descriptor, piece.baseAddress, piece.count)
            #endif
            if written < 0 {
                if errno == EINTR { continue }
                throw .writing(path, code: errno)
            }
            offset += written
        }
        count += bytes.count
    }

    /// Appends the memory of an array of plain values (little-endian on every platform that ganeval runs on).
    public mutating func append<Element: BitwiseCopyable>(_ elements: [Element]) throws(CheckpointError) {
        try append(elements[...])
    }

    /// Appends the memory of a slice of plain values.
    public mutating func append<Element: BitwiseCopyable>(_ elements: ArraySlice<Element>) throws(CheckpointError) {
        // `withUnsafeBytes` forgets the error's type, so the outcome travels as a value.
        let outcome = elements.withUnsafeBytes { bytes in
            Result { () throws(CheckpointError) in try append(bytes) }
        }
        try outcome.get()
    }
}

extension CheckpointError {
    /// The case that names the error number of a failed system call while writing.
    static func writing(_ path: String, code: Int32) -> CheckpointError {
        let reason = String(cString: strerror(code))
        switch code {
        case ENOSPC, EDQUOT, EFBIG: return .noSpace(path: path, reason: reason)
        case EACCES, EPERM, EROFS, ENOTDIR, EISDIR, ENOTEMPTY, EEXIST: return .notWritable(path: path, reason: reason)
        case ENOENT: return .folderMissing(path: path, folder: AtomicFile.folder(of: path))
        default: return .cannotWrite(path: path, reason: reason)
        }
    }
}
