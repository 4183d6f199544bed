public import GANMetrics
import OrderedCollections

/// An audit as the gates read it.
public struct GateAudit: Sendable {
    /// The file, as it was named.
    public var path: String
    /// What was audited, by the name that the audit gives it.
    public var subject: String
    /// SHA-256 of what was audited.
    public var subjectDigest: String
    /// SHA-256 of the training data, which a report's reference must have too.
    public var trainingDigest: String
    /// "copying", "no_evidence" or "inconclusive".
    public var verdict: String
    /// Why the verdict is what it is, in the audit's own sentences.
    public var reasons: [String]
    /// Samples with which an inconclusive audit could tell, where their number was lacking.
    public var samplesToDecide: Int?
    /// What decided its figures, by the audit's own names; nil where the audit doesn't say it.
    public var evaluationProtocol: EvaluationProtocol?
    /// The release that audited, where the audit says it.
    var toolVersion: String?
    var samples: Int
    /// Whether there were held-out data, fit or not.
    var hasHeldOut: Bool
    var copies: Int
    var exactCopies: Int
    var figures: [String: GateFigure]

    /// The newest version that this release reads.
    public static let schema = (family: "ganeval.audit", version: 2)
    static let verdicts = ["copying", "no_evidence", "inconclusive"]

    /// What rules can name after "audit.".
    public static let figureNames = [
        "copied_share", "copies", "distinct_training_images", "extraction_rate", "estimated_training_images",
        "smallest_visible_share", "overlap", "copying_p_value", "split_p_value", "verdict",
    ]
    /// How policies name the share of copies.
    static let copiedShare = "audit.copied_share"
    /// The figures that come from the list of copies: an audit that can't tell, or can't count, says nothing by them.
    static let countedFromCopies: Set<String> = [
        copiedShare, "audit.copies", "audit.extraction_rate", "audit.distinct_training_images",
        "audit.estimated_training_images",
    ]
    /// A test for copying, which an audit that can't tell has not made.
    static let copyingPValue = "audit.copying_p_value"
    /// Those of them that are words.
    static let words: Set<String> = ["audit.verdict"]
    /// The values of those that are bounded.
    static let ranges: [String: ClosedRange<Double>] = Dictionary(
        uniqueKeysWithValues: figureNames.filter { $0 != "verdict" }.map { name in
            let isShare = ["share", "rate", "p_value"].contains { name.hasSuffix($0) }
            return ("audit." + name, isShare ? 0...1 : 0 ... .infinity)
        })

    /// Reads audit.json, at most 64 MiB; throws `unreadableDocument`, and `newerSchema` for a later version.
    public static func read(_ path: String) throws(GateError) -> GateAudit {
        let file = try DocumentFile.read(File.self, path: path, family: schema.family, version: schema.version)
        guard verdicts.contains(file.verdict) else {
            throw .unreadableDocument(
                path: path, problem: "its verdict is \"\(String(file.verdict.prefix(60)))\"",
                expected: verdicts.joined(separator: ", "))
        }
        if let problem = fault(file) {
            throw .unreadableDocument(
                path: path, problem: problem, expected: "figures as `ganeval audit` writes them")
        }
        var evaluationProtocol: EvaluationProtocol?
        do throws(ProtocolProblem) {
            if let fields = file.protocolFields { evaluationProtocol = try EvaluationProtocol(document: fields) }
        } catch {
            throw .unreadableDocument(
                path: path, problem: error.problem,
                expected: "a document of the schema \(schema.family)/\(schema.version)")
        }
        var audit = GateAudit(
            path: path, subject: file.subject.name, subjectDigest: file.subject.digest,
            trainingDigest: file.training.digest, verdict: file.verdict, reasons: file.reasons,
            samplesToDecide: file.samplesToDecide, evaluationProtocol: evaluationProtocol,
            toolVersion: file.run?.toolVersion,
            samples: file.samples.count, hasHeldOut: file.heldOut != nil, copies: file.copies.count,
            exactCopies: file.copies.count { $0.exact == true }, figures: [:])
        audit.fill(file)
        return audit
    }

    /// What is wrong with the audit's figures; nil for figures that can be judged.
    private static func fault(_ file: File) -> String? {
        if let share = file.copiedShare {
            guard share.interval.count == 2, share.interval.allSatisfy((0...1).contains),
                share.interval[0] <= share.interval[1]
            else { return "copied_share.interval is not two shares in order" }
            guard (0...1).contains(share.value) else { return "copied_share is \(share.value), which is no share" }
            guard MetricResult.levels.contains(share.level) else { return "copied_share.level is \(share.level)" }
        }
        if let sure = file.sureShare {
            guard [sure.low, sure.byLabels.value].allSatisfy((0...1).contains) else {
                return "sure_share is not made of shares"
            }
            guard MetricResult.levels.contains(sure.byLabels.level) else {
                return "sure_share.by_labels.level is \(sure.byLabels.level)"
            }
        }
        guard (0...1).contains(file.extraction.rate) else { return "extraction.rate is \(file.extraction.rate)" }
        if let visible = file.sensitivity?.smallestVisibleShare, !(0...1).contains(visible) {
            return "sensitivity.smallest_visible_share is \(visible)"
        }
        for (name, count) in [
            ("distinct_training_images", file.distinctTrainingImages), ("pool.overlap_count", file.pool.overlapCount),
            ("samples.count", file.samples.count),
        ] where count < 0 {
            return "\(name) is \(count)"
        }
        for (name, test) in file.tests {
            if let value = test.pValue, !(0...1).contains(value) { return "tests.\(name).p_value is \(value)" }
        }
        return nil
    }

