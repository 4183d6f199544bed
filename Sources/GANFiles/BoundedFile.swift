/// Reads whole files whose size is checked before memory is taken.
public enum BoundedFile {
    /// The contents of the regular file at `path`, at most `limit` bytes.
    ///
    /// Throws what opening a `RandomAccessFile` throws, `fileTooLarge`, `cannotRead` or `changed`. A file that shrinks
    /// while it is read is an error, not a short answer.
    public static func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
        let file = try RandomAccessFile(path: path)
        guard file.size <= limit else { throw .fileTooLarge(path: path, bytes: file.size, limit: limit) }
        return try file.read(at: 0, count: file.size)
    }
}
