import GANEvaluation
import GANMetrics
import GANText

/// Quality against diversity, a mark a checkpoint; those on the front are filled and named.
enum FrontFigure {
    static func svg(_ findings: SeriesFindings, width: Double, style: String) -> String {
        let (quality, diversity) = (findings.frontMetrics[0], findings.frontMetrics[1])
        let height = min(420, width * 0.95)
        var svg = SVG(width: width, height: height)
        let values = findings.candidates.map { candidate in
            (
                x: SeriesAnalysis.reading(quality, of: candidate.measurement)?.value ?? 0,
                y: SeriesAnalysis.reading(diversity, of: candidate.measurement)?.value ?? 0
            )
        }
        guard !values.isEmpty else { return svg.rendered(label: SeriesText.front(findings), style: style) }
        let (bottom, top) = (height - 44, 40.0)
        let vertical = FrontScale(values.map(\.y), from: bottom - 12, to: top + 8, ticks: 3)
        let left = 14 + (vertical.ticks.map { SVG.width(of: $0.text, size: 12) }.max() ?? 30)
        let horizontal = FrontScale(
            values.map(\.x), from: left + 14, to: width - 24, ticks: width > 500 ? 5 : 2)
        drawAxes(&svg, horizontal, vertical, left: left, bottom: bottom, findings)
        let places = values.map { (x: horizontal($0.x), y: vertical($0.y)) }
        let front = Set(findings.front)
        // Those on the front come last, above what may lie over them.
        for index in places.indices.filter({ !front.contains($0) }) + findings.front {
            let trajectory = findings.candidates[index].trajectory
            svg.mark(
                trajectory, x: places[index].x, y: places[index].y, radius: front.contains(index) ? 5.5 : 4,
                style: (front.contains(index) ? "onfront " : "offfront ") + SeriesPage.hue(trajectory))
        }
        drawNames(findings, places, &svg, in: left...width, top...bottom)
        return svg.rendered(label: SeriesText.front(findings), style: style)
    }

    private static func drawAxes(
        _ svg: inout SVG, _ horizontal: FrontScale, _ vertical: FrontScale, left: Double, bottom: Double,
        _ findings: SeriesFindings
    ) {
        let (quality, diversity) = (findings.frontMetrics[0], findings.frontMetrics[1])
        for tick in vertical.ticks {
            svg.line(from: (left, tick.place), to: (svg.width - 10, tick.place), style: "hair")
            svg.text(tick.text, x: left - 6, y: tick.place + 4, anchor: .end, style: "t mute")
        }
        svg.text("\(MetricLabel(diversity).title) ↑\(vertical.note)", x: 0, y: 16, style: "t mute")
        svg.line(from: (left, bottom), to: (svg.width - 10, bottom), style: "axis")
        var taken = -Double.infinity
        for tick in horizontal.ticks {
            let half = SVG.width(of: tick.text, size: 12) / 2
            let x = min(max(tick.place, half), svg.width - half)
            svg.line(from: (tick.place, bottom), to: (tick.place, bottom + 4), style: "axis")
            guard x - half > taken + 6 else { continue }
            taken = x + half
            svg.text(tick.text, x: x, y: bottom + 17, anchor: .middle, style: "t mute")
        }
        let better = MetricLabel(quality).direction == .higher ? "→ better" : "← better"
        svg.text(
            "\(MetricLabel(quality).title)\(horizontal.note), \(better)", x: svg.width - 10, y: bottom + 34,
            anchor: .end, style: "t mute")
    }

    /// Steps beside the marks of the front, wherever they cover neither a mark nor each other; the best's own first.
    private static func drawNames(
        _ findings: SeriesFindings, _ places: [(x: Double, y: Double)], _ svg: inout SVG,
        in columns: ClosedRange<Double>, _ rows: ClosedRange<Double>
    ) {
        var taken = places.map { Box(x: $0.x - 6...$0.x + 6, y: $0.y - 6...$0.y + 6) }
        let best = findings.ranking?.best
        for index in findings.front.sorted(by: { ($0 == best ? 0 : 1, $0) < ($1 == best ? 0 : 1, $1) }) {
            let text = FigureText.count(findings.step(of: index)) + (index == best ? ", best" : "")
            let size = SVG.width(of: text, size: 12)
            let (x, y) = places[index]
            let starts = [(x + 10, y + 4), (x - 10 - size, y + 4), (x - size / 2, y - 11), (x - size / 2, y + 20)]
            let free = starts.first { start in
                let box = Box(x: start.0...start.0 + size, y: start.1 - 10...start.1 + 3)
                return columns.contains(box.x.lowerBound) && columns.contains(box.x.upperBound)
                    && rows.contains(box.y.lowerBound) && rows.contains(box.y.upperBound)
                    && !taken.contains { $0.overlaps(box) }
            }
            guard let (start, line) = free else { continue }
            taken.append(Box(x: start...start + size, y: line - 10...line + 3))
            svg.text(
                text, x: start, y: line, style: "t \(SeriesPage.hue(findings.candidates[index].trajectory))")
        }
    }

    private struct Box {
        var x: ClosedRange<Double>
        var y: ClosedRange<Double>

        func overlaps(_ other: Box) -> Bool { x.overlaps(other.x) && y.overlaps(other.y) }
    }
}

extension SVG {
    /// The mark of a trajectory's checkpoint: a circle, a square, a diamond, a triangle; told apart without hue.
    mutating func mark(_ trajectory: Int, x: Double, y: Double, radius: Double, style: String) {
        switch trajectory % 4 {
        case 0: circle(x: x, y: y, radius: radius, style: style)
        case 1:
            rectangle(x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius, style: style)
        case 2:
            let reach = 1.3 * radius
            polygon([(x - reach, y), (x, y - reach), (x + reach, y), (x, y + reach)], style: style)
        default:
            let reach = 1.25 * radius
            polygon([(x - reach, y + 0.8 * reach), (x, y - reach), (x + reach, y + 0.8 * reach)], style: style)
        }
    }
}
