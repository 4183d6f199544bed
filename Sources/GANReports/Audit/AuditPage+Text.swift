import GANAudit
import GANEvaluation
import GANMetrics
import GANText

/// What a terminal and a comment on a pull request show of an audit.
extension AuditPage {
    private static let reasonLimit = 4
    private static let gateLimit = 2
    private static let testLimit = 12
    private static let copyLimit = 8
    private static let leakLimit = 5
    private static let doubtLimit = 5
    private static let adviceLimit = 3

    // MARK: Terminal

    /// A labelled line for each thing found.
    var facts: [(label: String, text: RichText)] {
        var facts: [(label: String, text: RichText)] = []
        if AuditText.isUncounted(findings) {
            facts.append(("copied", "\(AuditText.uncountedShare(findings))"))
        } else if let share = findings.copiedShare {
            let said = AuditText.share(share, listed: findings.copies.count)
            facts.append(("copied", findings.copies.isEmpty ? "\(said)" : "\(said) of the samples"))
        }
        facts.append(("listed", RichText(listed(width: width - 16))))
        facts.append(("to do", RichText(AuditAdvice(report).brief)))
        let copying = findings.tests.first { $0.name == "copying" }?.pValue
        let split = findings.tests.first { $0.name == "split_exchangeability" }?.pValue
        if copying != nil || split != nil {
            let said = [
                copying.map { "p \(AuditText.probability($0)) without copying" },
                split.map { "p \(AuditText.probability($0)) of the split" },
            ]
            facts.append(("evidence", RichText(said.compactMap { $0 }.joined(separator: ", "))))
        }
        for line in LatentWords.lines(findings.latents) { facts.append((line.name, RichText(line.text))) }
        if let least = findings.sensitivity?.smallestVisibleShare {
            facts.append(("visible", "leaks from \(FigureText.percent(least)) of the samples as clear copies"))
        }
        if let left = AuditWords(findings).leftOut { facts.append(("not sought", RichText(left))) }
        for gate in report.gates.prefix(Self.gateLimit) {
            facts.append((gate.outcome.rawValue, RichText(AuditText.rule(gate))))
        }
        let warnings = AuditWords(findings).doubts.filter { $0.severity == .warning }
        if let first = warnings.first {
            let rest: RichText = warnings.count > 1 ? " (and \(warnings.count - 1) more)" : ""
            facts.append(("warning", "\(first.message)\(rest)"))
        }
        return facts.map { (label: "  " + $0.label, text: $0.text) }
    }

    /// Names as many transformations as fit.
    private func listed(width: Int) -> String {
        guard !findings.copies.isEmpty else { return "no sample as a copy" }
        var kinds: [String: Int] = [:]
        for copy in findings.copies { kinds[AuditText.kind(copy.transformation), default: 0] += 1 }
        let words = kinds.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
            "\(FigureText.count($0.value)) \($0.key)"
        }
        let count =
            "\(FigureText.count(findings.copies.count)) copies of "
            + "\(FigureText.count(findings.extraction.distinctTrainingRows)) training rows"
        let fitting = (0...words.count).map {
            count + (["", ": "][min($0, 1)]) + words.prefix($0).joined(separator: "; ")
        }
        return fitting.last { $0.count <= width } ?? count
    }

    // MARK: Comment

    /// Reasons and limits, tests, the clearest copies, what they give away, and what speaks against it.
    var comment: [Block.Content] {
        let reasons = AuditWords(findings).reasons.prefix(Self.reasonLimit).map { RichText($0) }
        let gates = report.gates.prefix(Self.gateLimit).map { gate -> RichText in
            "\(strong: gate.outcome.rawValue) \(code: AuditText.rule(gate)): \(AuditWords(findings).advice(gate))"
        }
        let warnings = AuditWords(findings).doubts.filter { $0.severity == .warning }
        let blocks: [Block.Content?] = [
            .list(Items(texts: reasons + gates)),
            .list(Items(texts: AuditAdvice(report).steps.prefix(Self.adviceLimit).map { RichText($0) })),
            .next(AuditAdvice(report).next), testTable, copyTable, leakSentence,
            .list(Items(texts: reading.map { RichText($0) }, markdownLimit: 2)),
            .list(Items(texts: warnings.map { "(!) \($0.message)" }, markdownLimit: Self.doubtLimit)),
            .note(RichText(AuditText.sensitivity(findings))),
            AuditWords(findings).notSearched.map { Block.Content.note(RichText($0)) },
            .note(
                "\(link: "The whole audit", to: "audit.html") · \(link: "copies", to: "copies.csv") · protocol \(code: report.evaluationProtocol.fingerprint) · ganeval \(report.run.toolVersion) · \(report.run.startedAt)"
            ),
        ]
        return blocks.compactMap { $0 }
    }

    private var testTable: Block.Content? {
        var rows: [DisplayedMetric] = []
        var probabilities: [Double?] = []
        if let share = AuditRulers.share(findings) {
            rows.append(share)
            probabilities.append(findings.tests.first { $0.name == "copying" }?.pValue)
        }
        for test in findings.tests where test.name != "copying" {
            rows.append(AuditRulers.test(test))
            probabilities.append(test.pValue)
        }
        guard !rows.isEmpty else { return nil }
        return .table(
            Table(
                columns: [("Test", .left), ("Value", .right), ("By chance", .right), ("p", .right)],
                rows: zip(rows, probabilities).prefix(Self.testLimit).map { row, probability in
                    [
                        "\(row.title)", .figure(row.valueWithInterval), .figure(row.null ?? "–"),
                        .figure(AuditText.probability(probability)),
                    ]
                }))
    }

    private var copyTable: Block.Content? {
        let copies = findings.copies
        guard !copies.isEmpty else { return nil }
        var rows = copies.prefix(Self.copyLimit).map { copy -> [RichText] in
            [
                .figure("sample \(copy.sample)"), place(copy.trainingRow, copy.origin),
                "\(AuditText.transformation(copy.transformation))", .figure(AuditText.distance(copy.distance)),
                .figure(AuditText.probability(copy.qValue)),
            ]
        }
        let rest = copies.count - rows.count
        if rest > 0 { rows.append(["\(rest) more", "in \(code: "copies.csv")"]) }
        return .table(
            Table(
                columns: [
                    ("Copy", .right), ("Of training row", .left), ("Transformation", .left), ("Distance", .right),
                    ("q", .right),
                ], rows: rows))
    }

    private var leakSentence: Block.Content? {
        let extraction = findings.extraction
        guard extraction.distinctTrainingRows > 0 else { return nil }
        let most = extraction.mostCopied.prefix(Self.leakLimit).map { row -> RichText in
            "\(place(row.trainingRow, row.origin)) (\(row.samples)×)"
        }
        return .note(
            "\(extraction.distinctTrainingRows) training rows are given away, most of all \(RichText.list(most)).")
    }

    /// Row, file and class of a training row, in a comment's room.
    private func place(_ row: Int, _ origin: String) -> RichText {
        let place = RichText.figure("row \(row)")
        let file: RichText = origin == "row \(row)" ? place : "\(place), \(ReportText.shortened(origin, to: 80))"
        return report.classes[row].map { "\(file), \(ReportText.shortened($0, to: 40))" } ?? file
    }
}
