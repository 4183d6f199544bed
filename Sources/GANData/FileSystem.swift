import GANFiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the file system says about paths, and its errors as `DataError`.
enum FileSystem {
    enum Kind { case file, folder }

    /// Whether a path is a file or a folder; links are followed.
    static func kind(of path: String) throws(DataError) -> Kind {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .file(.opening(path, code: errno)) }
        return status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
    }

    static func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0
    }

    /// The whole content of a regular file.
    static func bytes(of path: String) throws(DataError) -> [UInt8] {
        let file = try open(path)
        return try DataError.reading(try file.read(at: 0, count: file.size, what: "the file"))
    }

    /// A regular file, open for reading at any position.
    static func open(_ path: String) throws(DataError) -> RandomAccessFile {
        do throws(FileError) { return try RandomAccessFile(path: path) } catch { throw .file(error) }
    }

    /// Writes the concatenation of `parts`, whole or not at all; see `AtomicFile`.
    static func write(_ parts: [[UInt8]], to path: String, synced: Bool = true) throws(DataError) {
        do throws(FileError) { try AtomicFile.write(parts: parts, to: path, synced: synced) } catch {
            throw .file(error)
        }
    }

    /// The names in a folder in byte order, without hidden ones and those that are no text.
    static func names(in folder: String) throws(DataError) -> [String] { try listing(of: folder).names }

    /// The names in a folder in byte order, without hidden ones; `unnamable` are those that are no UTF-8, so that no path leads to them,
    /// with each byte that is no character written as "\xff".
    static func listing(of folder: String) throws(DataError) -> (names: [String], unnamable: [String]) {
        guard let stream = opendir(folder) else { throw .file(.opening(folder, code: errno)) }
        defer { closedir(stream) }
        var names: [String] = []
        var unnamable: [String] = []
        while let entry = readdir(stream) {
            let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if bytes.first == UInt8(ascii: ".") { continue }
            if let name = String(validating: bytes, as: UTF8.self) {
                names.append(name)
            } else {
                unnamable.append(escaped(bytes))
            }
        }
        return (names.sorted(by: byteOrder), unnamable.sorted(by: byteOrder))
    }

    /// Bytes as text, with those that are no ASCII as "\xff".
    private static func escaped(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            byte < 0x80 ? String(UnicodeScalar(byte)) : "\\x" + String(byte, radix: 16)
        }.joined()
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
