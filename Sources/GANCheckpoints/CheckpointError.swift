public import GANFiles
public import GANText

/// The ways in which a weight file can fail to be read, believed or written: one case for each.
///
/// `path` is always the file as the person named it.
public enum CheckpointError: ExplainedError, Equatable {
    // Getting at the file.
    case file(FileError)
    /// An archive or array whose bytes are wrong.
    case content(ContentError)
    /// A PyTorch file.
    case pyTorch(PyTorchError)
    case unreadableFormat(path: String, found: String, remedy: String)

    // The safetensors container.
    case fileTooShort(path: String, bytes: Int)
    case headerTooLarge(path: String, bytes: UInt64, limit: Int)
    case headerBeyondFile(path: String, bytes: Int, available: Int)
    case headerNotUnicode(path: String)
    case headerMalformed(path: String, offset: Int, problem: String)
    case duplicateName(path: String, name: String)
    case tooManyTensors(path: String, limit: Int)
    case unknownElementType(path: String, tensor: String, type: String)
    case shapeTooLarge(path: String, tensor: String, shape: [Int])
    case tooManyAxes(path: String, tensor: String, axes: Int, limit: Int)
    case offsetsReversed(path: String, tensor: String, begin: Int, end: Int)
    case offsetsBeyondFile(path: String, tensor: String, end: Int, available: Int)
    case sizeMismatch(path: String, tensor: String, shape: [Int], type: String, bytes: Int, expected: Int)
    case overlap(path: String, tensor: String, other: String)
    case hole(path: String, tensor: String, bytes: Int)
    case unclaimedBytes(path: String, bytes: Int)

    // ganeval's own form on top of it.
    case notNative(path: String)
    case newerFormat(path: String, found: String, supported: String)
    case missingMetadata(path: String, key: String)
    case invalidMetadata(path: String, key: String, problem: String, allowed: String)
    case missingTensor(path: String, name: String, shape: [Int])
    case wrongShape(path: String, name: String, found: [Int], needed: [Int])
    case brokenSeal(path: String)

    // Choosing among the weights in a file.
    case ambiguousWeights(path: String, wanted: String, candidates: [String])
    case missingWeights(path: String, wanted: String, candidates: [String])
    case unknownSelection(path: String, selection: String, nearest: String?, candidates: [String])

    /// One of several files of a model.
    case shard(path: String, number: Int, count: Int, missing: [String])
    /// An index names files that are not there.
    case shardsMissing(path: String, missing: [String], count: Int)

    // Writing.
    case reservedName(path: String, name: String)

    /// The file, option or place within it that the error speaks of.
    public var location: String { parts.location }
    /// What was found there, as a clause.
    public var fact: String { parts.fact }
    /// What would have been accepted instead.
    public var expectation: String { parts.expectation }
    /// What to do about it.
    public var remedy: String { parts.remedy }
}

extension CheckpointError {
    private typealias Parts = (location: String, fact: String, expectation: String, remedy: String)

    private static let damaged = "The file is damaged or was made to mislead; fetch or write it again."
    private static let container = "a safetensors file"
    private static let formats = "a PyTorch file (.pt, .pth, .ckpt), safetensors, .npz or .npy"

    private static func list(_ names: [String]) -> String { names.joined(separator: ", ") }

