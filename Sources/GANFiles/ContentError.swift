public import GANText

/// The ways in which the bytes of a file, an archive or an array can be other than their format promises.
public enum ContentError: ExplainedError, Equatable {
    case file(FileError)
    /// Something that stands where the file should be.
    case foreign(path: String, ForeignContent)
    // Sizes.
    case tooShort(path: String, what: String, needed: Int, found: Int)
    case tooLong(path: String, what: String, expected: Int, found: Int)
    case declaredSizeOverLimit(path: String, what: String, limit: Int)
    case declaredSizeImplausible(path: String, declared: Int, stored: Int)
    // Compressed streams.
    case damagedCompression(path: String, reason: String)
    // Zip.
    case notZip(path: String, reason: String)
    case unsupportedZipEntry(path: String, entry: String, reason: String)
    case overlappingZipEntries(path: String, entry: String)
    case checksumMismatch(path: String)
    // Tar.
    case notTar(path: String, reason: String)
    // LMDB and HDF5.
    case notLMDB(path: String, reason: String)
    case notHDF5(path: String, reason: String)
    // NPY.
    case notNPY(path: String)
    case malformedNPYHeader(path: String, reason: String)
    case unsupportedNPYType(path: String, descriptor: String)
    case objectArray(path: String)

    /// The file, option or place within it that the error speaks of.
    public var location: String { explanation.location }
    /// What was found there, as a clause.
    public var fact: String { explanation.fact }
    /// What would have been accepted instead.
    public var expectation: String { explanation.expectation }
    /// What to do about it.
    public var remedy: String { explanation.remedy }

    private typealias Explanation = (location: String, fact: String, expectation: String, remedy: String)

    private static let refetch = "Fetch or make the file again."

    private var explanation: Explanation {
        switch self {
        case .file(let error):
            return (error.location, error.fact, error.expectation, error.remedy)
        case .foreign(let path, let found):
            return (path, "is \(found.words)", "the file itself", found.remedy)
        case .tooShort(let path, let what, let needed, let found):
            return (path, "\(what) ends early, after \(found) bytes", "\(needed) bytes", Self.refetch)
        case .tooLong(let path, let what, let expected, let found):
            return (path, "\(what) has \(found) bytes", "\(expected) bytes, as its header says", Self.refetch)
        case .declaredSizeOverLimit(let path, let what, let limit):
            return (path, "\(what)", "at most \(limit)", "Check that the header is right; split the data if it is.")
        case .declaredSizeImplausible(let path, let declared, let stored):
            return (
                path, "its header declares \(declared) bytes of data but only \(stored) compressed bytes are there",
                "a size that compression can reach (1 to 1032)", Self.refetch
            )
        case .damagedCompression(let path, let reason):
            return (path, "the compressed data are damaged: \(reason)", "a whole deflate stream", Self.refetch)
        case .notZip(let path, let reason):
            return (path, "the zip directory is wrong: \(reason)", "a whole zip archive", Self.refetch)
        case .unsupportedZipEntry(let path, let entry, let reason):
            return (
                "\(path), entry \(entry)", reason, "stored or deflated entries without encryption",
                "Pack the archive again."
            )
        case .overlappingZipEntries(let path, let entry):
            return (
                "\(path), entry \(entry)", "shares bytes with another entry", "entries that lie apart", Self.refetch
            )
        case .notTar(let path, let reason):
            return (path, "the tar archive is wrong: \(reason)", "a whole tar archive of files", Self.refetch)
        case .notHDF5(let path, let reason):
            return (
                path, "the HDF5 file can't be read: \(reason)",
                "arrays of numbers as h5py writes them: plain, or by gzip, shuffle and fletcher32",
                "Save its arrays as .npz: python3 -c \"import h5py, numpy as n; f = h5py.File('\(path)'); "
                    + "n.savez('data.npz', images=f['imgs'][:], labels=f['labels'][:])\" (list(f) shows their names)."
            )
        case .notLMDB(let path, let reason):
            return (
                path, "the LMDB database is wrong: \(reason)", "a whole database of a 64-bit machine", Self.refetch
            )
        case .checksumMismatch(let path):
            return (path, "the checksum differs", "the bytes that were packed", Self.refetch)
        case .notNPY(let path):
            return (
                path, "does not start like a .npy file", "the NumPy array format, version 1 to 3",
                "Save the array with numpy.save."
            )
        case .malformedNPYHeader(let path, let reason):
            return (
                path, "the .npy header is wrong: \(reason)", "a dictionary of descr, fortran_order and shape",
                Self.refetch
            )
        case .unsupportedNPYType(let path, let descriptor):
            return (
                path, "element type \(descriptor)", "f2, f4, f8, b1, or u and i of 1 to 8 bytes",
                "Save the array with astype('float32')."
            )
        case .objectArray(let path):
            return (
                path, "holds Python objects", "numbers",
                "Save a plain array with astype('float32'); objects run code when read and are never opened."
            )
        }
    }
}
