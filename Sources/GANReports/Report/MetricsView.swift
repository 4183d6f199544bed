import GANEvaluation
import GANMetrics
import GANText
import OrderedCollections

/// All metrics of a report in one table, by question, as its template reads it.
struct MetricsView {
    let tableCaption: String
    let hasChanges: Bool
    /// Which run the changes are since; empty without one.
    let lastRun: String
    let lastPage: String
    let hasLastPage: Bool
    let columns: Int
    let questions: [Question]

    struct Question {
        let question: String
        let rows: [Row]
    }

    struct Row {
        let anchor: String
        let hasEntry: Bool
        let metric: String
        let order: Int
        let marks: [Mark]
        let isGraded: Bool
        let gradeWord: String
        let gradeStyle: String
        let gradeKey: String
        let better: String
        let value: String
        let valueKey: String
        let interval: String
        let nullValue: String
        let nullKey: String
        let real: String
        let realKey: String
        let isCompared: Bool
        let change: String
        /// SVG.
        let scale: String
    }

    /// The number of a footnote beside what it is about.
    struct Mark {
        let number: Int
        let target: String
    }

    init(_ report: EvaluationReport, footnotes: Footnotes) {
        let previous = report.previous
        hasChanges = previous != nil
        columns = previous == nil ? 8 : 9
        var caption =
            "“Says” is the word of the rule that reads the metric; metrics without one are there to be looked at. On its "
            + "scale: the dot is the value, the broken line the null, the full line real data."
        if previous != nil {
            caption += " “Better” and “worse” are said where the intervals of both runs allow it."
        }
        tableCaption = caption
        lastRun = previous.map { "Last run by the same protocol: \($0.subject), \($0.startedAt)." } ?? ""
        lastPage = previous?.page ?? ""
        hasLastPage = !lastPage.isEmpty
        var questions: [Question] = []
        let all = report.metrics.values.enumerated().map { ($0.offset, DisplayedMetric($0.element)) }
        for section in ReportSection.allCases {
            let rows = all.filter { $0.1.label.section == section }.map { order, metric in
                Self.row(metric, order: order, report, footnotes)
            }
            if !rows.isEmpty { questions.append(Question(question: section.question, rows: rows)) }
        }
        self.questions = questions
    }

    private static func row(
        _ metric: DisplayedMetric, order: Int, _ report: EvaluationReport, _ footnotes: Footnotes
    ) -> Row {
        let grade = report.verdict.witnesses.filter { $0.metric == metric.measured.name }.map(\.grade).max()
        let result = metric.result
        return Row(
            anchor: GlossaryView.anchor(of: metric.measured.name), hasEntry: metric.label.entry != nil,
            metric: metric.title, order: order, marks: footnotes.marks(of: metric), isGraded: grade != nil,
            gradeWord: grade?.badge.word ?? "", gradeStyle: grade?.badge.style ?? "",
            gradeKey: grade.flatMap { Self.order.firstIndex(of: $0) }.map { "\($0)" } ?? "", better: better(metric),
            value: metric.value,
            valueKey: key(result.value), interval: metric.interval ?? "–", nullValue: metric.null ?? "–",
            nullKey: key(result.null?.value), real: metric.realData ?? "–", realKey: key(result.ceiling?.value),
            isCompared: report.previous != nil, change: change(metric, report.previous) ?? "–",
            scale: ScaleMark.svg(metric))
    }

    /// Grades as a column is sorted by them: what speaks against the generator first.
    private static let order: [Grade] = [.alarming, .weak, .cannotTell, .good]

    private static func key(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "" }
        return "\(value)"
    }

    /// Which way a metric gets better, in a word.
    static func better(_ metric: DisplayedMetric) -> String {
        switch metric.label.direction {
        case .lower: return "↓ lower"
        case .higher: return "↑ higher"
        case .closerToNull where metric.null != nil: return "→ null"
        case .closerToNull where metric.ceiling != nil: return "→ real data"
        case .closerToNull, nil: return "–"
        }
    }

    /// The value of the last run by the protocol, and whether this one is better; nil where it was not measured.
    static func change(_ metric: DisplayedMetric, _ previous: PreviousRun?) -> String? {
        guard let found = previous?.change(of: metric.measured) else { return nil }
        let earlier = FigureText.number(found.earlier.value, decimals: FigureText.decimals(of: metric.result))
        switch found.change {
        case .better: return "\(earlier): better"
        case .worse: return "\(earlier): worse"
        case .unsure: return "\(earlier): not sure"
        case .changed: return "\(earlier): changed"
        case .same: return "\(earlier): the same"
        }
    }
}

extension ReportSection {
    /// What its metrics answer.
    var question: String {
        switch self {
        case .quality: return "Quality: are the samples like real data?"
        case .diversity: return "Diversity: are they as varied?"
        case .memorization: return "Memorization: are they copies?"
        case .modes: return "Modes: which kinds do they reach?"
        case .condition: return "Condition: do they answer what was asked?"
        case .discriminator: return "Discriminator: what does one say?"
        case .training: return "Training"
        }
    }
}
