public import GANMetrics

/// Rules that a report must keep, as a person wrote them.
///
///     name: release
///     gates:
///       - metric: frechet_distance
///         max: 30
///       - metric: coverage
///         at_least_share_of_real: 90 %
///       - metric: audit.copied_share
///         max: 0.1 %
///       - metric: kernel_distance
///         no_worse_than_baseline: {margin: 0.002}
///       - metric: mode_coverage.missing_classes
///         equals: 0
///
/// A bound holds for the end of the interval, not for the value.
public struct GatePolicy: Sendable, Equatable {
    /// What gates that can't be decided count as.
    public enum Inconclusive: String, Sendable, CaseIterable {
        case pass, fail

        /// The outcome that it stands for.
        public var outcome: Outcome { self == .pass ? .passed : .failed }
    }

    /// How the chance of a wrong decision is kept when there are many gates.
    public enum Multiplicity: String, Sendable, CaseIterable {
        /// Each gate by itself.
        case none
        /// All gates together (Holm's procedure): wider intervals, more that is inconclusive, fewer false alarms.
        case holm
    }

    /// The file, as it was named.
    public var path: String
    /// What the policy calls itself.
    public var name: String?
    /// In the order of the file; at least one.
    public var rules: [GateRule]
    /// The two-sided level of the intervals that decide.
    public var level: Double
    /// How many gates share one chance of a wrong decision.
    public var multiplicity: Multiplicity
    /// What an open gate counts as; nil to leave the verdict open.
    public var inconclusive: Inconclusive?
    /// Fields that a report's protocol must have, so that bounds made for one feature space or sample size are not held
    /// against another.
    public var protocolFields: [ProtocolField]

    /// One field of a protocol that the policy asks for.
    public struct ProtocolField: Sendable, Equatable {
        /// The field's key in a report's protocol.
        public var name: String
        /// The value that it must have, as text.
        public var value: String
        /// The line of the file that asks for it.
        public var line: Int
        /// The column there.
        public var column: Int
    }

    /// The level of policies that name none.
    public static let defaultLevel = 0.95

    package init(
        path: String, name: String? = nil, rules: [GateRule], level: Double = GatePolicy.defaultLevel,
        multiplicity: Multiplicity = .none, inconclusive: Inconclusive? = nil, protocolFields: [ProtocolField] = []
    ) {
        self.path = path
        self.name = name
        self.rules = rules
        self.level = level
        self.multiplicity = multiplicity
        self.inconclusive = inconclusive
        self.protocolFields = protocolFields
    }

    /// Whether a rule compares with a baseline.
    public var needsBaseline: Bool { !pairedMetrics.isEmpty }

    /// The least limit above 0 on the share of copies: the leak that an audit for this policy must not miss.
    public var leastCopiedShare: Double? {
        rules.compactMap { rule in
            guard rule.metric.path == GateAudit.copiedShare, case .atMost(let limit) = rule.requirement, limit > 0
            else {
                return nil
            }
            return limit
        }.min()
    }

    /// Whether a rule reads the audit.
    public var needsAudit: Bool { rules.contains { $0.metric.source == .audit } }

    /// The metrics that a rule compares with a baseline, by name.
    public var pairedMetrics: Set<String> {
        Set(
            rules.compactMap { rule in
                if case .noWorseThanBaseline = rule.requirement { return rule.metric.name }
                return nil
            })
    }

    /// Whether a rule reads the report.
    public var needsReport: Bool { rules.contains { $0.metric.source != .audit } }
}
