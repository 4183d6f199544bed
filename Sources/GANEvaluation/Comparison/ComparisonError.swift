public import GANText

/// A comparison that can't be made.
public enum ComparisonError: ExplainedError, Equatable {
    case tooFewSubjects(count: Int)
    case protocolsDiffer(first: String, second: String, fields: [String])
    case notAReport(path: String, reason: String)
    case mixedSubjects(report: String, other: String)
    case noSharedMetrics(first: String, second: String)

    /// The file, option or place within it that the error speaks of.
    public var location: String {
        switch self {
        case .tooFewSubjects: return "compare"
        case .protocolsDiffer(let first, let second, _), .noSharedMetrics(let first, let second):
            return "\(first) and \(second)"
        case .notAReport(let path, _): return path
        case .mixedSubjects(let report, _): return report
        }
    }

    /// What was found there, as a clause.
    public var fact: String {
        switch self {
        case .tooFewSubjects(let count): return "there \(count == 1 ? "is one subject" : "are \(count) subjects")"
        case .protocolsDiffer(_, _, let fields):
            return "they were measured differently: " + fields.joined(separator: "; ")
        case .notAReport(_, let reason): return reason
        case .mixedSubjects(_, let other): return "is a report, and \(other) is not"
        case .noSharedMetrics: return "no metric is in both reports"
        }
    }

    /// What would have been accepted instead.
    public var expectation: String {
        switch self {
        case .tooFewSubjects: return "a baseline and at least one candidate"
        case .protocolsDiffer: return "reports of one protocol; only the subject may differ"
        case .notAReport: return "a report.json of the schema ganeval.report/1, or a folder with one"
        case .mixedSubjects: return "models and samples, or reports, not both"
        case .noSharedMetrics: return "reports of the same metrics"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .tooFewSubjects: return "Name two or more models, sources of samples or reports."
        case .protocolsDiffer:
            return "Compare the models themselves with --reference: then all are measured one way, in pairs."
        case .notAReport: return "Make it with `ganeval report`."
        case .mixedSubjects: return "Compare the models themselves with --reference."
        case .noSharedMetrics: return "Make both with the same ganeval."
        }
    }
}
