import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Files and folders under the names that they have while they are written: `.ganeval-PROCESS-NUMBER.partial`.
///
/// Whoever writes holds a lock on what it writes, which the system drops when it ends, however it ends. So what nobody holds was
/// left by a killed writer, and is removed by the next one that writes beside it. Where a file system has no locks, it stays.
package enum UnfinishedFiles {
    static let counter = Atomic<UInt64>(0)
    /// What this process has begun and not finished.
    private static let begun = Mutex<Set<String>>([])
    /// Held while files that belong together take their places.
    private static let places = Mutex(())
    /// The folders that were looked through: once is enough for a process.
    private static let cleared = Mutex<Set<String>>([])

    /// A new file in `folder`, open for writing and locked; `path` is what errors call it.
    static func makeFile(in folder: String, for path: String) throws(FileError) -> (descriptor: Int32, name: String) {
        clearOnce(folder)
        while true {
            let name = newName(in: folder)
            // O_EXCL catches what a killed one left behind.
            let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            if descriptor >= 0 {
                if isOurs(descriptor) {
                    remember(name)
                    return (descriptor, name)
                }
                _ = close(descriptor)
                continue
            }
            let code = errno
            if code != EEXIST && code != EINTR { throw .writing(path, code: code) }
        }
    }

    /// A new folder in `folder`, and the open descriptor that holds its lock; `path` is what errors call it.
    package static func makeFolder(
        in folder: String, for path: String
    ) throws(FileError) -> (descriptor: Int32, name: String) {
        clearOnce(folder)
        while true {
            let name = newName(in: folder)
            if mkdir(name, 0o777) == 0 {
                let descriptor = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
                let code = errno
                if descriptor >= 0 {
                    if isOurs(descriptor) {
                        remember(name)
                        return (descriptor, name)
                    }
                    _ = close(descriptor)
                } else if code != ENOENT {
                    rmdir(name)
                    throw .writing(path, code: code)
                }
                continue
            }
            let code = errno
            if code != EEXIST && code != EINTR { throw .writing(path, code: code) }
        }
    }

    private static func remember(_ name: String) { _ = begun.withLock { $0.insert(name) } }

    /// What was begun under `name` has its place, or is gone.
    package static func forget(_ name: String) { _ = begun.withLock { $0.remove(name) } }

    /// Runs `body`, which puts files in place that belong together: no `end` comes between them.
    ///
    /// Not to be nested.
    package static func whole<Result>(_ body: () throws -> Result) rethrows -> Result {
        try places.withLock { _ in try body() }
    }

    /// Removes what this process has begun, then ends it by `last`; nothing is begun or put in place meanwhile.
    ///
    /// Waits for files that are just being put in place together.
    package static func end(_ last: () -> Void) {
        places.withLock { _ in
            begun.withLock { names in
                for name in names { try? FileManager.default.removeItem(atPath: name) }
                last()
            }
        }
    }

    /// Removes what killed writers left in `folder`.
    package static func clear(_ folder: String) {
        guard let stream = opendir(folder) else { return }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if isName(name) { names.append(name) }
        }
        for name in names {
            let path = "\(folder)/\(name)"
            let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            defer { _ = close(descriptor) }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { continue }
            // Another process may do the same at this moment; what one can't remove the other does.
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    private static func clearOnce(_ folder: String) {
        if cleared.withLock({ $0.insert(folder).inserted }) { clear(folder) }
    }

    private static func newName(in folder: String) -> String {
        // A name of its own, not the target's with a suffix: that could pass the file system's limit for names.
        "\(folder)/.ganeval-\(getpid())-\(counter.wrappingAdd(1, ordering: .relaxed).newValue).partial"
    }

    private static func isName(_ name: String) -> Bool {
        name.wholeMatch(of: /\.ganeval-[0-9]+-[0-9]+\.partial/) != nil
    }

    /// Takes the lock; false where somebody took it for something left behind, and removed it, before the lock was taken.
    private static func isOurs(_ descriptor: Int32) -> Bool {
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK { return false }
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_nlink > 0
    }
}
