public import GANMetrics

/// One line of a policy: what is measured, and what it must be.
public struct GateRule: Sendable, Equatable {
    /// What a figure must be.
    public enum Requirement: Sendable, Equatable {
        case atMost(Double)
        case atLeast(Double)
        case equals(Target)
        /// At least this share of what real held-out data get in the same report; of metrics that rise with quality.
        case atLeastShareOfReal(Double)
        /// At most this multiple of what real held-out data get in the same report; of metrics that fall with quality.
        case atMostMultipleOfReal(Double)
        /// Worse than the baseline's value by at most this, in the metric's own unit.
        case noWorseThanBaseline(margin: Double)
    }

    /// What a figure must be equal to.
    public enum Target: Sendable, Equatable {
        case number(Double)
        case text(String)
    }

    /// The figure that is looked at.
    public let metric: GateMetric
    /// What it must be.
    public let requirement: Requirement
    /// Where the policy states it, from 1.
    public let line: Int
    /// The column of the line at which the rule begins.
    public let column: Int

    /// A rule that stands at this place of a policy.
    public init(_ metric: GateMetric, _ requirement: Requirement, line: Int = 1, column: Int = 1) {
        self.metric = metric
        self.requirement = requirement
        self.line = line
        self.column = column
    }
}

extension GateRule.Requirement {
    /// The key that states it in a policy.
    public var key: String {
        switch self {
        case .atMost: return "max"
        case .atLeast: return "min"
        case .equals: return "equals"
        case .atLeastShareOfReal: return "at_least_share_of_real"
        case .atMostMultipleOfReal: return "at_most_multiple_of_real"
        case .noWorseThanBaseline: return "no_worse_than_baseline"
        }
    }

    /// All keys, in the order in which they are explained.
    static let keys = [
        "max", "min", "equals", "at_least_share_of_real", "at_most_multiple_of_real", "no_worse_than_baseline",
    ]
}

/// A policy's name for a figure: `coverage`, `mode_coverage.missing_classes`, `audit.copied_share`.
public struct GateMetric: Sendable, Equatable, Hashable {
    /// Where a figure comes from.
    public enum Source: Sendable, Equatable, Hashable {
        /// A metric of the report.
        case metric
        /// One of a metric's own further figures.
        case part(String)
        /// A figure of the audit.
        case audit
    }

    /// As the policy writes it.
    public let path: String
    /// The metric's name, "audit" for the audit.
    public let name: String
    /// The report, one of its metrics' parts, or the audit.
    public let source: Source

    /// Reads a path; nil when no metric and no figure of the audit is called so.
    ///
    /// Whether a metric has a part of this name, only a report tells.
    public init?(path: String) {
        self.path = path
        if path.hasPrefix(Self.auditPrefix) {
            guard GateAudit.figureNames.contains(String(path.dropFirst(Self.auditPrefix.count))) else { return nil }
            (name, source) = ("audit", .audit)
            return
        }
        let words = path.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let first = words.first, MetricRegistry.described(first) != nil, words.last?.isEmpty == false else {
            return nil
        }
        name = first
        source = words.count > 1 ? .part(words[1]) : .metric
    }

    static let auditPrefix = "audit."

    /// Every name that is known without a report.
    static var knownPaths: [String] {
        MetricRegistry.reported.map(\.name) + GateAudit.figureNames.map { auditPrefix + $0 }
    }

    /// Which way the metric itself gets better; nil for parts and for figures of the audit.
    public var direction: MetricRegistry.Direction? {
        source == .metric ? MetricRegistry.described(name)?.direction : nil
    }

    /// Whether the metric's values can be negative, so that a multiple of one bounds nothing.
    var canBeNegative: Bool {
        source == .metric && (range?.lowerBound ?? 0) < 0
    }
}