    private var parts: Parts {
        switch self {
        case .file(let error):
            return (error.location, error.fact, error.expectation, error.remedy)
        case .content(let error):
            return (error.location, error.fact, error.expectation, error.remedy)
        case .pyTorch(let error):
            return (error.location, error.fact, error.expectation, error.remedy)
        case .unreadableFormat(let path, let found, let remedy):
            return (path, "is \(found)", "weights: \(Self.formats)", remedy)
        case .ambiguousWeights(let path, let wanted, let candidates):
            return (
                path, "holds several weights that could be the \(wanted)'s: \(Self.list(candidates))",
                "one that clearly is", "Choose one with --select PATH."
            )
        case .missingWeights(let path, let wanted, let candidates):
            let found = candidates.isEmpty ? "no weights" : "\(Self.list(candidates)), but no weights of a \(wanted)"
            return (
                path, "holds \(found)", "a state dict of a \(wanted)",
                candidates.isEmpty ? "Check the file with `ganeval inspect`." : "Choose one with --select PATH."
            )
        case .shard(let path, let number, let count, let missing):
            let lost =
                missing.isEmpty ? "" : "; \(Self.list(missing)) \(missing.count == 1 ? "is" : "are") missing beside it"
            return (
                path, "is part \(number) of \(count) of a model, which alone would pass for a smaller one\(lost)",
                "all parts of the model in one folder",
                "Put all parts into one folder, and name any of them or their index."
            )
        case .shardsMissing(let path, let missing, let count):
            return (
                path, "names \(count) files, of which these are missing beside it: \(Self.list(missing))",
                "all files of the model", "Fetch them into the same folder."
            )
        case .unknownSelection(let path, let selection, let nearest, let candidates):
            let hint = nearest.map { " Did you mean '\($0)'?" } ?? ""
            return (
                path, "has no weights at '\(selection)'",
                candidates.isEmpty ? "a path to weights, of which it has none" : "one of: \(Self.list(candidates))",
                "`ganeval inspect` lists what there is.\(hint)"
            )
        case .fileTooShort(let path, let bytes):
            return (path, "has only \(bytes) bytes", "\(Self.container), at least 10 bytes", Self.damaged)
        case .headerTooLarge(let path, let bytes, let limit):
            return (
                path, "declares a header of \(bytes) bytes", "at most \(limit)", "Check that it is \(Self.container)."
            )
        case .headerBeyondFile(let path, let bytes, let available):
            return (path, "declares a header of \(bytes) bytes but holds \(available)", "a complete file", Self.damaged)
        case .headerNotUnicode(let path):
            return (path, "has a header that is not UTF-8", "JSON text", "Check that it is \(Self.container).")
        case .headerMalformed(let path, let offset, let problem):
            return ("\(path), header byte \(offset)", problem, "a safetensors header", Self.damaged)
        case .duplicateName(let path, let name):
            return ("\(path), \"\(name)\"", "occurs twice in the header", "each name once", Self.damaged)
        case .tooManyTensors(let path, let limit):
            return (path, "declares more than \(limit) tensors", "at most \(limit)", Self.damaged)
        case .unknownElementType(let path, let tensor, let type):
            let known = ElementType.allCases.map(\.rawValue).joined(separator: ", ")
            let fact = ElementType.unread.contains(type) ? ", which is known but not read" : ""
            return (
                "\(path), tensor \"\(tensor)\"", "has the element type \"\(type)\"\(fact)", "one of \(known)",
                "Convert it to F32."
            )
        case .shapeTooLarge(let path, let tensor, let shape):
            return (
                "\(path), tensor \"\(tensor)\"", "has shape \(shape)", "a size that a computer can hold", Self.damaged
            )
        case .tooManyAxes(let path, let tensor, let axes, let limit):
            return ("\(path), tensor \"\(tensor)\"", "has \(axes) axes", "at most \(limit)", Self.damaged)
        case .offsetsReversed(let path, let tensor, let begin, let end):
            return (
                "\(path), tensor \"\(tensor)\"", "ends at \(end) before it begins at \(begin)", "begin ≤ end",
                Self.damaged
            )
        case .offsetsBeyondFile(let path, let tensor, let end, let available):
            return (
                "\(path), tensor \"\(tensor)\"", "ends at byte \(end) of \(available)", "offsets inside the file",
                "The file is cut short or damaged; fetch or write it again."
            )
        case .sizeMismatch(let path, let tensor, let shape, let type, let bytes, let expected):
            return (
                "\(path), tensor \"\(tensor)\"", "has \(bytes) bytes", "\(expected) for shape \(shape) of \(type)",
                Self.damaged
            )
        case .overlap(let path, let tensor, let other):
            return (
                "\(path), tensor \"\(tensor)\"", "overlaps \"\(other)\"", "bytes of its own for each tensor",
                Self.damaged
            )
        case .hole(let path, let tensor, let bytes):
            return (
                "\(path), tensor \"\(tensor)\"", "begins \(bytes) bytes after the one before it ends", "no holes",
                Self.damaged
            )
        case .unclaimedBytes(let path, let bytes):
            return (path, "holds \(bytes) bytes that belong to no tensor", "none", Self.damaged)
        case .notNative(let path):
            return (
                path, "does not describe its model",
                "a checkpoint that ganeval wrote (metadata \"\(CheckpointDescription.formatKey)\")",
                "Give the architecture with --architecture."
            )
        case .newerFormat(let path, let found, let supported):
            return (path, "has the format \"\(found)\"", "\"\(supported)\"", "Use a newer ganeval to read it.")
        case .missingMetadata(let path, let key):
            return (
                path, "lacks the metadata \"\(key)\"", "a complete ganeval checkpoint", "Write the checkpoint again."
            )
        case .invalidMetadata(let path, let key, let problem, let allowed):
            return ("\(path), metadata \"\(key)\"", problem, allowed, "Write the checkpoint again.")
        case .missingTensor(let path, let name, let shape):
            return (
                path, "lacks the tensor \"\(name)\"", "it with shape \(shape)",
                "Check that the architecture and the weights belong together."
            )
        case .wrongShape(let path, let name, let found, let needed):
            return (
                "\(path), tensor \"\(name)\"", "has shape \(found)", "\(needed)",
                "Check that the architecture and the weights belong together."
            )
        case .brokenSeal(let path):
            return (
                path, "does not hold what was written: its content and the digest in it differ",
                "the metadata \"\(ContentSeal.key)\" to be the SHA-256 of the rest",
                "The file is damaged or was changed; fetch it or train it again."
            )
        case .reservedName(let path, let name):
            return (path, "cannot hold a tensor called \"\(name)\"", "another name", "Rename the tensor.")
        }
    }
}
