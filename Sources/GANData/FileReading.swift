#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A regular file that is open for reading at any position; reads from several threads don't disturb each other.
final class RandomAccessFile: Sendable {
    let path: String
    /// The size in bytes when the file was opened.
    let size: Int
    private let descriptor: Int32

    init(path: String) throws(DataError) {
        // Without O_NONBLOCK a named pipe would wait here for a writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .reading(path, code: errno) }
        var status = stat()
        let code = fstat(descriptor, &status) == 0 ? 0 : errno
        let kind = status.st_mode & S_IFMT
        guard code == 0, kind == S_IFREG else {
            close(descriptor)
            if code != 0 { throw .reading(path, code: code) }
            if kind == S_IFDIR { throw .directoryInsteadOfFile(path: path) }
            throw .unreadableFile(path: path, reason: "it is not a regular file")
        }
        self.path = path
        self.size = Int(status.st_size)
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// The `count` bytes from `offset` on; `what` names them in errors.
    func read(at offset: Int, count: Int, what: String) throws(DataError) -> [UInt8] {
        guard offset >= 0, count >= 0, offset <= size, count <= size - offset else {
            throw .tooShort(path: path, what: what, needed: count, found: max(0, min(count, size - offset)))
        }
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
        guard code == 0 else { throw .reading(path, code: code) }
        guard done == count else { throw .changedFile(path: path, fact: "became shorter while it was read") }
        return bytes
    }
}

/// What the file system says about paths.
enum FileSystem {
    enum Kind { case file, folder }

    /// Whether a path is a file or a folder; links are followed.
    static func kind(of path: String) throws(DataError) -> Kind {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .reading(path, code: errno) }
        return status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
    }

    static func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0
    }

    /// The whole content of a regular file.
    static func bytes(of path: String) throws(DataError) -> [UInt8] {
        let file = try RandomAccessFile(path: path)
        return try file.read(at: 0, count: file.size, what: "the file")
    }

    /// The names in a folder in byte order, without hidden ones.
    static func names(in folder: String) throws(DataError) -> [String] {
        guard let stream = opendir(folder) else { throw .reading(folder, code: errno) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted(by: byteOrder)
    }

    /// The last part of a path: "train" of "data/train/".
    static func lastComponent(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    static func join(_ folder: String, _ name: String) -> String {
        folder.hasSuffix("/") ? folder + name : folder + "/" + name
    }

    /// The order of UTF-8 bytes, the same under every locale.
    static func byteOrder(_ left: String, _ right: String) -> Bool { left.utf8.lexicographicallyPrecedes(right.utf8) }
}
