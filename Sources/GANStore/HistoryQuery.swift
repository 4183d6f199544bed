package import GANEvaluation
import GANMetrics
import OrderedCollections

/// One question to the store about metrics over runs.
package struct HistoryQuery {
    package var store: Store
    /// Metrics in the order in which they are told; nil for all that the store has.
    package var names: [String]?
    /// One feature space only.
    package var extractor: String?
    /// Runs of this protocol only.
    package var fingerprint: String?
    /// The newest so many runs.
    package var last: Int?

    /// A question to `store`; what is nil limits nothing.
    package init(
        store: Store, names: [String]? = nil, extractor: String? = nil, fingerprint: String? = nil, last: Int? = nil
    ) {
        self.store = store
        self.names = names
        self.extractor = extractor
        self.fingerprint = fingerprint
        self.last = last
    }

    /// The trends, oldest first within each; throws `StoreError`.
    package func history() throws -> RunHistory {
        let runs = try store.runs(matching: RunFilter(fingerprint: fingerprint, limit: last))
        let wanted = Set(runs.map(\.identifier))
        var protocols: OrderedDictionary<String, OrderedDictionary<String, String>> = [:]
        var trends: [MetricTrend] = []
        let stored = try store.metricNames().filter { extractor == nil || $0.extractor == extractor }
        let order = names ?? Self.inOrder(stored.map { $0.name })
        for name in order {
            for pair in stored where pair.name == name {
                let points = try store.metricHistory(name: name, extractor: pair.extractor, fingerprint: fingerprint)
                    .filter { wanted.contains($0.run) }.map(Self.point)
                if !points.isEmpty { trends.append(MetricTrend(name: name, extractor: pair.extractor, points: points)) }
            }
        }
        for run in runs.reversed() {
            protocols[run.evaluationProtocol.fingerprint] = run.evaluationProtocol.fields
        }
        return RunHistory(trends: trends, protocols: protocols)
    }

    /// The registry's order, then what this version doesn't know.
    private static func inOrder(_ names: [String]) -> [String] {
        let known = MetricRegistry.all.map(\.name)
        return known.filter(names.contains) + Set(names).subtracting(known).sorted()
    }

    private static func point(_ entry: MetricHistoryEntry) -> MetricTrend.Point {
        MetricTrend.Point(
            run: entry.run, startedAt: entry.startedAt, subject: entry.subjectName, subjectDigest: entry.subjectDigest,
            step: entry.step, fingerprint: entry.fingerprint, value: entry.metric.value,
            low: entry.metric.interval?.low,
            high: entry.metric.interval?.high, ceiling: entry.metric.ceiling)
    }
}
