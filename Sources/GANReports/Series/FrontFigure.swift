import GANEvaluation
import GANMetrics
import GANText

/// Quality against diversity, a dot a checkpoint; those on the front are filled and named.
enum FrontFigure {
    static func svg(_ findings: SeriesFindings, width: Double, style: String) -> String {
        let (quality, diversity) = (findings.frontMetrics[0], findings.frontMetrics[1])
        let height = min(360, width * 0.85)
        var svg = SVG(width: width, height: height)
        let places = findings.candidates.map { candidate in
            (
                x: SeriesAnalysis.reading(quality, of: candidate.measurement)?.value ?? 0,
                y: SeriesAnalysis.reading(diversity, of: candidate.measurement)?.value ?? 0
            )
        }
        let (xs, ys) = (places.map(\.x), places.map(\.y))
        guard let left = xs.min(), let right = xs.max(), let low = ys.min(), let high = ys.max() else {
            return svg.rendered(label: SeriesText.front(findings), style: style)
        }
        let vertical = Scale(Scale.rounded(low...high, count: 3), from: height - 44, to: 34)
        let horizontal = Scale(Scale.rounded(left...right, count: 4), from: 44, to: width - 16)
        Axis.left(&svg, scale: vertical, x: 44, right: width - 16, ticks: 3, title: MetricLabel(diversity).title + " ↑")
        let better = MetricLabel(quality).direction == .higher ? "→ better" : "← better"
        Axis.bottom(
            &svg, scale: horizontal, y: height - 44, ticks: width > 500 ? 6 : 3,
            title: "\(MetricLabel(quality).title), \(better)")
        let front = Set(findings.front)
        for (index, place) in places.enumerated() {
            let (x, y) = (horizontal(place.x), vertical(place.y))
            let hue = SeriesPage.hue(findings.candidates[index].trajectory)
            svg.circle(
                x: x, y: y, radius: front.contains(index) ? 5 : 3,
                style: front.contains(index) ? "best \(hue)" : "equal \(hue)")
        }
        name(findings, places.map { (horizontal($0.x), vertical($0.y)) }, &svg)
        return svg.rendered(label: SeriesText.front(findings), style: style)
    }

    /// Steps beside the dots of the front, as far as they don't cover each other.
    private static func name(_ findings: SeriesFindings, _ places: [(Double, Double)], _ svg: inout SVG) {
        var taken: [(x: ClosedRange<Double>, y: Double)] = []
        for index in findings.front {
            let text = FigureText.count(findings.step(of: index))
            let size = SVG.width(of: text, size: 12)
            let (x, y) = places[index]
            let start = x + 9 + size > svg.width ? x - 9 - size : x + 9
            let range = start...start + size
            if taken.contains(where: { abs($0.y - y) < 13 && $0.x.overlaps(range) }) { continue }
            taken.append((range, y))
            svg.text(
                text, x: start, y: y + 4,
                style: "t \(SeriesPage.hue(findings.candidates[index].trajectory))")
        }
    }
}
