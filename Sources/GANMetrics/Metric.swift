/// One metric, whole: what it is, what it needs, how it is computed, and how two sets are compared by it.
///
/// A metric is one file with one conformance, and one line in `MetricRegistry.metrics`. Whoever measures (`measure`, a report, a
/// series, a comparison) runs `MetricCatalogue` over such a list; nothing else has to know the metric.
public protocol Metric: SendableMetatype {
    /// The name in results, files and on the command line: "frechet_distance".
    static var name: String { get }

    /// How to read it: what it sees, its bounds, its section, its words.
    static var entry: MetricRegistry.Entry { get }

    /// Which of the two sets may be given by mean and covariance instead of rows; neither, unless a metric says otherwise.
    static var statistics: StatisticsUse { get }

    /// What held-out data give to compare with; the same function of held-out rows, unless a metric says otherwise.
    static var ceiling: CeilingRule { get }

    /// What keeps it from being computed, as a clause: "needs features of held-out data"; nil where nothing does.
    ///
    /// Unless a metric says otherwise it follows from `entry.needs` and `statistics`.
    static func missing(_ inputs: MetricInputs) -> String?

    /// How many rows of each set a metric needs that reads the pass over pairs; nil for one that does not read it.
    static func leastRows(_ options: MetricOptions) -> Int?

    /// Adds to `demand` what the metric reads of the pass over pairs: `context.pairs()` then has it.
    ///
    /// Asked only where both sets have `leastRows`. Nothing, unless a metric says otherwise.
    static func demand(_ options: MetricOptions, _ sizes: PairSizes, into demand: inout PairStatistics.Demand)

    /// The metric of the context's samples.
    ///
    /// Called where `missing` is nil and both sets have `leastRows`. Throws `MetricError` for input that it can't be
    /// computed from. What other metrics need too comes from the context, which computes it once.
    static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult

    /// What each row adds to the metric, to first order; nil for a metric that is not compared row by row.
    static func contributions(_ context: MetricContext) throws(MetricError) -> RowContributions?

    /// The difference of two sets as a function of which row belongs to which; nil where `contributions` is.
    static func compared(_ pair: ComparedPair) throws(MetricError) -> ComparedStatistic?
}

extension Metric {
    /// Neither set.
    public static var statistics: StatisticsUse { .none }

    /// The same function of held-out rows.
    public static var ceiling: CeilingRule { .sameFunction }

    /// What `entry.needs` and `statistics` say.
    public static func missing(_ inputs: MetricInputs) -> String? {
        inputs.lack(of: entry.needs, statistics: statistics)
    }

    /// nil: the metric does not read the pass over pairs.
    public static func leastRows(_ options: MetricOptions) -> Int? { nil }

    /// Nothing.
    public static func demand(_ options: MetricOptions, _ sizes: PairSizes, into demand: inout PairStatistics.Demand) {}

    /// nil: the metric is not compared row by row.
    public static func contributions(_ context: MetricContext) throws(MetricError) -> RowContributions? { nil }

    /// nil: the metric is not compared row by row.
    public static func compared(_ pair: ComparedPair) throws(MetricError) -> ComparedStatistic? { nil }
}

/// Which sets a metric can take as mean and covariance.
public enum StatisticsUse: Sendable {
    /// None: it reads rows of both.
    case none
    /// The real set.
    case ofReal
    /// Either set.
    case ofBoth
}

/// What held-out data give a metric to compare with.
public enum CeilingRule: Sendable {
    /// The same function, with as many held-out rows as there are samples in the samples' place.
    ///
    /// Where they are fewer, as many samples are measured beside them; where they are fewer than half, there is none.
    case sameFunction
    /// As `sameFunction`, of a mean over rows: how many held-out rows there are does not move it.
    ///
    /// From `CeilingRule.fewestRows` on.
    case meanOverRows
    /// Nothing: the metric itself holds samples against held-out rows.
    case none
}

extension CeilingRule {
    /// A mean over fewer held-out rows says too little to be compared with.
    public static let fewestRows = 20

    /// What figures of held-out rows can be held against.
    package enum Comparability: Equatable {
        /// The metric of all samples.
        case atAllSamples
        /// The metric of as many samples.
        case atMatchedCounts
        /// Nothing: they are too few.
        case tooFew
    }

    /// How a figure of `heldOut` rows compares with one of `samples` samples.
    package func comparability(heldOut: Int, samples: Int) -> Comparability {
        if heldOut >= samples { return .atAllSamples }
        switch self {
        case .meanOverRows: return heldOut >= Self.fewestRows ? .atAllSamples : .tooFew
        case .sameFunction: return heldOut >= samples - heldOut ? .atMatchedCounts : .tooFew
        case .none: return .atAllSamples
        }
    }

    /// The fewest held-out rows that give a figure to compare with.
    func fewest(samples: Int) -> Int { self == .meanOverRows ? Self.fewestRows : samples - samples / 2 }
}

/// How many rows the two sets of a pass have, and which they are.
public struct PairSizes: Sendable {
    /// n, the real rows that pairs are made of.
    public let real: Int
    /// m, the generated rows.
    public let generated: Int
    /// Whether the generated rows are samples, some of them, or held-out rows in their place.
    public let role: MetricContext.Role
}
