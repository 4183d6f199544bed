import GANText

/// Axes with few ticks: a baseline, tick marks, tick labels and a title with the unit.
enum Axis {
    /// What "100 %" needs left of an axis.
    static let percentMargin = 54.0

    /// A horizontal axis at height `y`; its title stands below the ticks, at the right end.
    static func bottom(
        _ svg: inout SVG, scale: Scale, y: Double, ticks: Int, title: String? = nil,
        format: (Double) -> String = FigureText.trimmed
    ) {
        svg.line(from: (scale.start, y), to: (scale.end, y), style: "axis")
        for tick in scale.ticks(ticks) {
            let x = scale(tick)
            svg.line(from: (x, y), to: (x, y + 4), style: "axis")
            let text = format(tick)
            // A label at an end may reach beyond the axis, never beyond the drawing.
            let half = SVG.width(of: text, size: 12) / 2
            svg.text(text, x: min(max(x, half), svg.width - half), y: y + 17, anchor: .middle, style: "t mute")
        }
        if let title { svg.text(title, x: scale.end, y: y + 34, anchor: .end, style: "t mute") }
    }

    /// Tick labels left of `x` with hairlines across to `right`; the title stands above the highest tick.
    static func left(
        _ svg: inout SVG, scale: Scale, x: Double, right: Double, ticks: Int, title: String? = nil,
        format: (Double) -> String = FigureText.trimmed
    ) {
        for tick in scale.ticks(ticks) {
            let y = scale(tick)
            svg.line(from: (x, y), to: (right, y), style: "hair")
            svg.text(format(tick), x: x - 6, y: y + 4, anchor: .end, style: "t mute")
        }
        if let title { svg.text(title, x: 0, y: scale.end - 10, style: "t mute") }
    }
}
