#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Keeps other processes out of a folder while one of them sets it up.
///
/// The operating system drops the lock when its holder ends, however it ends, so that no lock is left behind.
enum FolderLock {
    /// Runs `body` while holding the lock file `name` in `folder`, waiting for it if need be.
    static func withLock<Value>(
        _ name: String, in folder: String, _ body: () throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        let path = "\(folder)/\(name)"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .notWritable(path: folder, reason: String(cString: strerror(errno))) }
        defer { _ = close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0 {
            if errno != EINTR { throw .failed(path: path, reason: String(cString: strerror(errno))) }
        }
        return try body()
    }
}
