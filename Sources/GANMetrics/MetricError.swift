public import GANNumerics

/// Input that a metric cannot be computed from.
public enum MetricError: ExplainedError, Equatable {
    case tooFewRows(metric: String, role: String, rows: Int, needed: Int)
    case widthsDiffer(metric: String, real: Int, generated: Int)
    case nonFinite(metric: String, role: String, row: Int, column: Int)
    case invalidOption(metric: String, option: String, value: String, allowed: String)

    public var location: String {
        switch self {
        case .tooFewRows(let metric, _, _, _), .widthsDiffer(let metric, _, _), .nonFinite(let metric, _, _, _),
            .invalidOption(let metric, _, _, _):
            return metric
        }
    }

    public var fact: String {
        switch self {
        case .tooFewRows(_, let role, let rows, _): return "\(role) has \(rows) rows"
        case .widthsDiffer(_, let real, let generated):
            return "real has \(real) columns and generated \(generated)"
        case .nonFinite(_, let role, let row, let column):
            return "\(role) holds NaN or infinity in row \(row), column \(column)"
        case .invalidOption(_, let option, let value, _): return "\(option) is \(value)"
        }
    }

    public var expectation: String {
        switch self {
        case .tooFewRows(_, _, _, let needed): return "at least \(needed)"
        case .widthsDiffer: return "features of one extractor, equally wide"
        case .nonFinite: return "finite features"
        case .invalidOption(_, _, _, let allowed): return allowed
        }
    }

    public var remedy: String {
        switch self {
        case .tooFewRows: return "Give more samples."
        case .widthsDiffer: return "Extract both with the same extractor."
        case .nonFinite: return "Find out where the generator or the extractor makes it; nothing is repaired in silence."
        case .invalidOption: return "Choose another value."
        }
    }
}
