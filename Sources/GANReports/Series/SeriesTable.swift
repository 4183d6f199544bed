import GANEvaluation
import GANMetrics
import GANText
import OrderedCollections

/// The candidates as rows of figures: what the page, Markdown and the terminal show alike.
struct SeriesTable {
    struct Row {
        var candidate: Int
        /// "best", "equal", or nothing.
        var standing: String
        var step: String
        var weights: String
        /// Figures in the order of `heads`.
        var figures: [String]
        /// "on the front", "–".
        var isOnFront: Bool
        var gate: Outcome?
    }

    let heads: [String]
    let rows: [Row]

    /// The metrics shown, the chosen one first.
    static func metrics(_ findings: SeriesFindings) -> [String] {
        let usual = [FrechetDistance.name, Precision.name, Coverage.name, DistanceRatio.name]
        let names = [findings.metric] + usual.filter { $0 != findings.metric }
        return names.filter { name in
            findings.candidates.contains { SeriesAnalysis.reading(name, of: $0.measurement) != nil }
        }
    }

    init(_ report: SeriesReport) {
        let findings = report.findings
        let names = Self.metrics(findings)
        heads = names.map { $0 == DistanceRatio.name ? "Too close" : MetricLabel($0).title }
        let onFront = Set(findings.front)
        let equal = Set(SeriesText.equals(findings))
        // By steps, so that both kinds of weights of one file stand together.
        let order = findings.candidates.indices.sorted {
            (findings.candidates[$0].checkpoint, findings.candidates[$0].trajectory)
                < (findings.candidates[$1].checkpoint, findings.candidates[$1].trajectory)
        }
        rows = order.map { index in
            let candidate = findings.candidates[index]
            return Row(
                candidate: index,
                standing: findings.ranking?.best == index ? "best" : equal.contains(index) ? "equal" : "",
                step: FigureText.count(findings.step(of: index)),
                weights: findings.trajectories[candidate.trajectory],
                figures: names.map { Self.figure($0, candidate.measurement, withInterval: $0 == names.first) },
                isOnFront: onFront.contains(index), gate: report.gate(of: index))
        }
    }

    private static func figure(
        _ name: String, _ measurement: CheckpointMeasurement, withInterval: Bool
    ) -> String {
        guard let measured = measurement.metrics[name] else { return "–" }
        if name == DistanceRatio.name {
            return SeriesAnalysis.reading(name, of: measurement).map { FigureText.percent($0.value) } ?? "–"
        }
        let shown = DisplayedMetric(measured)
        return withInterval ? shown.valueWithInterval : shown.value
    }
}
