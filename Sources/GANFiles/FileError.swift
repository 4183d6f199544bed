public import GANText

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The ways in which the file system can refuse a file; `path` is always the file as the person named it.
public enum FileError: ExplainedError, Equatable {
    // Reading.
    case missing(path: String)
    /// A name that is no UTF-8, shown with U+FFFD for the bytes that are no characters.
    case nameNotText(path: String)
    case cannotOpen(path: String, reason: String)
    case isFolder(path: String)
    case notRegularFile(path: String)
    case fileTooLarge(path: String, bytes: Int, limit: Int)
    case cannotRead(path: String, reason: String)
    /// The file is not what it was when it was opened.
    case changed(path: String, fact: String)
    // Writing; whatever stood at `path` is as it was.
    case folderMissing(path: String, folder: String)
    case notWritable(path: String, reason: String)
    case noSpace(path: String, reason: String)
    case cannotWrite(path: String, reason: String)

    /// The case for the error number of a system call that failed to open or inspect `path` for reading.
    public static func opening(_ path: String, code: Int32) -> FileError {
        switch code {
        // Names come as text, in which other bytes have been replaced: that file can't be asked for.
        case ENOENT where path.unicodeScalars.contains("\u{FFFD}"): return .nameNotText(path: path)
        case ENOENT, ENOTDIR: return .missing(path: path)
        case EISDIR: return .isFolder(path: path)
        default: return .cannotOpen(path: path, reason: message(of: code))
        }
    }

    /// The case for the error number of a system call that failed to write or rename to `path`.
    static func writing(_ path: String, code: Int32) -> FileError {
        let reason = message(of: code)
        switch code {
        case ENOSPC, EDQUOT, EFBIG: return .noSpace(path: path, reason: reason)
        case EACCES, EPERM, EROFS, ENOTDIR, EISDIR, ENOTEMPTY, EEXIST: return .notWritable(path: path, reason: reason)
        case ENOENT: return .folderMissing(path: path, folder: AtomicFile.folder(of: path))
        default: return .cannotWrite(path: path, reason: reason)
        }
    }

    /// Plain words for the error numbers that people meet, the system's for the rest.
    static func message(of code: Int32) -> String {
        switch code {
        case EACCES, EPERM: return "permission denied"
        case ENOTDIR: return "a part of the path is not a folder"
        case EISDIR, ENOTEMPTY, EEXIST: return "a folder has this name"
        case EROFS: return "the file system is read-only"
        case ENOSPC: return "the disk is full"
        case EDQUOT: return "the disk quota is used up"
        case EFBIG: return "the file is too large for the file system"
        case EMFILE, ENFILE: return "too many files are open"
        case ENAMETOOLONG: return "the name is too long"
        case EIO: return "the disk reports an input or output error"
        default: return String(cString: strerror(code))
        }
    }
}

extension FileError {
    /// The file, option or place within it that the error speaks of.
    public var location: String { parts.location }
    /// What was found there, as a clause.
    public var fact: String { parts.fact }
    /// What would have been accepted instead.
    public var expectation: String { parts.expectation }
    /// What to do about it.
    public var remedy: String { parts.remedy }

    /// The cause alone, for an error that names another place than the file.
    public var reason: String {
        switch self {
        case .cannotOpen(_, let reason), .cannotRead(_, let reason), .notWritable(_, let reason),
            .noSpace(_, let reason), .cannotWrite(_, let reason):
            return reason
        case .folderMissing(_, let folder): return "the folder \(folder) does not exist"
        case .missing, .nameNotText: return fact
        case .isFolder, .notRegularFile, .fileTooLarge, .changed: return "it \(fact)"
        }
    }

    private var parts: (location: String, fact: String, expectation: String, remedy: String) {
        switch self {
        case .missing(let path):
            return (path, "no such file or folder", "a file that exists", "Check the path and the working folder.")
        case .nameNotText(let path):
            return (
                path, "its name is not UTF-8", "file names in UTF-8",
                "Rename the file (convmv -f latin1 -t utf8 renames whole folders), or move it elsewhere."
            )
        case .cannotOpen(let path, let reason):
            return (path, "cannot be opened: \(reason)", "a readable file", "Check the path and its permissions.")
        case .isFolder(let path):
            return (path, "is a folder", "a file", "Name a file inside it.")
        case .notRegularFile(let path):
            return (path, "is not a regular file", "a file, not a pipe or device", "Name the file itself.")
        case .fileTooLarge(let path, let bytes, let limit):
            return (path, "has \(bytes) bytes", "at most \(limit)", "Split the file, or keep only what you need.")
        case .cannotRead(let path, let reason):
            return (path, "cannot be read: \(reason)", "a readable file", "Check the disk, then try again.")
        case .changed(let path, let fact):
            return (
                path, fact, "a file that stays as it was when opened", "Leave the file alone while ganeval reads it."
            )
        case .folderMissing(let path, _):
            return (path, "cannot be written: \(reason)", "an existing folder", "Make the folder first.")
        case .notWritable(let path, let reason):
            return (
                path, "cannot be written: \(reason)", "a writable folder",
                "Choose another folder or change its permissions."
            )
        case .noSpace(let path, let reason):
            return (
                path, "cannot be written: \(reason)", "room for the file",
                "Free some space or write elsewhere; nothing was changed."
            )
        case .cannotWrite(let path, let reason):
            return (path, "cannot be written: \(reason)", "a writable folder", "Check the disk; nothing was changed.")
        }
    }
}
