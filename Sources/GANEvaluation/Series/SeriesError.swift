import GANModels
public import GANText

/// A series that can't be begun, or came to nothing.
public enum SeriesError: ExplainedError, Equatable {
    case missing(path: String)
    case noCheckpoints(path: String)
    case nothingMeasured(path: String, count: Int, first: String)

    /// The file, option or place within it that the error speaks of.
    public var location: String {
        switch self {
        case .missing(let path), .noCheckpoints(let path), .nothingMeasured(let path, _, _): return path
        }
    }

    /// What was found there, as a clause.
    public var fact: String {
        switch self {
        case .missing: return "there is no such file or folder"
        case .noCheckpoints: return "the folder holds no checkpoint"
        case .nothingMeasured(_, let count, let first):
            return count == 0
                ? "no checkpoint came"
                : "none of \(FigureText.count(count, "checkpoint")) could be measured: \(first)"
        }
    }

    /// What would have been accepted instead.
    public var expectation: String {
        switch self {
        case .missing: return "a run of `ganeval train`, a folder of checkpoints, or checkpoints"
        case .noCheckpoints:
            return
                "a run with checkpoints, or files ending in \(SeriesFiles.suffixes.map { "." + $0 }.joined(separator: ", "))"
        case .nothingMeasured: return "at least one checkpoint whose generator runs"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .missing: return "Check the path."
        case .noCheckpoints: return "Name the folder that holds them, or wait for them with --watch."
        case .nothingMeasured:
            return "Try one with `ganeval sample`, and say what its file doesn't: see `ganeval series --help`."
        }
    }
}
