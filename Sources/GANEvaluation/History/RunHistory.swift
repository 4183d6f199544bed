package import OrderedCollections

/// The trends that a person asked for, and the protocols behind them.
package struct RunHistory: Sendable {
    /// One for each metric and feature space.
    package var trends: [MetricTrend]
    /// The protocols' fields by fingerprint.
    package var protocols: OrderedDictionary<String, OrderedDictionary<String, String>>

    package init(
        trends: [MetricTrend], protocols: OrderedDictionary<String, OrderedDictionary<String, String>>
    ) {
        self.trends = trends
        self.protocols = protocols
    }
}
