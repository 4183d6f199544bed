import GANEvaluation
import GANMetrics
import GANText
import OrderedCollections

/// Every doubt of a report once, numbered in the order of the metrics, with the metrics that it is about.
struct Footnotes {
    private struct Note {
        var diagnostic: Diagnostic
        var titles: [String]
    }

    private var notes: [Note] = []
    private var numbers: [String: [Int]] = [:]

    init(_ report: EvaluationReport) {
        for measured in report.metrics.values {
            let title = MetricLabel(measured.name).title
            for diagnostic in measured.result.diagnostics {
                let known = notes.firstIndex {
                    $0.diagnostic.message == diagnostic.message && $0.diagnostic.severity == diagnostic.severity
                }
                let place = known ?? notes.count
                if known == nil { notes.append(Note(diagnostic: diagnostic, titles: [])) }
                if !notes[place].titles.contains(title) { notes[place].titles.append(title) }
                if numbers[measured.name]?.contains(place + 1) != true {
                    numbers[measured.name, default: []].append(place + 1)
                }
            }
        }
    }

    var isEmpty: Bool { notes.isEmpty }

    /// The numbers that stand beside a metric.
    func marks(of metric: DisplayedMetric) -> [MetricsView.Mark] {
        (numbers[metric.measured.name] ?? []).map { MetricsView.Mark(number: $0, target: "note-\($0)") }
    }

    /// The list itself.
    var views: [FootnoteView] {
        notes.enumerated().map { place, note in
            FootnoteView(
                noteAnchor: "note-\(place + 1)",
                severity: note.diagnostic.severity == .warning ? "Warning" : "Note",
                about: ReportText.list(note.titles), message: note.diagnostic.message, code: note.diagnostic.code)
        }
    }

    /// The warnings, one an item, for a terminal or a comment.
    var warnings: [RichText] {
        notes.filter { $0.diagnostic.severity == .warning }.map {
            "(!) \(ReportText.list($0.titles)): \($0.diagnostic.message)"
        }
    }
}

/// A numbered doubt as its template reads it.
struct FootnoteView {
    let noteAnchor: String
    let severity: String
    let about: String
    let message: String
    let code: String
}
