import Foundation
import GANEvaluation
import GANText

/// One figure over the steps: a line for each kind of weights, intervals as bands, the best and its equals marked.
struct TrajectoryFigure {
    struct Point {
        var step: Double
        var value: Double
        var low: Double?
        var high: Double?
        var isBest = false
        var isEqual = false
    }

    struct Line {
        var name: String
        /// Its number among the trajectories: its hue, its dashes, its marks.
        var trajectory: Int
        /// Classes of the style sheet.
        var style: String { "\(SeriesPage.hue(trajectory)) dash\(trajectory % 4)" }
        var points: [Point]
    }

    /// What is measured, above the drawing.
    var title: String
    var axis: String
    var lines: [Line]
    /// What held-out real data reach.
    var ceiling: Double?
    /// Stretches of steps that are marked as gone wrong.
    var shaded: [ClosedRange<Double>] = []
    /// The drawing's finding, for those who can't see it.
    var label: String
    var format: @Sendable (Double) -> String = { FigureText.trimmed($0) }

    /// Whether the lines' names stand at their ends; small drawings have them in the title's row instead.
    var namesAtEnds = true

    private static let top = 34.0

    func svg(width: Double, height: Double, style: String) -> String {
        var svg = SVG(width: width, height: height)
        let names = lines.count > 1 && namesAtEnds ? lines.map(\.name) : []
        let right = width - (names.map { SVG.width(of: $0, size: 12) + 18 }.max() ?? 14)
        let steps = lines.flatMap { $0.points.map(\.step) }
        guard let first = steps.min(), let last = steps.max() else { return svg.rendered(label: label, style: style) }
        let vertical = VerticalScale(values, from: height - 40, to: Self.top)
        let ticks = vertical.ticks
        let left = 10 + (ticks.map { SVG.width(of: format($0), size: 12) }.max() ?? 30)
        let horizontal = Scale(first...last, from: left, to: max(left + 40, right))
        for range in shaded {
            let (start, end) = (horizontal(range.lowerBound), horizontal(range.upperBound))
            svg.rectangle(
                x: start - 5, y: Self.top, width: end - start + 10, height: height - 40 - Self.top, style: "shade")
        }
        for tick in ticks {
            let y = vertical(tick)
            svg.line(from: (left, y), to: (horizontal.end, y), style: "hair")
            svg.text(format(tick), x: left - 6, y: y + 4, anchor: .end, style: "t mute")
        }
        svg.text(title, x: 0, y: 14, style: "t strong")
        if !namesAtEnds { drawLegend(&svg) }
        drawCeiling(&svg, horizontal, vertical)
        for line in lines { draw(line, &svg, horizontal, vertical) }
        drawNames(&svg, horizontal, vertical)
        drawMarks(&svg, horizontal, vertical)
        Axis.bottom(
            &svg, scale: horizontal, y: height - 40, ticks: width > 500 ? 6 : 3, title: axis, format: FigureText.short)
        return svg.rendered(label: label, style: style)
    }

    private var values: [Double] {
        lines.flatMap { line in line.points.flatMap { [$0.value, $0.low, $0.high] } }.compactMap { $0 }
            + (ceiling.map { [$0] } ?? [])
    }

    private func drawCeiling(_ svg: inout SVG, _ horizontal: Scale, _ vertical: VerticalScale) {
        guard let ceiling else { return }
        let y = vertical(ceiling)
        svg.line(from: (horizontal.start, y), to: (horizontal.end, y), style: "null")
        // Above the line where there is room, else below.
        svg.text(
            "real data", x: horizontal.start + 4, y: y < Self.top + 16 ? y + 14 : y - 5, style: "t mute")
    }

    private func draw(_ line: Line, _ svg: inout SVG, _ horizontal: Scale, _ vertical: VerticalScale) {
        // Where an interval is missing the band ends and begins again.
        var run: [Point] = []
        func flush() {
            if run.count > 1 {
                let upper = run.map { (horizontal($0.step), vertical($0.high ?? $0.value)) }
                let lower = run.reversed().map { (horizontal($0.step), vertical($0.low ?? $0.value)) }
                svg.polygon(upper + lower, style: "area \(line.style)")
            }
            run = []
        }
        for point in line.points {
            if point.low == nil { flush() } else { run.append(point) }
        }
        flush()
        svg.polyline(line.points.map { (horizontal($0.step), vertical($0.value)) }, style: "curve \(line.style)")
        for point in line.points {
            let (x, y) = (horizontal(point.step), vertical(point.value))
            svg.mark(line.trajectory, x: x, y: y, radius: 2.5, style: "bead \(SeriesPage.hue(line.trajectory))")
        }
    }

