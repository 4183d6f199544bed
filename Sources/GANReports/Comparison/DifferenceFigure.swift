import GANEvaluation
import GANMetrics
import GANText

/// The differences of one metric on one scale: a line with its interval for each candidate, and where no difference is.
enum DifferenceFigure {
    static let width = 320.0
    private static let margin = 10.0
    private static let rowHeight = 40.0
    private static let foot = 40.0

    /// nil where no candidate has an interval.
    static func svg(_ metric: ComparisonReport.Metric, title: String) -> String? {
        let shown = metric.answers.enumerated().compactMap { index, answer in answer.map { (index, $0) } }
        guard !shown.isEmpty else { return nil }
        let scale = Scale(domain(shown.map(\.1)), from: margin, to: width - margin)
        let height = Double(shown.count) * rowHeight + foot
        let places = ComparisonText.decimals(metric)
        var svg = SVG(width: width, height: height)
        for (place, (candidate, answer)) in shown.enumerated() {
            let y = Double(place) * rowHeight + 28
            svg.line(from: (scale.start, y), to: (scale.end, y), style: "hair")
            // Within the row: figures stand above it, and no line goes through them.
            svg.line(from: (scale(0), y - 8), to: (scale(0), y + 10), style: "null")
            let (low, high) = (scale(answer.low), scale(answer.high))
            svg.rectangle(x: low, y: y - 5, width: max(high - low, 2), height: 10, radius: 2, style: "band")
            svg.circle(x: scale(answer.difference), y: y, radius: 5, style: "dot")
            drawValue(
                &svg, answer, letter: ComparisonText.letter(candidate + 1), places: places, scale: scale, y: y - 12)
        }
        svg.text(end(scale.domain.lowerBound), x: 2, y: height - 18, style: "t mute")
        svg.text(end(scale.domain.upperBound), x: width - 2, y: height - 18, anchor: .end, style: "t mute")
        let advice = advice(metric.direction)
        svg.text(advice.low, x: 2, y: height - 3, style: "t mute")
        svg.text(advice.high, x: width - 2, y: height - 3, anchor: .end, style: "t mute")
        return svg.rendered(label: label(metric, shown, title: title, places: places), style: "ruler")
    }

    private static func drawValue(
        _ svg: inout SVG, _ answer: DifferenceTest.Answer, letter: String, places: Int, scale: Scale, y: Double
    ) {
        let name = letter + " − A"
        let number = ComparisonText.difference(answer, decimals: places)
        let interval = ComparisonText.interval(answer, decimals: places)
        let widths = [
            SVG.width(of: name, size: 13), SVG.width(of: number, size: 17), SVG.width(of: interval, size: 13),
        ]
        // Figures are bold, which takes more room.
        let room = [widths[0] + 6, 1.12 * widths[1] + 6]
        let total = room.reduce(0, +) + widths[2]
        let left = min(max(scale(answer.difference) - total / 2, 0), max(0, width - total))
        svg.text(name, x: left, y: y, style: "t mute")
        svg.text(number, x: left + room[0], y: y, style: "t value")
        svg.text(interval, x: left + room[0] + room[1], y: y, style: "t mute")
    }

    /// All intervals and no difference.
    static func domain(_ answers: [DifferenceTest.Answer]) -> ClosedRange<Double> {
        let ends = answers.flatMap { [$0.low, $0.high, $0.difference] }.filter(\.isFinite) + [0]
        let (low, high) = (ends.min() ?? 0, ends.max() ?? 0)
        let span = high - low
        guard span > 0 else { return -1...1 }
        return Scale.rounded(low - 0.08 * span...high + 0.08 * span)
    }

    /// A tick of a scale that may be thousandths wide.
    private static func end(_ value: Double) -> String {
        value == 0 ? "0" : abs(value) < 1e-4 ? FigureText.number(value, decimals: 8) : FigureText.trimmed(value)
    }

    private static func advice(_ direction: MetricRegistry.Direction) -> (low: String, high: String) {
        switch direction {
        case .lower: return ("← better", "worse →")
        case .higher: return ("← worse", "better →")
        case .closerToNull: return ("← lower", "higher →")
        }
    }

    /// What the figure shows, in words.
    private static func label(
        _ metric: ComparisonReport.Metric, _ shown: [(Int, DifferenceTest.Answer)], title: String, places: Int
    ) -> String {
        let parts = shown.map { candidate, answer in
            "\(ComparisonText.letter(candidate + 1)) less A \(ComparisonText.difference(answer, decimals: places)), interval "
                + ComparisonText.interval(answer, decimals: places)
        }
        return "\(title): \(parts.joined(separator: "; "))."
    }
}
