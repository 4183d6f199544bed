import GANEvaluation
import GANMetrics
import GANText
import OrderedCollections

/// What words and metrics mean, as its template reads it.
struct GlossaryView {
    let terms: [Term]

    struct Term {
        let term: String
        let termAnchor: String
        let lines: [Line]
    }

    struct Line {
        let lead: String
        let said: String
        /// Stored, for an empty text is there for a template.
        let hasLead: Bool

        init(lead: String = "", said: String) {
            self.lead = lead
            self.said = said
            hasLead = !lead.isEmpty
        }
    }

    /// Where a metric is explained.
    static func anchor(of metric: String) -> String { "metric-\(metric)" }

    init(_ report: EvaluationReport) {
        var terms = [
            Term(
                term: "Null", termAnchor: "term-null",
                lines: [
                    Line(
                        said:
                            "What a perfect generator would get with as many samples: samples and real data from one distribution. Many "
                            + "metrics are not 0 or 1 then, so a value means little without it.")
                ]),
            Term(
                term: "Real data", termAnchor: "term-real",
                lines: [
                    Line(
                        said:
                            "What held-out real data get in the samples’ place: what can be reached in practice. Without --held-out there is "
                            + "none.")
                ]),
            Term(
                term: "Interval", termAnchor: "term-interval",
                lines: [
                    Line(
                        said:
                            "Where the value would lie with other samples of the same generator, in 95 of 100 cases unless it says "
                            + "otherwise. Two values whose intervals overlap widely may be equal.")
                ]),
            Term(
                term: "Held-out data", termAnchor: "term-held-out",
                lines: [
                    Line(
                        said:
                            "Real data of the same kind that the generator never saw in training. Only beside them can one tell copying from "
                            + "resemblance, and see how good a figure can be.")
                ]),
            Term(
                term: "Protocol", termAnchor: "term-protocol",
                lines: [
                    Line(
                        said:
                            "Everything that decides a number: data, feature space, counts, seed, rules of reading. Numbers of different "
                            + "protocols must not be compared; the fingerprint tells.")
                ]),
        ]
        for metric in report.metrics.values.map({ DisplayedMetric($0) }) {
            guard let entry = metric.label.entry,
                !terms.contains(where: { $0.termAnchor == Self.anchor(of: entry.name) })
            else { continue }
            terms.append(
                Term(term: metric.title, termAnchor: Self.anchor(of: entry.name), lines: Self.lines(metric, entry)))
        }
        self.terms = terms
    }

    private static func lines(_ metric: DisplayedMetric, _ entry: MetricRegistry.Entry) -> [Line] {
        var lines = [
            Line(lead: "Sees:", said: entry.sees + "."), Line(lead: "Blind to:", said: entry.blindTo + "."),
            Line(lead: "Reading:", said: entry.reading), Line(lead: "Formula:", said: entry.formula),
        ]
        if let interval = metric.result.interval {
            lines.append(
                Line(lead: "Interval:", said: "\(FigureText.exactPercent(interval.level)), \(interval.method)."))
        }
        if let null = metric.result.null { lines.append(Line(lead: "Null:", said: null.basis + ".")) }
        if let ceiling = metric.result.ceiling { lines.append(Line(lead: "Real data:", said: ceiling.basis + ".")) }
        lines.append(Line(lead: "Paper:", said: entry.paper + "."))
        lines.append(Line(lead: "Name:", said: "\(entry.name), as report.json and policies call it."))
        return lines
    }
}
