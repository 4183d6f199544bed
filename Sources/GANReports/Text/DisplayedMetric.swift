import GANEvaluation
import GANMetrics
import GANText
import OrderedCollections

/// One metric's figures as texts with digits that belong together: what HTML, Markdown and the terminal print.
struct DisplayedMetric {
    let measured: MeasuredMetric
    let label: MetricLabel
    /// "Fréchet distance (classifier)": what was measured and in which space.
    let title: String
    let value: String
    let interval: String?
    let null: String?
    let ceiling: String?
    /// The value of as many samples as the ceiling has rows, where these are fewer than all.
    let matched: String?

    init(_ measured: MeasuredMetric) {
        self.measured = measured
        let label = MetricLabel(measured.name)
        self.label = label
        title = Self.title(measured, label: label)
        let result = measured.result
        let decimals = FigureText.decimals(of: result)
        value = FigureText.number(result.value, decimals: decimals)
        interval = result.interval.map { FigureText.interval($0, decimals: decimals) }
        null = result.null.map { FigureText.number($0.value, decimals: decimals) }
        ceiling = result.ceiling.map { FigureText.number($0.value, decimals: decimals) }
        matched = result.matched.map { FigureText.number($0.value, decimals: decimals) }
    }

    /// Names that belong to one network with its published weights, and to nothing else.
    private static let inceptionNames = [
        FrechetDistance.name: "FID", SpatialFrechetDistance.name: "sFID", InceptionScore.name: "Inception score",
    ]

    private static func title(_ measured: MeasuredMetric, label: MetricLabel) -> String {
        if measured.extractor.isEmpty || measured.extractor == MeasuredMetric.ownScores { return label.title }
        var title = label.title
        if measured.extractor == "inception-v3-fid" {
            title = inceptionNames[measured.name] ?? title
        } else if measured.name == InceptionScore.name {
            title = "Score of class probabilities"
        }
        return "\(title) (\(measured.extractor))"
    }

    var result: MetricResult { measured.result }

    /// The metric's value and its interval, "12.4 [11.9, 12.9]".
    var valueWithInterval: String { interval.map { "\(value) \($0)" } ?? value }

    /// What real data get, and beside which figure it stands: "0.967", "0.967 (0.955 in 800 of 1500 samples)".
    var realData: String? {
        ceiling.map { ceiling in
            guard let matched, let basis = result.matched?.basis else { return ceiling }
            return "\(ceiling) (\(matched) in \(basis))"
        }
    }

    /// Whether there is a warning about it.
    var hasWarning: Bool { result.diagnostics.contains { $0.severity == .warning } }

    /// "← lower is better", for the foot of a ruler.
    var advice: String? {
        switch label.direction {
        case .lower: return "← lower is better"
        case .higher: return "higher is better →"
        case .closerToNull where null != nil: return "nearer to null is better"
        case .closerToNull where ceiling != nil: return "nearer to real data is better"
        case .closerToNull, nil: return nil
        }
    }

    /// What the ruler shows, as a sentence: never more than the interval allows.
    var finding: String {
        guard let reference = result.ceiling, let ceiling else {
            guard let null else { return "\(title) is \(valueWithInterval)." }
            return "\(title) is \(valueWithInterval); a perfect generator would get \(null)."
        }
        guard let beside = result.besideReal, beside.source == .heldOut else {
            return "\(title) is \(valueWithInterval); real data's \(ceiling) comes from fewer rows."
        }
        let said = matched.map { "\(title) is \($0) in \(result.matched?.basis ?? "")" } ?? "\(title) is \(value)"
        if let interval = beside.interval, interval.low <= reference.value, reference.value <= interval.high {
            return "\(said), no difference from real data's \(ceiling) that these samples can show."
        }
        if beside.value == reference.value { return "\(said), the same as real data's." }
        let side = beside.value < reference.value ? "below" : "above"
        return "\(said), \(side) real data's \(ceiling)."
    }
}
