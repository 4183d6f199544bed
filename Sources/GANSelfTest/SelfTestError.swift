public import GANData
public import GANText

/// A self-test that can't be done.
public enum SelfTestError: ExplainedError, Equatable {
    case tooFewRows(source: String, count: Int, needed: Int)
    case shapesDiffer(source: String, found: SampleShape, reference: String, expected: SampleShape)

    /// The source that the error speaks of.
    public var location: String {
        switch self {
        case .tooFewRows(let source, _, _), .shapesDiffer(let source, _, _, _): return source
        }
    }

    /// What was found there, as a clause.
    public var fact: String {
        switch self {
        case .tooFewRows(_, let count, _): return "it has \(FigureText.count(count, "row"))"
        case .shapesDiffer(_, let found, _, _): return "each sample is a \(found)"
        }
    }

    /// What would have been accepted instead.
    public var expectation: String {
        switch self {
        case .tooFewRows(_, _, let needed):
            return "at least \(needed), half of which stand for a generator's samples"
        case .shapesDiffer(_, _, let reference, let expected): return "a \(expected), as in \(reference)"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .tooFewRows: return "Give more data."
        case .shapesDiffer(_, let found, _, let expected): return ImageConversion.advice(from: found, to: expected)
        }
    }
}