    private mutating func fill(_ file: File) {
        func exact(_ name: String, _ value: Double?) {
            guard let value, value.isFinite else { return }
            figures[name] = GateFigure(value: value, basis: .exact, samples: samples)
        }
        if let share = file.copiedShare, let low = share.interval.first, let high = share.interval.last {
            figures["copied_share"] = GateFigure(
                value: share.value,
                interval: MetricInterval(
                    low: min(low, share.value), high: max(high, share.value), level: share.level,
                    method: share.method), basis: .interval, samples: samples, bounds: 0...1)
        }
        if file.copiedShare == nil, let sure = file.sureShare {
            // Nothing could be listed; labels alone say what the share is at least, and nothing what it is at most.
            figures["copied_share"] = GateFigure(
                value: sure.byLabels.value,
                interval: MetricInterval(
                    low: min(sure.low, sure.byLabels.value), high: 1, level: sure.byLabels.level,
                    method: sure.byLabels.method), basis: .interval, samples: samples, bounds: 0...1)
        }
        exact("copies", Double(file.copies.count))
        exact("distinct_training_images", Double(file.distinctTrainingImages))
        exact("extraction_rate", file.extraction.rate)
        exact("estimated_training_images", file.extraction.estimatedTrainingImages)
        exact("smallest_visible_share", file.sensitivity?.smallestVisibleShare)
        exact("overlap", Double(file.pool.overlapCount))
        exact("copying_p_value", file.tests["copying"]?.pValue)
        exact("split_p_value", file.tests["split_exchangeability"]?.pValue)
        figures["verdict"] = GateFigure(value: 0, word: verdict, basis: .exact, samples: samples)
    }

    /// A field of the protocol as a policy asks for it; the release that audited stands beside the protocol.
    func protocolField(_ name: String) -> String? {
        if name == EvaluationProtocol.toolField { return toolVersion.map { "ganeval \($0)" } }
        return evaluationProtocol?.fields[name]
    }

    /// What bears on a limit on the share of copies.
    var limitEvidence: CopiedShareLimit.Evidence {
        CopiedShareLimit.Evidence(
            verdict: verdict == "copying" ? .copying : verdict == "no_evidence" ? .noEvidence : .inconclusive,
            interval: figures["copied_share"]?.interval.map { $0.low...$0.high }, copies: copies,
            exactCopies: exactCopies, samples: samples, visibleShare: figures["smallest_visible_share"]?.value)
    }

    /// The share of exact copies, where no p-values say how many others there are.
    var exactShare: GateFigure? {
        guard figures["copied_share"] == nil, samples > 0 else { return nil }
        return GateFigure(
            value: Double(exactCopies) / Double(samples), basis: .exact, samples: samples,
            warnings: [
                !hasHeldOut
                    ? "Without held-out data there are no p-values: exact copies alone are counted."
                    : "The held-out data can't be used, as the audit says, so there are no p-values: exact copies alone are counted."
            ])
    }

    /// The figure that a rule names; nil where the audit has none.
    public func figure(_ metric: GateMetric) -> GateFigure? {
        guard metric.source == .audit else { return nil }
        return figures[String(metric.path.dropFirst(GateMetric.auditPrefix.count))]
    }

    private struct File: Decodable {
        var verdict: String
        var reasons: [String]
        var samplesToDecide: Int?
        var copiedShare: Estimate?
        /// Since version 2; null where there are no p-values.
        var sureShare: SureShare?
        var distinctTrainingImages: Int
        var extraction: Extraction
        var copies: [Copy]
        var tests: [String: Test]
        var sensitivity: Sensitivity?
        var pool: Pool
        var subject: Subject
        var samples: Samples
        var training: Source
        var heldOut: Source?
        var protocolFields: [String: String]?
        var run: Run?

        enum CodingKeys: String, CodingKey {
            case verdict, reasons, extraction, copies, tests, sensitivity, pool, subject, samples, training, run
            case heldOut = "held_out"
            case samplesToDecide = "samples_to_decide"
            case copiedShare = "copied_share"
            case sureShare = "sure_share"
            case protocolFields = "protocol"
            case distinctTrainingImages = "distinct_training_images"
        }
    }

    private struct Estimate: Decodable {
        var value: Double
        var interval: [Double]
        var level: Double
        var method: String

        enum CodingKeys: String, CodingKey {
            case value, interval, level
            case method = "interval_method"
        }
    }

    private struct SureShare: Decodable {
        var low: Double
        var byLabels: Estimate

        enum CodingKeys: String, CodingKey {
            case low
            case byLabels = "by_labels"
        }
    }

    private struct Extraction: Decodable {
        var rate: Double
        var estimatedTrainingImages: Double

        enum CodingKeys: String, CodingKey {
            case rate
            case estimatedTrainingImages = "estimated_training_images"
        }
    }

    /// A copy, of which only this matters here.
    private struct Copy: Decodable { var exact: Bool? }

    private struct Test: Decodable {
        var pValue: Double?

        enum CodingKeys: String, CodingKey { case pValue = "p_value" }
    }

    private struct Sensitivity: Decodable {
        var smallestVisibleShare: Double?

        enum CodingKeys: String, CodingKey { case smallestVisibleShare = "smallest_visible_share" }
    }

    private struct Pool: Decodable {
        var overlapCount: Int

        enum CodingKeys: String, CodingKey { case overlapCount = "overlap_count" }
    }

    private struct Subject: Decodable {
        var name: String
        var digest: String
    }

    private struct Samples: Decodable { var count: Int }

    private struct Run: Decodable {
        var toolVersion: String?

        enum CodingKeys: String, CodingKey { case toolVersion = "tool_version" }
    }

    private struct Source: Decodable { var digest: String }
}
