import GANEvaluation
import GANMetrics
import GANText

/// The words and figures that a comparison's page, Markdown and summary share.
enum ComparisonText {
    static func letter(_ index: Int) -> String { ComparisonReport.letter(index) }

    static func word(_ outcome: ComparisonVerdict.Outcome) -> String {
        switch outcome {
        case .better: return "better"
        case .worse: return "worse"
        case .different: return "different"
        case .noDifference: return "no difference"
        case .unknown: return "can't tell"
        }
    }

    /// The badge's style, as grades have it.
    static func style(_ outcome: ComparisonVerdict.Outcome) -> String {
        switch outcome {
        case .better: return "good"
        case .worse: return "alarming"
        case .different: return "weak"
        case .noDifference, .unknown: return "unknown"
        }
    }

    /// The comparison in one word for the badge.
    static func overall(_ report: ComparisonReport) -> ComparisonVerdict.Outcome {
        let all = report.metrics.flatMap(\.outcomes)
        if all.contains(.worse) { return all.contains(.better) ? .different : .worse }
        if all.contains(.better) { return .better }
        if all.contains(.different) { return .different }
        return all.contains(.noDifference) ? .noDifference : .unknown
    }

    static func overallWord(_ report: ComparisonReport) -> String {
        let all = report.metrics.flatMap(\.outcomes)
        return all.contains(.worse) && all.contains(.better) ? "better and worse" : word(overall(report))
    }

    static func probability(_ value: Double) -> String {
        guard value.isFinite else { return "–" }
        if value < 0.001 { return "< 0.001" }
        return FigureText.number(value, decimals: value < 0.1 ? 3 : 2)
    }

    /// The decimal places of a metric's values and differences: those that the narrowest interval justifies.
    static func decimals(_ metric: ComparisonReport.Metric) -> Int {
        let widths = metric.answers.compactMap { $0.map { ($0.high - $0.low) / 2 } }.filter { $0 > 0 }
        guard let narrowest = widths.min() else { return FigureText.decimals(forMagnitude: metric.values[0]) }
        return FigureText.decimals(forUncertainty: narrowest)
    }

    static func difference(_ answer: DifferenceTest.Answer, decimals: Int) -> String {
        let text = FigureText.number(answer.difference, decimals: decimals)
        return answer.difference > 0 && text != "0" ? "+" + text : text
    }

    static func interval(_ answer: DifferenceTest.Answer, decimals: Int) -> String {
        "[\(FigureText.number(answer.low, decimals: decimals)), \(FigureText.number(answer.high, decimals: decimals))]"
    }

    /// "Fréchet distance (pixels)", or FID where it is.
    static func title(_ metric: ComparisonReport.Metric, _ report: ComparisonReport) -> String {
        let space = metric.extractor ?? report.extractor ?? ""
        return DisplayedMetric(
            MeasuredMetric(name: metric.name, extractor: space, result: MetricResult(value: 0))
        ).title
    }

    /// "A ckpt.safetensors (moving average)".
    static func subject(_ index: Int, _ report: ComparisonReport) -> String {
        "\(letter(index)) \(report.subjects[index].name)"
    }

    static func sources(_ report: ComparisonReport) -> String {
        let names = report.subjects.indices.map { subject($0, report) }.joined(separator: ", ")
        var text = "\(names) against \(report.reference.name) (\(FigureText.count(report.reference.count)))"
        if let heldOut = report.heldOut { text += ", held out \(heldOut.name) (\(FigureText.count(heldOut.count)))" }
        return text
    }

    /// What one candidate's difference says, never more than the interval allows.
    static func sentence(_ metric: ComparisonReport.Metric, candidate: Int) -> String {
        let (letter, places) = (letter(candidate + 1), decimals(metric))
        guard let answer = metric.answers[candidate] else { return "Nothing says how \(letter)'s value varies." }
        let difference = difference(answer, decimals: places)
        switch metric.outcomes[candidate] {
        case .better, .worse:
            return
                "\(letter) is \(word(metric.outcomes[candidate])) by \(difference.trimmingPrefix { "+−".contains($0) }), "
                + "p \(probability(answer.adjustedPValue))."
        case .different: return "\(letter) differs by \(difference), on the other side of 1."
        default:
            let none =
                "No difference between \(letter) and A that these samples can show: p \(probability(answer.adjustedPValue))"
            // The interval is of this one difference, the p-value of all that were tried.
            let isAlone = answer.low > 0 || answer.high < 0
            return none + (isAlone ? " among all that were tried, though its own interval leaves 0 out." : ".")
        }
    }
}
