public import GANData
public import GANText

/// An audit that can't be done.
public enum AuditError: ExplainedError, Equatable {
    case shapesDiffer(source: String, found: SampleShape, training: String, expected: SampleShape)
    case noRows(source: String)
    case nonFinite(source: String, row: Int)
    case invalidOption(name: String, value: String, allowed: String)
    case featureWidths(extractor: String, first: Int, second: Int)
    case otherAudit(fact: String)
    case damagedState(reason: String)

    /// The file, option or place within it that the error speaks of.
    public var location: String {
        switch self {
        case .shapesDiffer(let source, _, _, _), .noRows(let source), .nonFinite(let source, _): return source
        case .invalidOption(let name, _, _): return name
        case .featureWidths(let extractor, _, _): return extractor
        case .otherAudit, .damagedState: return "saved audit"
        }
    }

    /// What was found there, as a clause.
    public var fact: String {
        switch self {
        case .shapesDiffer(_, let found, _, _): return "each row is a \(found)"
        case .noRows: return "it has no rows"
        case .nonFinite(_, let row): return "row \(row) holds NaN or infinity"
        case .invalidOption(_, let value, _): return "it is \(value)"
        case .featureWidths(_, let first, let second): return "it gave rows of \(first) and of \(second) features"
        case .otherAudit(let fact): return fact
        case .damagedState(let reason): return reason
        }
    }

    /// What would have been accepted instead.
    public var expectation: String {
        switch self {
        case .shapesDiffer(_, _, let training, let expected): return "a \(expected), as in \(training)"
        case .noRows: return "at least one"
        case .nonFinite: return "finite values"
        case .invalidOption(_, _, let allowed): return allowed
        case .featureWidths: return "one width for all rows"
        case .otherAudit: return "a search over the same samples, data and options"
        case .damagedState: return "a search as it was saved"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .shapesDiffer(_, let found, _, let expected): return ImageConversion.advice(from: found, to: expected)
        case .noRows: return "Give another source, or leave it away where it is optional."
        case .nonFinite: return "Find out where the value comes from; nothing is repaired in silence."
        case .invalidOption: return "Choose another value."
        case .featureWidths: return "Use one extractor for samples, training and held-out rows."
        case .otherAudit, .damagedState: return "Delete it and start the search anew."
        }
    }
}
