import Foundation

/// Detected share against planted share, both on logarithmic axes, as an SVG figure.
struct PowerFigure {
    /// A name and (planted, detected) shares for each curve.
    let curves: [(name: String, points: [(Double, Double)])]

    private let width = 640.0
    private let height = 440.0
    private let left = 70.0
    private let right = 170.0
    private let top = 20.0
    private let bottom = 50.0
    private let range = 0.0005...0.3
    private let colours = [
        "#1b6ca8", "#3c9d9b", "#52b788", "#b5c334", "#e09f3e", "#d1603d", "#9e2a2b", "#6d597a",
    ]

    func svg() -> String {
        var parts = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(Int(width)) \(Int(height))\" role=\"img\" "
                + "font-family=\"sans-serif\" font-size=\"12\">",
            "<title>Detected share of copies against planted share</title>",
            "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>",
        ]
        for share in [0.001, 0.01, 0.1] {
            let (x, y) = (across(share), up(share))
            let label = String(format: "%g %%", share * 100)
            parts.append(line((x, up(range.lowerBound)), (x, up(range.upperBound)), "#ddd"))
            parts.append(line((across(range.lowerBound), y), (across(range.upperBound), y), "#ddd"))
            parts.append(text(label, x, height - bottom + 18, anchor: "middle"))
            parts.append(text(label, left - 8, y + 4, anchor: "end"))
        }
        parts.append(
            line(
                (across(range.lowerBound), up(range.lowerBound)), (across(range.upperBound), up(range.upperBound)),
                "#999", dashes: "4 4"))
        parts.append(text("planted share", (left + width - right) / 2, height - 10, anchor: "middle"))
        parts.append(
            "<g transform=\"rotate(-90 16 \(height / 2))\">" + text("reported share", 16, height / 2, anchor: "middle")
                + "</g>")
        for (number, curve) in curves.enumerated() {
            let colour = colours[number % colours.count]
            let points = curve.points.map { String(format: "%.1f,%.1f", across($0.0), up($0.1)) }
            parts.append(
                "<polyline fill=\"none\" stroke=\"\(colour)\" stroke-width=\"2\" "
                    + "points=\"\(points.joined(separator: " "))\"/>")
            let y = top + 14 + 18 * Double(number)
            parts.append(line((width - right + 14, y - 4), (width - right + 34, y - 4), colour))
            parts.append(text(curve.name, width - right + 40, y, anchor: "start"))
        }
        return parts.joined(separator: "\n") + "\n</svg>\n"
    }

    private func place(_ share: Double) -> Double {
        let (low, high) = (log(range.lowerBound), log(range.upperBound))
        return (log(min(range.upperBound, max(range.lowerBound, share))) - low) / (high - low)
    }

    private func across(_ share: Double) -> Double { left + place(share) * (width - left - right) }
    private func up(_ share: Double) -> Double { height - bottom - place(share) * (height - top - bottom) }

    private func line(
        _ from: (Double, Double), _ to: (Double, Double), _ colour: String, dashes: String? = nil
    ) -> String {
        String(format: "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"", from.0, from.1, to.0, to.1)
            + colour + "\"" + (dashes.map { " stroke-dasharray=\"\($0)\"" } ?? "") + "/>"
    }

    private func text(_ words: String, _ x: Double, _ y: Double, anchor: String) -> String {
        String(format: "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"", x, y) + anchor + "\">" + words + "</text>"
    }
}
