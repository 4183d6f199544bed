import ArgumentParser
import Foundation
import GANGate
import GANMetrics
import GANNumerics
import GANStore
import OrderedCollections

/// What a report is compared with, as a person names it.
enum BaselineChoice: ExpressibleByArgument, Equatable {
    case file(String)
    /// The store's best run by the report's protocol.
    case best(metric: String)
    /// The store's newest run by the report's protocol.
    case last

    init?(argument: String) {
        if argument == "last" {
            self = .last
        } else if argument.hasPrefix("best:") {
            self = .best(metric: String(argument.dropFirst("best:".count)))
        } else if argument.isEmpty {
            return nil
        } else {
            self = .file(argument)
        }
    }

    /// Throws for a metric that doesn't exist, or that has no best.
    func check() throws {
        guard case .best(let name) = self else { return }
        let entry = try MetricNames.entry(name)
        guard entry.direction != .closerToNull else {
            throw ValidationError("--baseline best:\(name): neither more nor less of \(name) is better.")
        }
    }

    /// The baseline for `report`, read from its file or from the store; the report's own run is never its baseline.
    func resolve(for report: GateReport, store: () throws -> Store?) throws -> GateReport {
        if case .file(let path) = self { return try GateReport.read(path).withContributions() }
        try check()
        guard let store = try store() else {
            throw ValidationError("--baseline best:METRIC and last look into the store; leave --no-store out.")
        }
        let runs = try store.runs().filter { run in
            run.identifier != report.run && !(run.startedAt > (report.startedAt ?? "9"))
                && run.evaluationProtocol.differences(
                    from: report.evaluationProtocol, ignoring: EvaluationProtocol.subjectFields
                ).isEmpty
        }
        guard let run = try choose(runs, store) else {
            var wanted = ""
            if case .best(let metric) = self { wanted = " with \(metric)" }
            throw GateError.noEarlierRun(store: store.path, fingerprint: report.fingerprint, wanted: wanted)
        }
        let path = run.reportFolder + "/report.json"
        if let written = try? GateReport.read(path), written.run == run.identifier {
            return try written.withContributions()
        }
        // The folder is gone or holds another report by now; the store has the figures too.
        let metrics = try store.metrics(ofRun: run.identifier)
        var kept = GateReport(
            path: "run \(run.identifier) of the store", subject: run.subjectName, subjectDigest: run.subjectDigest,
            run: run.identifier, startedAt: run.startedAt, evaluationProtocol: run.evaluationProtocol,
            figures: metrics.map { metric in
                (
                    metric.name,
                    GateFigure(
                        value: metric.value, interval: metric.interval, null: metric.null, ceiling: metric.ceiling)
                )
            })
        kept.contributions = .none("the folder of run \(run.identifier) no longer holds its report")
        return kept
    }

    private func choose(_ runs: [StoredRun], _ store: Store) throws -> StoredRun? {
        guard case .best(let name) = self else { return runs.first }
        let isHigher = MetricRegistry.entry(named: name)?.direction == .higher
        let values = try runs.compactMap { run in
            try store.metrics(ofRun: run.identifier).first { $0.name == name }.map { (run: run, value: $0.value) }
        }
        return (isHigher ? values.max { $0.value < $1.value } : values.min { $0.value < $1.value })?.run
    }
}
