package import GANGate
import GANMetrics
import OrderedCollections

/// What a report is held against, as a person names it: a report's file, or one of the runs that a store keeps.
///
///     let baseline = try BaselineQuery("best:frechet_distance")?.find(for: report) { store }
package enum BaselineQuery: Sendable, Equatable {
    /// The report.json at this path.
    case file(String)
    /// The run by the report's protocol whose metric is best, by the metric's own direction.
    case best(metric: String)
    /// The newest run by the report's protocol.
    case last

    /// Reads "last", "best:METRIC" or a path; nil for an empty text.
    ///
    /// Whether the metric has a best says `check()`.
    package init?(_ text: String) {
        if text == "last" {
            self = .last
        } else if text.hasPrefix("best:") {
            self = .best(metric: String(text.dropFirst("best:".count)))
        } else if text.isEmpty {
            return nil
        } else {
            self = .file(text)
        }
    }

    /// Throws `unknownMetric` or `noBest` for a metric that doesn't exist, or of which neither more nor less is better.
    package func check() throws(BaselineError) {
        guard case .best(let name) = self else { return }
        guard let entry = MetricRegistry.entry(named: name) else { throw .unknownMetric(name) }
        guard entry.direction != .closerToNull else { throw .noBest(metric: name) }
    }

    /// The baseline where it is a file, with its contributions; nil where it is looked for in a store.
    ///
    /// Throws what reading it throws.
    package func file() throws(GateError) -> GateReport? {
        guard case .file(let path) = self else { return nil }
        return try GateReport.read(path).withContributions()
    }

    /// The baseline for `report`: a file with its contributions, or a run of the store.
    ///
    /// Of the store's runs those count that have the report's protocol, but for what was sampled from which latents, and that did
    /// not start after it; the report's own run never does. A run is read from its folder, with contributions; where the folder is
    /// gone or holds another report by now, the figures are the store's and there are no contributions. `store` is asked for
    /// only where it is needed.
    ///
    /// Throws `BaselineError`, `GateError.noEarlierRun` where no run is left, and what reading reports and the store throws.
    package func find(for report: GateReport, in store: () throws -> Store?) throws -> GateReport {
        if let file = try file() { return file }
        try check()
        guard let store = try store() else { throw BaselineError.noStore }
        let runs = try store.runs().filter { run in
            run.identifier != report.run && !(report.startedAt.map { run.startedAt > $0 } ?? false)
                && run.evaluationProtocol.differences(
                    from: report.evaluationProtocol, ignoring: EvaluationProtocol.subjectFields
                ).isEmpty
        }
        guard let run = try choose(among: runs, in: store) else {
            var wanted = ""
            if case .best(let metric) = self { wanted = " with \(metric)" }
            throw GateError.noEarlierRun(store: store.path, fingerprint: report.fingerprint, wanted: wanted)
        }
        // Where it was written, or where the next report in that folder put it.
        for folder in [run.reportFolder, run.reportFolder + "/previous"] {
            if let written = try? GateReport.read(folder + "/report.json"), written.run == run.identifier {
                return try written.withContributions()
            }
        }
        return try Self.kept(run, in: store)
    }

    /// A run by what the store keeps of it.
    private static func kept(_ run: StoredRun, in store: Store) throws -> GateReport {
        let metrics = try store.metrics(ofRun: run.identifier).map { metric in
            (metric.name, GateReport.Measured(extractor: metric.extractor, result: metric.result))
        }
        var report = GateReport(
            path: "run \(run.identifier) of the store", subject: run.subjectName, subjectDigest: run.subjectDigest,
            run: run.identifier, startedAt: run.startedAt, evaluationProtocol: run.evaluationProtocol,
            metrics: OrderedDictionary(metrics, uniquingKeysWith: { first, _ in first }), classNames: [])
        report.toolVersion = run.toolVersion
        report.contributions = .none("the folder of run \(run.identifier) no longer holds its report")
        return report
    }

    private func choose(among runs: [StoredRun], in store: Store) throws -> StoredRun? {
        guard case .best(let name) = self else { return runs.first }
        let values = try runs.compactMap { run in
            try store.metrics(ofRun: run.identifier).first { $0.name == name }.map { (run: run, value: $0.value) }
        }
        return MetricRegistry.entry(named: name)?.direction.best(of: values, by: \.value)?.run
    }
}
