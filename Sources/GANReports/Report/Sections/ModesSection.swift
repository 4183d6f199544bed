import GANEvaluation
import GANMetrics
import GANText

/// What is missing: every class's share beside the reference's, and real examples of the missing ones.
enum ModesSection: SectionPage {
    static let title = "Modes"
    static let needed = "Needed: a reference with class labels, or a source whose modes are known."
    static let rank = 2

    static func pictures(_ page: ReportPage) -> [PictureView] {
        shares(page) + regions(page)
    }

    private static func shares(_ page: ReportPage) -> [PictureView] {
        guard let table = page.report.modes, !table.modes.isEmpty else { return [] }
        let rows = ClassHistogram.ordered(table).map { mode in
            [
                mode.name, FigureText.count(mode.generatedCount), FigureText.percent(mode.generatedShare),
                "\(FigureText.percent(mode.interval.low)) to \(FigureText.percent(mode.interval.high))",
                FigureText.percent(mode.referenceShare), standing(mode),
            ]
        }
        let hidden = max(0, rows.count - ClassHistogram.rowLimit)
        return [
            PictureView(
                finding: ClassHistogram.finding(table),
                drawings: PageWidth.both { ClassHistogram.svg(table, width: $0, style: $1) },
                caption: "Bars: share of samples with its 95 % interval. Ticks: share of the reference."
                    + (hidden > 0 ? " \(FigureText.count(hidden)) more classes are in the table." : "")
                    + (table.note.map { " \($0)" } ?? ""),
                tables: [
                    TableView(
                        title: "Shares",
                        head: ["Class", "Samples", "Share", "95 % interval", "Reference", "Verdict"], rows: rows)
                ] + inside(table))
        ]
    }

    /// What a class is beside the reference, in a word.
    static func badge(_ mode: ModeTable.Mode) -> Badge {
        let style: String =
            switch mode.standing {
            case .missing?: "alarming"
            case .rare?, .frequent?: "weak"
            case .undecided?: "unknown"
            case .usual?, nil: mode.missing ? "alarming" : mode.isCollapsed ? "weak" : "good"
            }
        return Badge(word: standing(mode), style: style)
    }

    private static func standing(_ mode: ModeTable.Mode) -> String {
        let word =
            switch mode.standing {
            case .missing?: "missing"
            case .rare?: "under-represented"
            case .frequent?: "over-represented"
            case .undecided?: "can't tell"
            case .usual?: "as it should be"
            case nil: mode.missing ? "missing" : "present"
            }
        return mode.isCollapsed && !mode.missing ? "\(word), collapsed inside" : word
    }

    /// Figures inside each class or mode, and shares without the classifier's errors; none where nothing is known.
    private static func inside(_ table: ModeTable) -> [TableView] {
        let rows = table.modes.compactMap { mode -> [String]? in
            guard mode.interior != nil || mode.spread != nil || mode.correctedShare != nil else { return nil }
            func share(_ own: Double?, _ real: Double?) -> String {
                guard let own, let real else { return "–" }
                return "\(FigureText.percent(own)) (\(FigureText.percent(real)))"
            }
            let inside = mode.interior
            return [
                mode.name,
                mode.correctedShare.map {
                    "\(FigureText.percent($0.value)) (\(FigureText.percent($0.interval.low)) to \(FigureText.percent($0.interval.high)))"
                } ?? "–",
                share(inside?.precision, inside?.realPrecision), share(inside?.recall, inside?.realRecall),
                share(inside?.coverage, inside?.realCoverage),
                inside.map { "\(FigureText.number($0.vendi)) (\(FigureText.number($0.realVendi)))" } ?? "–",
                inside.map { "about \(FigureText.count(Int(saturating: min(1e9, $0.support.value).rounded())))" }
                    ?? "–",
                mode.spread.map { FigureText.number($0, decimals: 2) } ?? "–",
            ]
        }
        if rows.isEmpty { return [] }
        return [
            TableView(
                title: "Inside each class, real data in brackets",
                head: [
                    "Class", "Share without errors", "Precision", "Recall", "Coverage", "Vendi", "Different samples",
                    "Spread",
                ], rows: rows)
        ]
    }
}
