package import GANFiles
import GANText
import GRDB

/// The ways in which the store can fail; the store itself stays as it was before the call that threw.
package enum StoreError: ExplainedError, Equatable {
    case cannotMakeFolder(path: String, reason: String)
    case cannotOpen(path: String, reason: String)
    case notAStore(path: String, reason: String)
    case newerSchema(path: String, unknown: [String])
    case damaged(path: String, reason: String)
    case busy(path: String)
    case noSpace(path: String, reason: String)
    case notWritable(path: String, reason: String)
    /// A report that breaks one of the schema's rules, such as a number that is not finite.
    case refused(path: String, reason: String)
    case failed(path: String, reason: String)
    /// A cache file that could not be written.
    case file(FileError)

    /// The file, option or place within it that the error speaks of.
    package var location: String { parts.location }
    /// What was found there, as a clause.
    package var fact: String { parts.fact }
    /// What would have been accepted instead.
    package var expectation: String { parts.expectation }
    /// What to do about it.
    package var remedy: String { parts.remedy }

    private var parts: (location: String, fact: String, expectation: String, remedy: String) {
        switch self {
        case .cannotMakeFolder(let path, let reason):
            return (path, "cannot be made (\(reason))", "a folder for the store", "Choose another folder with --store.")
        case .cannotOpen(let path, let reason):
            return (
                path, "cannot be opened (\(reason))", "a store in a writable folder",
                "Check the path and its permissions."
            )
        case .notAStore(let path, let reason):
            return (
                path, "is not a ganeval store (\(reason))", "a store, or no file",
                "Move the file away, or choose another folder."
            )
        case .newerSchema(let path, let unknown):
            let names = unknown.map { "\"\($0)\"" }.joined(separator: ", ")
            return (
                path, "was written by a newer ganeval (it has the unknown parts \(names))",
                "a store this version knows",
                "Use the newer ganeval, or choose another folder."
            )
        case .damaged(let path, let reason):
            return (
                path, "is damaged (\(reason))", "an intact store",
                "Move the file away and run again; a new store is made. Reports are not affected."
            )
        case .busy(let path):
            return (
                path, "is in use by another process", "a free store",
                "Wait until the other run is done, then try again."
            )
        case .noSpace(let path, let reason):
            return (path, "cannot be written (\(reason))", "free disk space", "Free some space; nothing was changed.")
        case .notWritable(let path, let reason):
            return (
                path, "cannot be written (\(reason))", "a writable store",
                "Change its permissions, or choose another folder."
            )
        case .refused(let path, let reason):
            return (
                path, "refuses the record (\(reason))", "complete, finite values", "Report this; nothing was changed."
            )
        case .failed(let path, let reason):
            return (
                path, "failed (\(reason))", "a working store", "Check the disk, then try again; nothing was changed."
            )
        case .file(let error):
            return (error.location, error.fact, error.expectation, error.remedy)
        }
    }
}

extension StoreError {
    /// The case that names what GRDB threw about the database at `path`.
    init(_ error: any Error, path: String) {
        if let error = error as? StoreError {
            self = error
            return
        }
        guard let error = error as? DatabaseError else {
            self = .failed(path: path, reason: String(describing: error))
            return
        }
        let reason = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path)
        case .SQLITE_NOTADB: self = .notAStore(path: path, reason: reason)
        case .SQLITE_CORRUPT: self = .damaged(path: path, reason: reason)
        case .SQLITE_FULL: self = .noSpace(path: path, reason: reason)
        case .SQLITE_READONLY, .SQLITE_PERM: self = .notWritable(path: path, reason: reason)
        case .SQLITE_CANTOPEN: self = .cannotOpen(path: path, reason: reason)
        case .SQLITE_CONSTRAINT, .SQLITE_MISMATCH: self = .refused(path: path, reason: reason)
        default: self = .failed(path: path, reason: reason)
        }
    }
}
