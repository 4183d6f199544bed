import GANMetrics

/// A doubt about a figure, beside it and again at a page's end.
struct DoubtView {
    let severity: String
    /// What it is about, with a colon; empty where the message says it.
    let about: String
    let message: String
    let code: String

    init(_ diagnostic: Diagnostic, about: String = "") {
        severity = diagnostic.severity == .warning ? "Warning" : "Note"
        self.about = about.isEmpty ? "" : about + ": "
        message = diagnostic.message
        code = diagnostic.code
    }

    /// A metric's doubts.
    static func of(_ metric: DisplayedMetric) -> [DoubtView] {
        metric.result.diagnostics.map { DoubtView($0, about: metric.title) }
    }
}
