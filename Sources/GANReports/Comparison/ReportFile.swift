import Foundation
public import GANEvaluation
import GANFiles
import GANGate
import GANMetrics
import OrderedCollections

/// Reads `report.json` for a comparison of figures that were made before.
///
/// A file from outside: its size is checked before it is read, its schema before its content, and whatever is not as documented
/// is left out (a metric) or refused (protocol, subject).
public enum ReportFile {
    /// Reports are some hundred kilobytes; larger files are something else.
    static let limit = 64 << 20

    /// Whether a path names a report: a file `….json`, or a folder that holds `report.json`.
    public static func isReport(_ path: String) -> Bool {
        path.lowercased().hasSuffix(".json")
            || FileManager.default.fileExists(
                atPath: URL(fileURLWithPath: path).appendingPathComponent("report.json").path)
    }

    /// The file of a report that is named by itself or by its folder.
    package static func path(_ path: String) -> String {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        return exists && isFolder.boolValue
            ? URL(fileURLWithPath: path).appendingPathComponent("report.json").path : path
    }

    /// Reads a report from its file, or from the folder that holds it.
    ///
    /// Throws `FileError` for files that can't be read and `ComparisonError.notAReport` for those that hold something else,
    /// `GateError.unreadableDocument` for damaged contributions beside it.
    public static func read(_ path: String) throws -> ReportComparison.Input {
        let file = Self.path(path)
        var (input, run) = try parse(try BoundedFile.read(file, limit: limit), path: path)
        let record = input.evaluationProtocol
        let kept = try ReportContributions.read(
            besideReport: file, run: run, samples: record[.samples].flatMap { Int($0) },
            referenceCount: record[.count(of: .reference)].flatMap { Int($0) })
        if case .contributions(let contributions) = kept { input.contributions = contributions }
        return input
    }

    /// The report and the name of its run.
    static func parse(
        _ bytes: [UInt8], path: String
    ) throws(ComparisonError) -> (input: ReportComparison.Input, run: String?) {
        func refuse(_ reason: String) -> ComparisonError { .notAReport(path: path, reason: reason) }
        let document: Any
        do {
            document = try JSONSerialization.jsonObject(with: Data(bytes))
        } catch {
            throw refuse("it is not JSON")
        }
        guard let root = document as? [String: Any] else { throw refuse("it holds no JSON object") }
        guard let schema = root["schema"] as? String else { throw refuse("it names no schema") }
        guard schema == ReportDocument.schema else {
            let isNewer = schema.hasPrefix("ganeval.report/")
            throw refuse(
                "its schema is \(String(schema.prefix(80)))" + (isNewer ? ", of another version of ganeval" : ""))
        }
        guard root["protocol"] is [String: Any] else { throw refuse("it has no protocol") }
        guard let metrics = root["metrics"] as? [String: Any] else { throw refuse("it has no metrics") }
        var figures: OrderedDictionary<String, ReportComparison.Figure> = [:]
        // In the registry's order, whatever the file's.
        for name in MetricRegistry.all.map(\.name) {
            guard let entry = metrics[name] as? [String: Any], let value = number(entry["value"]) else { continue }
            figures[name] = ReportComparison.Figure(
                value: value, interval: interval(entry), ceiling: number(entry["ceiling"]),
                extractor: entry["extractor"] as? String)
        }
        guard let subject = subject(root["subject"]) else { throw refuse("it has no subject") }
        guard let reference = source(root["reference"]) else { throw refuse("it has no reference") }
        // What a gate refuses, a comparison must not take for a metric without an interval.
        let checked: GateReport
        do throws(GateError) { checked = try GateReport.parse(bytes, path: path) } catch { throw refuse(error.fact) }
        let input = ReportComparison.Input(
            path: path, subject: subject, reference: reference, heldOut: source(root["held_out"]),
            evaluationProtocol: checked.evaluationProtocol, metrics: figures)
        return (input, (root["run"] as? [String: Any])?["identifier"] as? String)
    }

    private static func number(_ value: Any?) -> Double? {
        // A JSON true is an NSNumber too, of the type "c" or "B".
        guard let value = value as? NSNumber, !["c", "B"].contains(String(cString: value.objCType)) else { return nil }
        return value.doubleValue.isFinite ? value.doubleValue : nil
    }

    private static func interval(_ entry: [String: Any]) -> MetricInterval? {
        guard let ends = entry["interval"] as? [Any], ends.count == 2, let low = number(ends[0]),
            let high = number(ends[1]), low <= high, let level = number(entry["level"]), level > 0, level < 1
        else { return nil }
        return MetricInterval(
            low: low, high: high, level: level, method: entry["interval_method"] as? String ?? "not named")
    }

    private static func subject(_ value: Any?) -> Subject? {
        guard let entry = value as? [String: Any], let name = entry["name"] as? String,
            let digest = entry["digest"] as? String
        else { return nil }
        var facts: OrderedDictionary<String, String> = [:]
        let found = entry["facts"] as? [String: Any] ?? [:]
        for key in found.keys.sorted() { facts[key] = found[key] as? String }
        return Subject(name: name, path: entry["path"] as? String ?? name, digest: digest, facts: facts)
    }

    private static func source(_ value: Any?) -> SourceSummary? {
        guard let entry = value as? [String: Any], let name = entry["name"] as? String,
            let count = number(entry["count"]),
            let whole = Int(exactly: count), whole >= 0
        else { return nil }
        return SourceSummary(
            name: name, count: whole, shape: entry["shape"] as? String ?? "", rule: entry["rule"] as? String ?? "",
            digest: entry["digest"] as? String ?? "")
    }
}
