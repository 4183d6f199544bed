public import GANText

/// Input that a metric cannot be computed from.
public enum MetricError: ExplainedError, Equatable {
    case tooFewRows(metric: String, role: String, rows: Int, needed: Int)
    case widthsDiffer(metric: String, real: Int, generated: Int)
    case nonFinite(metric: String, role: String, row: Int, column: Int)
    case invalidOption(metric: String, option: String, value: String, allowed: String)
    /// A row of class probabilities with a negative entry, or whose sum is not one.
    case notProbabilities(metric: String, role: String, row: Int, sum: Double)
    /// Features so large that the metric's own arithmetic leaves the range of float64.
    case outOfRange(metric: String)
    /// A name that the registry does not have.
    case unknownMetric(name: String)
    /// A decomposition that did not come to an end; `reason` is its own message.
    case decompositionFailed(metric: String, reason: String)

    /// The file, option or place within it that the error speaks of.
    public var location: String {
        switch self {
        case .tooFewRows(let metric, _, _, _), .widthsDiffer(let metric, _, _), .nonFinite(let metric, _, _, _),
            .invalidOption(let metric, _, _, _), .notProbabilities(let metric, _, _, _),
            .decompositionFailed(let metric, _), .outOfRange(let metric), .unknownMetric(let metric):
            return metric
        }
    }

    /// What was found there, as a clause.
    public var fact: String {
        switch self {
        case .tooFewRows(_, let role, let rows, _): return "\(role) has \(rows) rows"
        case .widthsDiffer(_, let real, let generated):
            return "real has \(real) columns and generated \(generated)"
        case .nonFinite(_, let role, let row, let column):
            return "\(role) holds NaN or infinity in row \(row), column \(column)"
        case .invalidOption(_, let option, let value, _): return "\(option) is \(value)"
        case .notProbabilities(_, let role, let row, let sum):
            return "\(role) holds no probabilities in row \(row): they sum to \(sum) or one is negative"
        case .decompositionFailed(_, let reason): return reason
        case .unknownMetric: return "no metric has this name"
        case .outOfRange: return "the features are so large that the result leaves the range of float64"
        }
    }

    /// What would have been accepted instead.
    public var expectation: String {
        switch self {
        case .tooFewRows(_, _, _, let needed): return "at least \(needed)"
        case .widthsDiffer: return "features of one extractor, equally wide"
        case .nonFinite: return "finite features"
        case .invalidOption(_, _, _, let allowed): return allowed
        case .notProbabilities: return "non-negative entries that sum to 1 in every row"
        case .unknownMetric: return "a name of MetricRegistry.all"
        case .decompositionFailed, .outOfRange: return "finite moments of ordinary size"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .tooFewRows: return "Give more samples."
        case .widthsDiffer: return "Extract both with the same extractor."
        case .nonFinite:
            return "Find out where the generator or the extractor makes it; nothing is repaired in silence."
        case .invalidOption: return "Choose another value."
        case .notProbabilities: return "Give the classifier's softmax output, not its logits."
        case .unknownMetric(let name):
            return "Choose one of the names that `ganeval metrics` lists."
                + NearestName.question(name, in: MetricRegistry.all.map(\.name))
        case .decompositionFailed, .outOfRange: return "Look for features of extreme size."
        }
    }
}
