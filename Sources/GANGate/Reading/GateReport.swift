public import GANMetrics
public import OrderedCollections

/// A report as the gates read it: figures by name, and the protocol that decides them.
public struct GateReport: Sendable {
    /// The file, or the name of the run that the store keeps.
    public var path: String
    /// What was measured; nil for `ganeval measure`, which does not know.
    public var subject: String?
    /// SHA-256 of what was measured; nil for runs of which nothing says it.
    public var subjectDigest: String?
    /// The run's identifier; nil where there was none.
    public var run: String?
    /// ISO 8601, UTC.
    public var startedAt: String?
    /// What decides the figures.
    public var evaluationProtocol: EvaluationProtocol
    /// The release that measured, where the report says it.
    public var toolVersion: String?
    /// The metrics by name, the registry's in its order, then others.
    public var metrics: OrderedDictionary<String, Measured>
    /// What was measured, with all that the report says of it; nil for runs that the store keeps.
    public var judged: Judged?
    /// The real data; nil for runs that the store keeps, and for `ganeval measure`.
    public var reference: Source?
    /// Real data that the generator never saw, where there are any.
    public var heldOut: Source?
    /// The names of classes by their numbers, where the report has a table of them.
    public var classNames: [String]
    /// The report's word and sentence; nil where it has none, as `ganeval measure` gives none.
    public var verdict: Verdict?
    /// What failed before anything was judged; empty in reports that checked nothing, as those of 0.1.0.
    public var failedChecks: [FailedCheck] = []
    /// What each sample adds to the metrics.
    public var contributions = ReportContributions.Kept.none("what its samples add to the metrics was not read")

    /// A metric as the report has it.
    public struct Measured: Sendable, Equatable {
        /// The feature space; nil where the report does not say it.
        public var extractor: String?
        /// With its interval, null, ceiling and parts.
        public var result: MetricResult

        package init(extractor: String?, result: MetricResult) {
            self.extractor = extractor
            self.result = result
        }
    }

    /// What a report says in one line.
    public struct Verdict: Sendable, Equatable, Decodable {
        /// "good", "weak", "alarming" or "can't tell".
        public var grade: String
        /// One sentence for people.
        public var sentence: String

        /// Whether nothing speaks against the model.
        public var isGood: Bool { grade == "good" }
    }

    /// A check that failed.
    public struct FailedCheck: Sendable, Equatable {
        /// One of `report-schema.md`.
        public var name: String
        /// What was found, as a sentence.
        public var sentence: String
        /// The sections that can't be told because of it, by their names.
        public var spoils: [String]
    }

    /// The head of a report: what was judged.
    public struct Judged: Sendable, Equatable {
        /// The subject's name, for people.
        public var name: String
        /// The file that was measured, as it was named then.
        public var path: String
        /// SHA-256 of the file or of the samples.
        public var digest: String
        /// By name, sorted.
        public var facts: OrderedDictionary<String, String>
    }

    /// A source of real data, in the report's words; those that it lacks are empty.
    public struct Source: Sendable, Equatable {
        /// The source's name, for people.
        public var name: String
        /// How many samples it has.
        public var count: Int
        /// A sample's shape, "28×28×1 image".
        public var shape: String
        /// How samples were read.
        public var rule: String
        /// SHA-256 over the samples' shape, values and labels.
        public var digest: String
    }

    /// The newest version that this release reads.
    public static let schema = (family: "ganeval.report", version: 1)

    /// A run by its figures alone, as the store keeps them.
    public init(
        path: String, subject: String?, subjectDigest: String?, run: String?, startedAt: String?,
        evaluationProtocol: EvaluationProtocol, figures: [(String, GateFigure)]
    ) {
        let metrics = figures.map { name, figure in
            let result = MetricResult(
                value: figure.value, interval: figure.interval,
                null: figure.null.map { MetricReference(value: $0, basis: "") },
                ceiling: figure.ceiling.map { MetricReference(value: $0, basis: "") },
                diagnostics: figure.warnings.map { Diagnostic(code: "", severity: .warning, message: $0) })
            return (name, Measured(extractor: nil, result: result))
        }
        self.init(
            path: path, subject: subject, subjectDigest: subjectDigest, run: run, startedAt: startedAt,
            evaluationProtocol: evaluationProtocol,
            metrics: OrderedDictionary(metrics, uniquingKeysWith: { first, _ in first }), classNames: [])
    }

