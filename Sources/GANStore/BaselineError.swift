import GANMetrics
import GANText

/// A baseline that can't be looked for.
package enum BaselineError: ExplainedError, Equatable {
    case unknownMetric(String)
    /// Neither more nor less of the metric is better.
    case noBest(metric: String)
    /// There is no store to look into.
    case noStore

    package var location: String {
        switch self {
        case .unknownMetric(let name), .noBest(let name): "the baseline best:\(name)"
        case .noStore: "the baseline"
        }
    }

    package var fact: String {
        switch self {
        case .unknownMetric(let name):
            "there is no metric '\(name)'.\(MetricAlias.answer(name, in: MetricRegistry.all.map(\.name)))"
        case .noBest(let name): "neither more nor less of \(name) is better"
        case .noStore: "there is no store to look for it in"
        }
    }

    package var expectation: String {
        switch self {
        case .unknownMetric, .noBest: "a metric of which more, or less, is better"
        case .noStore: "a store, or a report.json"
        }
    }

    package var remedy: String {
        switch self {
        case .unknownMetric: "`ganeval metrics` lists the metrics."
        case .noBest: "Choose another metric, the last run, or a report.json."
        case .noStore: "Name a report.json, or leave --no-store out."
        }
    }
}
