import GANMetrics

/// A metric's value among its null and real data's, small enough for a cell of a table.
enum ScaleMark {
    private static let width = 112.0
    private static let height = 16.0

    static func svg(_ metric: DisplayedMetric) -> String {
        let scale = Scale(RulerFigure.domain(of: metric), from: 6, to: width - 6)
        let result = metric.result
        var svg = SVG(width: width, height: height)
        let line = height / 2
        svg.line(from: (scale.start, line), to: (scale.end, line), style: "axis")
        if let null = result.null?.value, null.isFinite {
            svg.line(from: (scale(null), line - 7), to: (scale(null), line + 7), style: "null")
        }
        if let real = result.ceiling?.value, real.isFinite {
            svg.line(from: (scale(real), line - 7), to: (scale(real), line + 7), style: "real")
        }
        if result.value.isFinite { svg.circle(x: scale(result.value), y: line, radius: 4, style: "dot") }
        return svg.rendered(label: RulerFigure.label(metric), style: "mark")
    }
}
