import GANMetrics

/// Metrics that 0 is among the values of, so that `max: 0` is a bound.
enum MetricNamesForTests {
    static let paths = MetricRegistry.all.filter { $0.bounds.contains(0) }.map(\.name)
}
