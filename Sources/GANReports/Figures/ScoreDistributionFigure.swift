import GANEvaluation
import GANText

/// How a discriminator's scores of training rows, held-out rows and samples are distributed, as outlines over one axis.
enum ScoreDistributionFigure {
    static func svg(
        _ distribution: DiscriminatorPanel.ScoreDistribution, label: String, width: Double, style: String
    ) -> String {
        let curves =
            [("training rows", "hue2", distribution.training)]
            + (distribution.heldOut.map { [("held-out rows", "hue3", $0)] } ?? [])
            + [("samples", "hue1", distribution.generated)]
        let low = min(distribution.low, distribution.high), high = max(distribution.low, distribution.high)
        let horizontal = Scale(low...high, from: 10, to: width - 10)
        let most = max(curves.flatMap { $0.2 }.max() ?? 0, 1e-12)
        let vertical = Scale(0...most, from: 180, to: 34)
        var svg = SVG(width: width, height: 226)
        for (number, (name, hue, shares)) in curves.enumerated() {
            var outline: [(Double, Double)] = [(horizontal.start, vertical.start)]
            for (bin, share) in shares.enumerated() {
                let step = (horizontal.end - horizontal.start) / Double(shares.count)
                outline += [
                    (horizontal.start + step * Double(bin), vertical(share)),
                    (horizontal.start + step * Double(bin + 1), vertical(share)),
                ]
            }
            outline.append((horizontal.end, vertical.start))
            svg.polyline(outline, style: "curve \(hue)")
            svg.text(
                name, x: horizontal.start + (width - 20) / Double(curves.count) * Double(number), y: 16,
                style: "t \(hue) strong")
        }
        Axis.bottom(&svg, scale: horizontal, y: vertical.start, ticks: width > 500 ? 6 : 3, title: "score")
        return svg.rendered(label: label, style: style)
    }
}