    /// A run by all that is known of its metrics.
    package init(
        path: String, subject: String?, subjectDigest: String?, run: String?, startedAt: String?,
        evaluationProtocol: EvaluationProtocol, metrics: OrderedDictionary<String, Measured>, classNames: [String]
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
        MetricRegistry.reported.map(\.name).filter { metrics[$0] != nil }
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
        var metrics: OrderedDictionary<String, Measured> = [:]
        let known = MetricRegistry.reported.map(\.name)
        for name in known + file.metrics.keys.filter({ !known.contains($0) }).sorted() {
            guard let figures = file.metrics[name], let result = figures.result else { continue }
            if let bounds = MetricRegistry.described(name)?.bounds,
                result.value < bounds.lowerBound - 1e-6 || result.value > bounds.upperBound + 1e-6
            {
                throw .unreadableDocument(
                    path: path,
                    problem: "metrics.\(name): value is \(result.value), outside of the metric's range",
                    expected: "figures as `ganeval report` writes them")
            }
            metrics[name] = Measured(extractor: figures.extractor, result: result)
        }
        var report = GateReport(
            path: path, subject: file.subject?.name, subjectDigest: file.subject?.digest, run: file.run?.identifier,
            startedAt: file.run?.startedAt, evaluationProtocol: evaluationProtocol, metrics: metrics,
            classNames: (file.modes ?? []).map(\.name))
        report.toolVersion =
            file.run?.toolVersion ?? file.toolVersion
            ?? file.protocolFields["tool"].flatMap { $0.hasPrefix("ganeval ") ? String($0.dropFirst(8)) : nil }
        report.verdict = file.verdict
        report.judged = file.subject.map { subject in
            let facts = (subject.facts ?? [:]).sorted { $0.key < $1.key }
            return Judged(
                name: subject.name, path: subject.path ?? subject.name, digest: subject.digest,
                facts: OrderedDictionary(uniqueKeysWithValues: facts.map { ($0.key, $0.value) }))
        }
        report.reference = file.reference?.source
        report.heldOut = file.heldOut?.source
        report.failedChecks = (file.checks ?? []).filter { $0.outcome == "failed" }.map {
            FailedCheck(
                name: $0.name, sentence: $0.sentence ?? "The check \($0.name) failed.", spoils: $0.spoils ?? [])
        }
        return report
    }

    private struct File: Decodable {
        var subject: Subject?
        var protocolFields: [String: String]
        var metrics: [String: Figures]
        var reference: Source?
        var heldOut: Source?
        var modes: [Mode]?
        var run: Run?
        var toolVersion: String?
        var checks: [Check]?
        var verdict: Verdict?

        enum CodingKeys: String, CodingKey {
            case subject, reference, metrics, modes, run, checks, verdict
            case heldOut = "held_out"
            case protocolFields = "protocol"
            case toolVersion = "tool_version"
        }

        struct Subject: Decodable {
            var name: String
            var digest: String
            var path: String?
            var facts: [String: String]?
        }

        struct Source: Decodable {
            var name: String
            var count: UInt32
            var shape: String?
            var rule: String?
            var digest: String?

            var source: GateReport.Source {
                GateReport.Source(
                    name: name, count: Int(count), shape: shape ?? "", rule: rule ?? "", digest: digest ?? "")
            }
        }

        /// A metric; its result is nil where the value is none, as if it had not been measured.
        struct Figures: Decodable {
            var extractor: String?
            var result: MetricResult?

            enum CodingKeys: String, CodingKey { case extractor, value }

            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: CodingKeys.self)
                extractor = try container.decodeIfPresent(String.self, forKey: .extractor)
                guard (try? container.decode(Double.self, forKey: .value)) != nil else { return }
                result = try MetricResult(from: decoder)
            }
        }

        struct Mode: Decodable { var name: String }

        struct Check: Decodable {
            var name: String
            var outcome: String
            var sentence: String?
            var spoils: [String]?
        }

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

    /// The fields in which two protocols differ, as "name: this instead of that"; empty when they are one, but for what was
    /// measured: which of a file's weights, from which latents.
    public func protocolDifferences(from other: GateReport) -> [String] {
        evaluationProtocol.differences(
            from: other.evaluationProtocol, ignoring: EvaluationProtocol.subjectFields
        ).map { difference in
            let (own, others) = (difference.own, difference.other)
            return
                "\(difference.name) \(own.map { "\"\($0)\"" } ?? "not there") instead of \(others.map { "\"\($0)\"" } ?? "none")"
        }
    }

    /// What the check found that spoils a metric's section; nil where none failed.
    func failedCheck(behind metric: GateMetric) -> String? {
        guard metric.source != .audit, let section = MetricRegistry.described(metric.name)?.section else {
            return nil
        }
        // A discriminator's figures hold training rows against held-out rows, as memorization does.
        let isFigure = MetricRegistry.entry(named: metric.name) == nil && section == .discriminator
        let spoiled = isFigure ? MetricSection.memorization : section
        return failedChecks.first { $0.spoils.contains(spoiled.rawValue) }?.sentence
    }

    /// The names of a metric's own further figures.
    public func partNames(of metric: String) -> [String] {
        (metrics[metric]?.result.parts.keys.elements ?? []).sorted()
    }
}
