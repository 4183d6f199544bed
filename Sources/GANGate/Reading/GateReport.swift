public import GANMetrics
import OrderedCollections

/// A report as the gates read it: figures by name, and the protocol that decides them.
public struct GateReport: Sendable {
    /// The file, or the name of the run that the store keeps.
    public var path: String
    /// What was measured; nil for `ganeval measure`, which does not know.
    public var subject: String?
    public var subjectDigest: String?
    public var run: String?
    /// ISO 8601, UTC.
    public var startedAt: String?
    /// What decides the figures.
    public var evaluationProtocol: EvaluationProtocol
    /// The release that measured, where the report says it.
    public var toolVersion: String?
    /// The metrics' figures by name.
    var metrics: [String: [String: JSONField]]
    /// The names of classes by their numbers, where the report has a table of them.
    public var classNames: [String]
    /// What each sample adds to the metrics.
    public var contributions = ReportContributions.Kept.none("what its samples add to the metrics was not read")

    public static let schema = (family: "ganeval.report", version: 1)

    /// A run by its figures alone, as the store keeps them.
    public init(
        path: String, subject: String?, subjectDigest: String?, run: String?, startedAt: String?,
        evaluationProtocol: EvaluationProtocol, figures: [(String, GateFigure)]
    ) {
        func number(_ value: Double?) -> JSONField { value.map { .number($0) } ?? .null }
        self.init(
            path: path, subject: subject, subjectDigest: subjectDigest, run: run, startedAt: startedAt,
            evaluationProtocol: evaluationProtocol,
            metrics: Dictionary(
                figures.map { name, figure in
                    let ends = figure.interval.map { [JSONField.number($0.low), .number($0.high)] }
                    let fields: [String: JSONField] = [
                        "value": .number(figure.value), "interval": ends.map { .list($0) } ?? .null,
                        "level": number(figure.interval?.level), "null": number(figure.null),
                        "ceiling": number(figure.ceiling),
                        "diagnostics": .list(
                            figure.warnings.map { .object(["severity": .text("warning"), "message": .text($0)]) }),
                    ]
                    return (name, fields)
                }, uniquingKeysWith: { first, _ in first }), classNames: [])
    }

    init(
        path: String, subject: String?, subjectDigest: String?, run: String?, startedAt: String?,
        evaluationProtocol: EvaluationProtocol, metrics: [String: [String: JSONField]], classNames: [String]
    ) {
        self.path = path
        self.subject = subject
        self.subjectDigest = subjectDigest
        self.run = run
        self.startedAt = startedAt
        self.evaluationProtocol = evaluationProtocol
        self.metrics = metrics
        self.classNames = classNames
    }

    /// The protocol's, as this release counts it.
    public var fingerprint: String { evaluationProtocol.fingerprint }

    /// The names of the report's metrics, in the registry's order.
    public var metricNames: [String] {
        MetricRegistry.all.map(\.name).filter { metrics[$0] != nil }
    }

    /// How many samples were measured, where the protocol says it.
    public var samples: Int? {
        (evaluationProtocol[.samples] ?? evaluationProtocol[.rows(of: .generated)]).flatMap { Int($0) }
    }

    /// A field of the protocol as a policy asks for it; the release that measured stands beside the protocol.
    func protocolField(_ name: String) -> String? {
        if name == EvaluationProtocol.toolField { return toolVersion.map { "ganeval \($0)" } }
        return evaluationProtocol.fields[name]
    }

    /// Reads report.json, or what `ganeval measure --json` wrote, at most 64 MiB.
    ///
    /// Throws `unreadableDocument`, and `newerSchema` for a later version of the schema.
    public static func read(_ path: String) throws(GateError) -> GateReport {
        try make(
            DocumentFile.read(File.self, path: path, family: schema.family, version: schema.version), path: path)
    }

    /// The report with the contributions that lie beside it, for rules that compare it with another.
    ///
    /// Throws `unreadableDocument` where they are damaged.
    public func withContributions() throws(GateError) -> GateReport {
        var report = self
        report.contributions = try ReportContributions.read(
            besideReport: path, run: run, samples: samples,
            referenceCount: evaluationProtocol[.count(of: .reference)].flatMap { Int($0) })
        return report
    }

