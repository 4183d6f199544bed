public import GANText

/// Files that are each in order but do not belong together.
public enum MeasuringError: ExplainedError, Equatable {
    case widthsDiffer(path: String, columns: Int, generated: String, generatedColumns: Int)
    case rowsDiffer(path: String, rows: Int, generated: String, generatedRows: Int)
    case statisticsInsteadOfRows(path: String, role: String)

    /// The file, option or place within it that the error speaks of.
    public var location: String {
        switch self {
        case .widthsDiffer(let path, _, _, _), .rowsDiffer(let path, _, _, _), .statisticsInsteadOfRows(let path, _):
            return path
        }
    }

    /// What was found there, as a clause.
    public var fact: String {
        switch self {
        case .widthsDiffer(_, let columns, let generated, let generatedColumns):
            return "has \(columns) columns but \(generated) has \(generatedColumns)"
        case .rowsDiffer(_, let rows, let generated, let generatedRows):
            return "has \(rows) rows but \(generated) has \(generatedRows)"
        case .statisticsInsteadOfRows: return "holds the statistics mu and sigma"
        }
    }

    /// What would have been accepted instead.
    public var expectation: String {
        switch self {
        case .widthsDiffer: return "features of one extractor, equally wide"
        case .rowsDiffer: return "one row of probabilities for each generated sample"
        case .statisticsInsteadOfRows(_, let role): return "rows for \(role)"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .widthsDiffer: return "Extract all of them with the same extractor."
        case .rowsDiffer: return "Give the probabilities of the same samples, in the same order."
        case .statisticsInsteadOfRows: return "Give the features that the statistics were made of."
        }
    }
}
