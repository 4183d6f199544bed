import Foundation
package import GANEvaluation
import GANGate
import GANMetrics
import OrderedCollections

/// A `report.json` as one side of a comparison of figures that were made before; `GateReport` reads it.
package enum ReportFile {
    /// Whether a path names a report: a file `….json`, or a folder that holds `report.json`.
    package static func isReport(_ path: String) -> Bool {
        path.lowercased().hasSuffix(".json")
            || FileManager.default.fileExists(
                atPath: URL(fileURLWithPath: path).appendingPathComponent("report.json").path)
    }

    /// The file of a report that is named by itself or by its folder; `name` is what the folder holds.
    package static func path(_ path: String, holding name: String = "report.json") -> String {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        return exists && isFolder.boolValue
            ? URL(fileURLWithPath: path).appendingPathComponent(name).path : path
    }

    /// Reads a report from its file, or from the folder that holds it.
    ///
    /// Throws `ComparisonError.notAReport` for files that can't be read or hold something else, and
    /// `GateError.unreadableDocument` for damaged contributions beside it.
    package static func read(_ path: String) throws -> ReportComparison.Input {
        let report: GateReport
        do throws(GateError) { report = try GateReport.read(Self.path(path)) } catch {
            throw ComparisonError.notAReport(path: path, reason: error.fact)
        }
        var input = try Self.input(report, path: path)
        if case .contributions(let kept) = try report.withContributions().contributions { input.contributions = kept }
        return input
    }

    /// The same from a document's bytes, without contributions.
    static func parse(_ bytes: [UInt8], path: String) throws(ComparisonError) -> ReportComparison.Input {
        let report: GateReport
        do throws(GateError) { report = try GateReport.parse(bytes, path: path) } catch {
            throw .notAReport(path: path, reason: error.fact)
        }
        return try Self.input(report, path: path)
    }

    /// Throws `notAReport` for what `ganeval measure` wrote, which does not say what was measured.
    private static func input(_ report: GateReport, path: String) throws(ComparisonError) -> ReportComparison.Input {
        guard let judged = report.judged else { throw .notAReport(path: path, reason: "it has no subject") }
        guard let reference = report.reference else { throw .notAReport(path: path, reason: "it has no reference") }
        var metrics: OrderedDictionary<String, MeasuredMetric> = [:]
        for (name, metric) in report.metrics where MetricRegistry.entry(named: name) != nil {
            metrics[name] = MeasuredMetric(name: name, extractor: metric.extractor ?? "", result: metric.result)
        }
        var input = ReportComparison.Input(
            path: path,
            subject: Subject(name: judged.name, path: judged.path, digest: judged.digest, facts: judged.facts),
            reference: summary(reference), heldOut: report.heldOut.map(summary),
            evaluationProtocol: report.evaluationProtocol, metrics: metrics)
        input.failedChecks = report.failedChecks.map(\.sentence)
        return input
    }

    private static func summary(_ source: GateReport.Source) -> SourceSummary {
        SourceSummary(
            name: source.name, count: source.count, shape: source.shape, rule: source.rule, digest: source.digest)
    }
}