    /// Reads the bytes of a report.json; `path` is how errors call it.
    public static func parse(_ bytes: [UInt8], path: String) throws(GateError) -> GateReport {
        try make(
            DocumentFile.parse(File.self, bytes, path: path, family: schema.family, version: schema.version), path: path
        )
    }

    private static func make(_ file: File, path: String) throws(GateError) -> GateReport {
        let evaluationProtocol: EvaluationProtocol
        do throws(ProtocolProblem) {
            evaluationProtocol = try EvaluationProtocol(document: file.protocolFields)
        } catch {
            throw .unreadableDocument(
                path: path, problem: error.problem,
                expected: "a document of the schema \(schema.family)/\(schema.version)")
        }
        for (name, fields) in file.metrics {
            if let problem = fault(name, fields) {
                throw .unreadableDocument(
                    path: path, problem: "metrics.\(name): \(problem)",
                    expected: "figures as `ganeval report` writes them")
            }
        }
        var report = GateReport(
            path: path, subject: file.subject?.name, subjectDigest: file.subject?.digest, run: file.run?.identifier,
            startedAt: file.run?.startedAt, evaluationProtocol: evaluationProtocol, metrics: file.metrics,
            classNames: (file.modes ?? []).map(\.name))
        report.toolVersion = file.run?.toolVersion ?? file.toolVersion
        return report
    }

    /// What is wrong with a metric's figures; nil for figures that can be judged.
    ///
    /// A damaged interval must not pass for one that nobody knows: the value alone would decide.
    private static func fault(_ name: String, _ fields: [String: JSONField]) -> String? {
        for (key, field) in fields where key == "interval" || key.hasSuffix("_interval") {
            guard field != .null, field.ends == nil else { continue }
            return "\(key) is not two finite numbers in order"
        }
        let hasInterval = fields["interval"].map { $0 != .null } ?? false
        if let level = fields["level"], level != .null {
            guard let number = level.number, levels.contains(number) else {
                return "level is not between \(levels.lowerBound) and \(levels.upperBound)"
            }
        } else if hasInterval {
            return "its interval has no level"
        }
        if let value = fields["value"]?.number, let bounds = MetricRegistry.entry(named: name)?.bounds,
            value < bounds.lowerBound - 1e-6 || value > bounds.upperBound + 1e-6
        {
            return "value is \(value), outside of the metric's range"
        }
        return nil
    }

    /// Levels of intervals that anybody prints; outside of them widths lose their digits.
    static let levels = 0.5...0.9999

    private struct File: Decodable {
        var subject: Subject?
        var protocolFields: [String: String]
        var metrics: [String: [String: JSONField]]
        var modes: [Mode]?
        var run: Run?
        var toolVersion: String?

        enum CodingKeys: String, CodingKey {
            case subject, metrics, modes, run
            case protocolFields = "protocol"
            case toolVersion = "tool_version"
        }

        struct Subject: Decodable {
            var name: String
            var digest: String
        }
        struct Mode: Decodable { var name: String }
        struct Run: Decodable {
            var identifier: String
            var startedAt: String
            var toolVersion: String?

            enum CodingKeys: String, CodingKey {
                case identifier
                case toolVersion = "tool_version"
                case startedAt = "started_at"
            }
        }
    }

    /// The fields in which two protocols differ, as "name: this instead of that"; empty when they are one, but for which of
    /// a file's weights were sampled.
    public func protocolDifferences(from other: GateReport) -> [String] {
        evaluationProtocol.differences(
            from: other.evaluationProtocol, ignoring: EvaluationProtocol.subjectFields
        ).map { difference in
            let (own, others) = (difference.own, difference.other)
            return
                "\(difference.name) \(own.map { "\"\($0)\"" } ?? "not there") instead of \(others.map { "\"\($0)\"" } ?? "none")"
        }
    }

    /// The names of a metric's own further figures.
    public func partNames(of metric: String) -> [String] {
        (metrics[metric] ?? [:]).keys.filter { !Self.commonKeys.contains($0) }.sorted()
    }

    /// What every metric has beside its own parts.
    static let commonKeys = MetricResult.commonNames
}
