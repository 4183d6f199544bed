/// How something came out that was held to a limit: by an audit's limits, a policy's gates, or one checkpoint's.
public enum Outcome: String, Sendable, CaseIterable {
    case passed, failed, inconclusive

    /// What several outcomes come to: failed when any is, else inconclusive when any is, else passed.
    public init(_ outcomes: some Sequence<Outcome>) {
        var found = Outcome.passed
        for outcome in outcomes {
            if outcome == .failed {
                self = .failed
                return
            }
            if outcome == .inconclusive { found = .inconclusive }
        }
        self = found
    }

    /// The outcome where inconclusive counts as `other`, if somebody has said so.
    public func counting(inconclusiveAs other: Outcome?) -> Outcome { self == .inconclusive ? other ?? self : self }

    /// The exit code of whatever came out so: 0 passed, 3 failed, 4 inconclusive.
    public var exitCode: Int32 {
        switch self {
        case .passed: return 0
        case .failed: return 3
        case .inconclusive: return 4
        }
    }
}
