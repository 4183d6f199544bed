import GANEvaluation
import GANMetrics
import GANText
import OrderedCollections

extension PageSection {
    /// The section that every page ends with: its protocol, the command that makes it again, and what speaks against its figures.
    static func method(
        _ opening: String, command: String, of page: String, tables: [TableView], doubts: Block.Content? = nil
    ) -> PageSection {
        PageSection(
            anchor: "method", heading: "How it was measured",
            blocks: [.opening(opening), .command(command, title: "The command that makes this \(page) again")]
                + tables.filter { !$0.rows.isEmpty }.map { .titled($0) } + (doubts.map { [$0] } ?? []))
    }
}

/// The tables that say how something was measured, the same on every page.
extension TableView {
    static func subject(_ subject: Subject) -> TableView {
        let facts = [("Name", subject.name), ("Path", subject.path), ("SHA-256", subject.digest)]
        return TableView(title: "Subject", facts: facts + subject.facts.map { ($0.key, $0.value) })
    }

    /// A row for each source there is.
    static func data(_ sources: [(role: String, source: SourceSummary?)]) -> TableView {
        TableView(
            title: "Data", head: ["Role", "Source", "Count", "Shape", "Read as", "SHA-256"],
            rows: sources.compactMap { role, source in
                source.map { [role, $0.name, FigureText.count($0.count), $0.shape, $0.rule, $0.digest] }
            }, style: "words")
    }

    static func evaluationProtocol(_ evaluationProtocol: EvaluationProtocol) -> TableView {
        TableView(
            title: "Protocol",
            facts: [("fingerprint", evaluationProtocol.fingerprint)]
                + evaluationProtocol.fields.map { ($0.key, ProtocolText.value(of: $0.key, $0.value)) })
    }

    /// Metrics that were asked for and could not be measured, each with its reason.
    static func omitted(_ omitted: OrderedDictionary<String, String>) -> TableView {
        TableView(title: "Not measured", facts: omitted.map { (MetricLabel($0.key).title, $0.value) })
    }

    /// What was checked before anything was judged, each with what it found.
    static func checks(_ words: CheckWords) -> TableView {
        TableView(
            title: "Checks", head: ["Check", "Outcome", "Found", "What to do"],
            rows: words.checks.map { check in
                [words.title(check.name), check.outcome.rawValue, words.sentence(check), words.advice(check)]
            }, style: "words")
    }

    static func run(_ run: RunRecord) -> TableView {
        TableView(
            title: "Run",
            facts: [
                ("Identifier", run.identifier), ("ganeval", run.toolVersion), ("Started", run.startedAt),
                ("Time", FigureText.duration(run.seconds)),
            ] + run.machine.map { ($0.key, $0.value) })
    }

    static func stages(_ run: RunRecord) -> TableView {
        TableView(title: "Time by stage", facts: run.stages.map { ($0.key, FigureText.duration($0.value)) })
    }
}
