import GANAudit
import GANText

/// The distances to a copied row on ways to other samples, under the first way's pictures.
enum BasinFigure {
    /// `frame` is the width of one picture above, `gap` what lies between two, so that each stands over its place on the axis; nil
    /// without pictures.
    static func svg(
        _ basin: AuditFindings.Latents.Basin, nearness: Double, frame: Double?, gap: Double, width: Double,
        style: String
    ) -> String {
        let finding = LatentWords.finding(basin)
        let steps = basin.ways.first?.distances.count ?? 0
        guard steps > 1 else { return SVG(width: width, height: 1).rendered(label: finding, style: style) }
        let strip = frame.map { $0 * Double(steps) + gap * Double(steps - 1) }
        let fits = strip.map { $0 + 120 <= max(width, 1000) } ?? false
        let isWide = width > 500
        let labels = isWide ? 120.0 : 0
        let total = isWide && fits ? (strip ?? 0) + labels : width
        let half = isWide && fits ? (frame ?? 0) / 2 : 16
        let horizontal = Scale(0...100, from: half, to: total - labels - half)
        let values = basin.ways.flatMap(\.distances).filter(\.isFinite)
        let vertical = Scale(
            Scale.rounded(0...max(values.max() ?? 1, nearness * 1.1, 1e-9), count: 3), from: 130, to: 22)
        var svg = SVG(width: total, height: 176)
        let y = vertical(nearness)
        svg.rectangle(
            x: horizontal.start, y: y, width: horizontal.end - horizontal.start, height: vertical.start - y,
            style: "shade")
        for way in basin.ways.dropFirst() { line(&svg, way, horizontal, vertical, style: "curve faint") }
        if let first = basin.ways.first { line(&svg, first, horizontal, vertical, style: "curve accent") }
        svg.line(from: (horizontal.start, y), to: (horizontal.end, y), style: "null")
        let near = "near: \(FigureText.number(nearness))"
        if isWide {
            svg.text(near, x: horizontal.end + 8, y: y + 4, style: "t mute")
            let last = basin.ways.first?.distances.last.flatMap { $0.isFinite ? vertical($0) : nil }
            if let last, abs(last - y) > 14 {
                svg.text("this way", x: horizontal.end + 8, y: last + 4, style: "t accent")
            }
        } else {
            svg.text(near, x: horizontal.end, y: y + (y > 100 ? -5 : 14), anchor: .end, style: "t mute")
        }
        svg.text("difference to \(LatentWords.target(basin))", x: horizontal.start, y: 12, style: "t mute")
        Axis.bottom(
            &svg, scale: horizontal, y: vertical.start, ticks: isWide ? 10 : 5,
            title: "way to another sample, %")
        return svg.rendered(label: finding, style: style)
    }

    private static func line(
        _ svg: inout SVG, _ way: AuditFindings.Latents.Way, _ horizontal: Scale, _ vertical: Scale, style: String
    ) {
        let last = Double(max(1, way.distances.count - 1))
        svg.polyline(
            way.distances.enumerated().filter { $0.element.isFinite }.map {
                (horizontal(100 * Double($0.offset) / last), vertical($0.element))
            }, style: style)
    }
}
