import GANText

/// A report that could not be made or written.
package enum ReportError: ExplainedError, Equatable {
    case cannotWrite(path: String, reason: String)
    /// A file of an earlier run that would be taken for one of this run.
    case cannotRemove(path: String, reason: String)
    case notAFolder(path: String)
    case imageEncoding(gallery: String, reason: String)
    case templateBroken(name: String, reason: String)

    /// The file, option or place within it that the error speaks of.
    package var location: String {
        switch self {
        case .cannotWrite(let path, _), .cannotRemove(let path, _), .notAFolder(let path): return path
        case .imageEncoding(let gallery, _): return gallery
        case .templateBroken(let name, _): return "template \(name)"
        }
    }

    /// What was found there, as a clause.
    package var fact: String {
        switch self {
        case .cannotWrite(_, let reason): return "cannot be written: \(reason)"
        case .cannotRemove(_, let reason): return "is of an earlier run and cannot be removed: \(reason)"
        case .notAFolder: return "is not a folder"
        case .imageEncoding(_, let reason): return "the gallery cannot be encoded as PNG: \(reason)"
        case .templateBroken(_, let reason): return "cannot be rendered: \(reason)"
        }
    }

    /// What would have been accepted instead.
    package var expectation: String {
        switch self {
        case .cannotWrite: return "a folder that takes new files"
        case .cannotRemove: return "a folder whose files can be replaced"
        case .notAFolder: return "a folder, or a path where one can be made"
        case .imageEncoding: return "images of one shape, values from 0 to 255"
        case .templateBroken: return "the templates that ganeval was built with"
        }
    }

    /// What to do about it.
    package var remedy: String {
        switch self {
        case .cannotWrite: return "Free space or choose another folder; nothing was left half-written."
        case .cannotRemove: return "Remove it, or choose another folder."
        case .notAFolder: return "Choose another path."
        case .imageEncoding: return "Report the defect with the sources that were judged."
        case .templateBroken: return "Build ganeval again; this is a defect of the build."
        }
    }
}
