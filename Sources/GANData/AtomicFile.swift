#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Writes whole files: a reader sees the old content or the new one, never a part.
public enum AtomicFile {
    /// Writes `bytes` under a temporary name in the same folder, syncs them to disk and renames the file to `path`.
    ///
    /// Without `synced` a power cut may lose or empty the file: for the many files of one run, which can be made again.
    /// Throws `DataError.diskFull` or `.unwritable`, and then leaves nothing behind and an older file as it was.
    public static func write(_ bytes: [UInt8], to path: String, synced: Bool = true) throws(DataError) {
        try write(parts: [bytes], to: path, synced: synced)
    }

    /// Writes the concatenation of `parts`; else as `write(_:to:synced:)`.
    public static func write(parts: [[UInt8]], to path: String, synced: Bool = true) throws(DataError) {
        let (folder, name) = split(path)
        if name.isEmpty { throw .unwritable(path: path, reason: "the path names a folder") }
        // The process number keeps two writers apart; O_EXCL catches what a crashed one left behind.
        var temporary = ""
        var descriptor: Int32 = -1
        for attempt in 0..<100 {
            temporary = "\(folder).\(name.prefix(100)).\(getpid())-\(attempt).tmp"
            descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            if descriptor >= 0 || errno != EEXIST { break }
        }
        guard descriptor >= 0 else { throw .writing(path, code: errno) }
        var code = writeAll(parts, to: descriptor)
        if code == 0, synced, fsync(descriptor) != 0 { code = errno }
        if close(descriptor) != 0, code == 0 { code = errno }
        if code == 0, rename(temporary, path) != 0 { code = errno }
        guard code == 0 else {
            unlink(temporary)
            throw .writing(path, code: code)
        }
        if synced { syncFolder(folder.isEmpty ? "." : folder) }
    }

    private static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return ("", path) }
        return (String(path[...slash]), String(path[path.index(after: slash)...]))
    }

    private static func writeAll(_ parts: [[UInt8]], to descriptor: Int32) -> Int32 {
        for part in parts {
            let code = part.withUnsafeBytes { bytes -> Int32 in
                var done = 0
                while done < bytes.count, let base = bytes.baseAddress {
                    let wrote = systemWrite(descriptor, base + done, min(bytes.count - done, 1 << 30))
                    if wrote < 0 && errno == EINTR { continue }
                    if wrote <= 0 { return wrote < 0 ? errno : EIO }
                    done += wrote
                }
                return 0
            }
            if code != 0 { return code }
        }
        return 0
    }

    /// Makes the new name itself durable; a file system that can't do it loses at most the rename, so it is no error.
    private static func syncFolder(_ folder: String) {
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}

/// The system's `write`, which the methods above hide.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
