import GANEvaluation
import GANMetrics
import GANText

/// One metric on one line: the value with its interval, the null and the real data's value, each named where it stands.
enum RulerFigure {
    static let width = 320.0
    private static let height = 88.0
    private static let size = 13.0
    private static let margin = 10.0
    private static let line = 38.0

    static func svg(_ metric: DisplayedMetric) -> String {
        let result = metric.result
        let scale = Scale(domain(of: metric), from: margin, to: width - margin)
        var svg = SVG(width: width, height: height)
        svg.line(from: (scale.start, line), to: (scale.end, line), style: "axis")
        svg.line(from: (scale.start, line - 3), to: (scale.start, line + 3), style: "axis")
        svg.line(from: (scale.end, line - 3), to: (scale.end, line + 3), style: "axis")
        drawReferences(&svg, metric: metric, scale: scale)
        if let interval = result.interval {
            let low = scale(interval.low)
            let high = scale(interval.high)
            // Half a dot at least on each side, so that a narrow interval is still seen as one.
            let left = min(low, scale(result.value) - 1)
            svg.rectangle(x: left, y: line - 5, width: max(high - left, 2), height: 10, radius: 2, style: "band")
        }
        svg.circle(x: scale(result.value), y: line, radius: 5, style: "dot")
        drawValue(&svg, metric: metric, scale: scale)
        drawEnds(&svg, metric: metric, scale: scale)
        return svg.rendered(label: label(metric), style: "ruler")
    }

    /// What the ruler shows, in words.
    static func label(_ metric: DisplayedMetric) -> String {
        var parts = ["\(metric.title): \(metric.value)"]
        if let interval = metric.interval { parts.append("interval \(interval)") }
        if let null = metric.null { parts.append("null \(null)") }
        if let real = metric.realData { parts.append("real data \(real)") }
        return parts.joined(separator: ", ") + "."
    }

    /// The whole scale of a metric that is bounded on both sides, so that rulers can be compared; else the stretch that holds all
    /// marks, from the metric's own bound where the marks come near it.
    static func domain(of metric: DisplayedMetric) -> ClosedRange<Double> {
        if let lowest = metric.label.lowest, let highest = metric.label.highest, lowest < highest {
            return lowest...highest
        }
        let result = metric.result
        var marks = [result.value]
        if let interval = result.interval { marks += [interval.low, interval.high] }
        if let null = result.null { marks.append(null.value) }
        marks += [result.ceiling?.value, result.matched?.value].compactMap { $0 }
        marks = marks.filter(\.isFinite)
        var low = marks.min() ?? 0
        var high = marks.max() ?? 1
        let span = max(high - low, abs(high) * 0.02, 1e-12)
        // Counts start at zero: between 9.97 and 10.03 there is nothing to see.
        let isCount = ([result.value] + (result.interval.map { [$0.low, $0.high] } ?? [])).allSatisfy {
            $0 == $0.rounded()
        }
        if let lowest = metric.label.lowest, isCount || low - lowest < 1.5 * span {
            low = lowest
        } else {
            low -= 0.12 * span
        }
        if let highest = metric.label.highest, highest - high < 0.6 * span {
            high = highest
        } else if !isCount {
            high += 0.12 * span
        }
        let rounded = Scale.rounded(low...high)
        return max(
            rounded.lowerBound, metric.label.lowest ?? -.infinity)...min(
                rounded.upperBound, metric.label.highest ?? .infinity)
    }

    private static func drawReferences(_ svg: inout SVG, metric: DisplayedMetric, scale: Scale) {
        var marks: [(text: String, x: Double, style: String)] = []
        if let null = metric.result.null, let text = metric.null {
            marks.append(("null \(text)", scale(null.value), "null"))
        }
        if let ceiling = metric.result.ceiling, let text = metric.ceiling {
            marks.append(("real data \(text)", scale(ceiling.value), "real"))
        }
        if let matched = metric.result.matched, let text = metric.matched {
            marks.append(("as many \(text)", scale(matched.value), "null"))
        }
        let centres = LabelLayout.centres(
            wanted: marks.map(\.x), sizes: marks.map { SVG.width(of: $0.text, size: size) }, in: 0...width, gap: 10)
        for (mark, centre) in zip(marks, centres) {
            svg.line(from: (mark.x, line - 9), to: (mark.x, line + 9), style: mark.style)
            if abs(centre - mark.x) > 1 { svg.line(from: (mark.x, line + 9), to: (centre, line + 15), style: "lead") }
            svg.text(mark.text, x: centre, y: line + 27, anchor: .middle)
        }
    }

    private static func drawValue(_ svg: inout SVG, metric: DisplayedMetric, scale: Scale) {
        let number = metric.value
        let interval = metric.interval ?? ""
        let numberWidth = SVG.width(of: number, size: 17)
        let gap = interval.isEmpty ? 0.0 : 6
        let intervalWidth = SVG.width(of: interval, size: size)
        let x = scale(metric.result.value)
        let total = numberWidth + gap + intervalWidth
        // Fonts are a little wider than they are taken to be.
        let left = min(max(x - numberWidth / 2, 8), width - total)
        // The number ends where the interval begins, whatever the font's real width.
        svg.text(number, x: left + numberWidth, y: 18, anchor: .end, style: "t value")
        if !interval.isEmpty { svg.text(interval, x: left + numberWidth + gap, y: 18, style: "t mute") }
    }

    private static func drawEnds(_ svg: inout SVG, metric: DisplayedMetric, scale: Scale) {
        svg.text(FigureText.trimmed(scale.domain.lowerBound), x: 2, y: height - 4, style: "t mute")
        svg.text(
            FigureText.trimmed(scale.domain.upperBound), x: width - 2, y: height - 4, anchor: .end, style: "t mute")
        guard let advice = metric.advice else { return }
        svg.text(advice, x: width / 2, y: height - 4, anchor: .middle, style: "t mute")
    }
}
