public import ArgumentParser
public import GANGate
import GANStore

/// What else than the report a gate looks at; the same options in `gate`, `report` and `audit`.
struct GateComparison: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What no_worse_than_baseline compares with: a report.json; or, of the store's runs by the same protocol, best:METRIC or last.",
            valueName: "report.json|best:metric|last"))
    var baseline: BaselineQuery?

    @Option(
        help:
            "What gates that can't be decided count as: pass or fail. Default: what the policy says, else exit code 4.")
    var inconclusive: GatePolicy.Inconclusive?

    var isGiven: Bool { baseline != nil || inconclusive != nil }

    /// The policy, before the work begins: minutes of it must not end at a missing file.
    func read(_ path: String) throws -> GatePolicy {
        let policy = try GatePolicy.read(path)
        try check(policy)
        return policy
    }

    /// What the policy needs and nobody gave.
    func check(_ policy: GatePolicy) throws {
        if policy.needsBaseline, baseline == nil {
            throw ValidationError("\(policy.path) compares with a baseline: give --baseline.")
        }
        try baseline?.check()
    }

    /// Whether the baseline is looked for among the runs of a store.
    var readsStore: Bool {
        switch baseline {
        case .best, .last: true
        case .file, nil: false
        }
    }

    /// What is read for a baseline that is a file.
    var inputs: [OutputFolder.Input] {
        guard case .file(let path)? = baseline else { return [] }
        return OutputFolder.report("the baseline", path)
    }

    /// What looks for the baseline, in a store where it is no file; nil where none was asked for.
    func search(_ store: Store?) -> ((GateReport) throws -> GateReport)? {
        baseline.map { baseline in { try baseline.find(for: $0) { store } } }
    }
}

extension GatePolicy.Inconclusive: ExpressibleByArgument {}
