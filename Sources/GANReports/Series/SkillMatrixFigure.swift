import GANText

/// Every generator's score against every discriminator, as squares: a row a generator, a column a discriminator, the area the score.
enum SkillMatrixFigure {
    static func svg(_ scores: [[Double]], labels: [String], width: Double, style: String) -> String {
        let count = Double(max(1, scores.count))
        let (left, top) = (min(120, width * 0.25), 44.0)
        let side = min(36, (width - left - 8) / count)
        let bottom = top + side * count
        var svg = SVG(width: width, height: bottom + 30)
        svg.text("discriminator of step", x: left, y: 14, style: "t mute")
        svg.text("generator", x: left - 8, y: 32, anchor: .end, style: "t mute")
        // Labels of narrow columns would lie upon each other.
        let widest = labels.map { SVG.width(of: $0, size: 12) }.max() ?? 0
        let every = max(1, Int((widest + 6) / side) + 1)
        for (index, label) in labels.enumerated() {
            let middle = (Double(index) + 0.5) * side
            if index % every == 0 { svg.text(label, x: left + middle, y: 32, anchor: .middle) }
            svg.text(label, x: left - 8, y: top + middle + 4, anchor: .end)
        }
        for (row, own) in scores.enumerated() {
            for (column, score) in own.enumerated() where score.isFinite {
                let edge = (side - 2) * max(0, min(1, score)).squareRoot()
                svg.rectangle(
                    x: left + (Double(column) + 0.5) * side - edge / 2,
                    y: top + (Double(row) + 0.5) * side - edge / 2, width: edge, height: edge, style: "bar")
            }
        }
        svg.text(
            "A full square: the generator's samples always look more real.", x: left, y: bottom + 20, style: "t mute")
        return svg.rendered(
            label: "Scores of \(scores.count) generators against as many discriminators", style: style)
    }
}
