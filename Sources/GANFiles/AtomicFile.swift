public import Foundation

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
/// fails, the temporary file is removed and the old file stays as it was; what a killed process left is removed by the next one
/// that writes into the folder. A symbolic link at `path` is replaced, not followed.
///
/// With `synced: false` nothing is flushed, so that a power cut may lose or empty the file: for the many files of one
/// run, which can be made again.
public enum AtomicFile {
    /// Writes `bytes` to `path`; throws `folderMissing`, `notWritable`, `noSpace` or `cannotWrite`.
    public static func write(_ bytes: [UInt8], to path: String, synced: Bool = true) throws(FileError) {
        try write(parts: [bytes], to: path, synced: synced)
    }

    /// Writes the concatenation of `parts` to `path`; throws as the form for bytes does.
    public static func write(parts: [[UInt8]], to path: String, synced: Bool = true) throws(FileError) {
        try write(to: path, synced: synced) { (writer: inout FileWriter) throws(FileError) in
            for part in parts { try writer.append(part) }
        }
    }

    /// Writes `data` to `path`; throws as the form for bytes does.
    public static func write(_ data: Data, to path: String, synced: Bool = true) throws(FileError) {
        try write([UInt8](data), to: path, synced: synced)
    }

    /// Writes the UTF-8 bytes of `text` to `path`; throws as the form for bytes does.
    public static func write(_ text: String, to path: String, synced: Bool = true) throws(FileError) {
        try write(Array(text.utf8), to: path, synced: synced)
    }

    /// Writes what `body` appends, piece by piece; an error thrown by `body` leaves no trace.
    public static func write(
        to path: String, synced: Bool = true, _ body: (inout FileWriter) throws(FileError) -> Void
    ) throws(FileError) {
        if path.isEmpty || path.hasSuffix("/") { throw .notWritable(path: path, reason: "the path names a folder") }
        let folder = folder(of: path)
        let (descriptor, temporary) = try UnfinishedFiles.makeFile(in: folder, for: path)
        var writer = FileWriter(descriptor: descriptor, path: path)
        var isOpen = true
        do throws(FileError) {
            try body(&writer)
            if synced {
                while fsync(descriptor) != 0 {
                    if errno != EINTR { throw .writing(path, code: errno) }
                }
            }
            isOpen = false
            // The lock stays until the file has its name, or it would be taken for one that was left behind.
            let lock = dup(descriptor)
            defer { if lock >= 0 { _ = close(lock) } }
            if close(descriptor) != 0 { throw .writing(path, code: errno) }
            if rename(temporary, path) != 0 { throw .writing(path, code: errno) }
            UnfinishedFiles.forget(temporary)
        } catch {
            if isOpen { _ = close(descriptor) }
            unlink(temporary)
            UnfinishedFiles.forget(temporary)
            throw error
        }
        if synced { flush(folder: folder) }
    }

    /// Makes renames within `folder` durable.
    ///
    /// Some file systems can't flush a folder; what was renamed is complete all the same, so that is no error.
    public static func flush(folder: String) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor >= 0 {
            _ = fsync(descriptor)
            _ = close(descriptor)
        }
    }

    /// The folder part of `path`, "." when it has none.
    package static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
