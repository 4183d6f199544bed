import GANFiles
public import GANText

/// A policy, a report or an audit that can't be judged.
public enum GateError: ExplainedError, Equatable {
    case unreadablePolicy(path: String, line: Int?, column: Int?, problem: String, expected: String)
    case unreadableDocument(path: String, problem: String, expected: String)
    case newerSchema(path: String, found: String, known: String)
    case protocolsDiffer(path: String, other: String, differences: [String])
    case protocolUnmet(
        path: String, policy: String, line: Int, column: Int, name: String, found: String?, wanted: String)
    case notMeasured(policy: String, line: Int, column: Int, metric: String, problem: String, remedy: String)
    case auditOfAnother(path: String, found: String, report: String)
    /// A report that is to be held against itself.
    case ownBaseline(path: String, run: String)
    case noEarlierRun(store: String, fingerprint: String, wanted: String)

    init(_ problem: DocumentProblem) {
        self = .unreadablePolicy(
            path: problem.path, line: problem.line, column: problem.column, problem: problem.problem,
            expected: "a policy in YAML or JSON: a list of gates, each with a metric and a rule")
    }

    /// The file, option or place within it that the error speaks of.
    public var location: String {
        switch self {
        case .unreadablePolicy(let path, let line, let column, _, _):
            return path + (line.map { ", line \($0)" } ?? "") + (column.map { ", column \($0)" } ?? "")
        case .notMeasured(let policy, let line, let column, _, _, _):
            return "\(policy), line \(line), column \(column)"
        case .unreadableDocument(let path, _, _), .newerSchema(let path, _, _), .protocolsDiffer(let path, _, _),
            .protocolUnmet(let path, _, _, _, _, _, _), .auditOfAnother(let path, _, _), .ownBaseline(let path, _):
            return path
        case .noEarlierRun(let store, _, _): return store
        }
    }

    /// What was found there, as a clause.
    public var fact: String {
        switch self {
        case .unreadablePolicy(_, _, _, let problem, _), .unreadableDocument(_, let problem, _): return problem
        case .newerSchema(_, let found, _): return "it was written by a newer ganeval, in the schema \(found)"
        case .protocolsDiffer(_, let other, let differences):
            return "it was measured by another protocol than \(other): \(differences.joined(separator: "; "))"
        case .protocolUnmet(_, _, _, _, let name, let found, _):
            return found.map { "its protocol has \(name) \"\($0)\"" } ?? "its protocol has no \(name)"
        case .notMeasured(_, _, _, let metric, let problem, _): return "\(metric) can't be judged: \(problem)"
        case .auditOfAnother(_, let found, let report): return "it audits \(found), not what \(report) measures"
        case .ownBaseline(_, let run): return "its baseline is its own run, than which nothing is worse: \(run)"
        case .noEarlierRun(_, let fingerprint, let wanted):
            return "it has no earlier run of the protocol \(fingerprint)\(wanted)"
        }
    }

    /// What would have been accepted instead.
    public var expectation: String {
        switch self {
        case .unreadablePolicy(_, _, _, _, let expected), .unreadableDocument(_, _, let expected): return expected
        case .newerSchema(_, _, let known): return known
        case .protocolsDiffer: return "the same data, extractor, counts, seeds and options on both sides"
        case .protocolUnmet(_, let policy, let line, let column, _, _, let wanted):
            return "\"\(wanted)\", by \(policy), line \(line), column \(column)"
        case .notMeasured: return "a figure for each rule"
        case .auditOfAnother: return "an audit of the same samples or generator, against the same training data"
        case .ownBaseline, .noEarlierRun: return "a run to compare with"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .unreadablePolicy: return "Correct it there."
        case .unreadableDocument: return "Give a file that ganeval wrote; make it again if it is damaged."
        case .newerSchema: return "Use the newer ganeval."
        case .protocolsDiffer: return "Measure both with the same options, or choose another baseline."
        case .protocolUnmet: return "Measure it by the policy's protocol, or write a policy for this one."
        case .notMeasured(_, _, _, _, _, let remedy): return remedy
        case .auditOfAnother: return "Give the audit that belongs to the report."
        case .ownBaseline: return "Name the report of another run."
        case .noEarlierRun: return "Make a report of the baseline with the same options first, or name its report.json."
        }
    }
}