    private func drawMarks(_ svg: inout SVG, _ horizontal: Scale, _ vertical: VerticalScale) {
        for line in lines {
            for point in line.points where point.isEqual || point.isBest {
                let (x, y) = (horizontal(point.step), vertical(point.value))
                let hue = SeriesPage.hue(line.trajectory)
                svg.mark(
                    line.trajectory, x: x, y: y, radius: point.isBest ? 6 : 4.5,
                    style: point.isBest ? "best \(hue)" : "equal \(hue)")
                if point.isBest {
                    // Strong letters are wider, and those of small drawings larger.
                    let half = SVG.width(of: "best", size: 15) / 2
                    // Beside the names at the ends there is no room.
                    let end = lines.count > 1 && namesAtEnds ? horizontal.end + 4 : svg.width
                    svg.text(
                        "best", x: min(max(x, half), end - half), y: y < Self.top + 20 ? y + 20 : y - 10,
                        anchor: .middle, style: "t strong")
                }
            }
        }
    }

    /// The lines' names at their right ends, apart from each other.
    private func drawNames(_ svg: inout SVG, _ horizontal: Scale, _ vertical: VerticalScale) {
        guard lines.count > 1, namesAtEnds else { return }
        let ends = lines.compactMap { line in
            line.points.last.map { (line: line, x: horizontal($0.step), y: vertical($0.value)) }
        }
        let centres = LabelLayout.centres(
            wanted: ends.map(\.y), sizes: ends.map { _ in 15 }, in: Self.top...svg.height - 40, gap: 1)
        for (end, y) in zip(ends, centres) {
            if end.x > horizontal.end - 1 {
                svg.line(from: (end.x + 3, end.y), to: (horizontal.end + 10, y), style: "lead")
            }
            let hue = SeriesPage.hue(end.line.trajectory)
            svg.text(end.line.name, x: horizontal.end + 13, y: y + 4, style: "t \(hue) strong")
        }
    }

    /// The lines' marks and names at the right of the title, where there is room for both.
    private func drawLegend(_ svg: inout SVG) {
        guard lines.count > 1 else { return }
        // All of it or nothing: half a legend would be read as the whole.
        let room = svg.width - 1.1 * SVG.width(of: title, size: 12) - 12
        guard lines.reduce(0, { $0 + SVG.width(of: $1.name, size: 12) + 24 }) <= room else { return }
        var x = svg.width
        for line in lines.reversed() {
            x -= SVG.width(of: line.name, size: 12)
            let hue = SeriesPage.hue(line.trajectory)
            svg.text(line.name, x: x, y: 14, style: "t \(hue)")
            svg.mark(line.trajectory, x: x - 9, y: 10, radius: 3.5, style: "bead \(hue)")
            x -= 24
        }
    }
}

/// A vertical scale that turns logarithmic where values span more than a decade: early checkpoints would flatten the rest.
struct VerticalScale {
    private let scale: Scale
    let isLogarithmic: Bool
    let ticks: [Double]

    init(_ values: [Double], from start: Double, to end: Double) {
        let finite = values.filter(\.isFinite)
        let (low, high) = (finite.min() ?? 0, finite.max() ?? 1)
        isLogarithmic = low > 0 && high / low > 12
        if isLogarithmic {
            let steps = (Int(saturating: log10(low).rounded(.down))...Int(saturating: log10(high).rounded(.up))).map {
                pow(10, Double($0))
            }
            let (bottom, top) = (log10(low) - 0.04, log10(high) + 0.04)
            scale = Scale(bottom...top, from: start, to: end)
            let inside = steps.flatMap { [$0, 2 * $0, 5 * $0] }.filter { log10($0) >= bottom && log10($0) <= top }
            let decades = inside.filter { number in steps.contains(number) }
            ticks =
                decades.count >= 3
                ? decades : inside.count > 5 ? inside.enumerated().filter { $0.offset % 2 == 0 }.map(\.element) : inside
        } else {
            let domain = Scale.rounded(low...high, count: 3)
            scale = Scale(domain, from: start, to: end)
            ticks = scale.ticks(3)
        }
    }

    func callAsFunction(_ value: Double) -> Double {
        isLogarithmic ? scale(log10(max(value, 1e-300))) : scale(value)
    }
}
