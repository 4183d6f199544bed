public import OrderedCollections

/// The trends that a person asked for, and the protocols behind them.
public struct RunHistory: Sendable {
    /// One for each metric and feature space.
    public var trends: [MetricTrend]
    /// The protocols' fields by fingerprint.
    public var protocols: OrderedDictionary<String, OrderedDictionary<String, String>>

    package init(
        trends: [MetricTrend], protocols: OrderedDictionary<String, OrderedDictionary<String, String>>
    ) {
        self.trends = trends
        self.protocols = protocols
    }
}
