import GANAudit
import GANText

/// How near the generator comes to rows, one dot a row, the groups above each other on one axis.
enum RecoveryFigure {
    private struct Group {
        let name: String
        let errors: [Double]
        let style: String
        let median: Double?
    }

    private static let radius = 3.5
    /// Of more rows so many are drawn, evenly by rank.
    static let dotLimit = 400

    static func svg(
        _ recovery: AuditFindings.Latents.Recovery, unit: String, finding: String, width: Double, style: String
    ) -> String {
        let groups = [
            ("training rows", recovery.training, "accent"), ("held-out rows", recovery.heldOut, "ink"),
            ("most copied training rows", recovery.copied, "hue1"),
        ].map { name, rows, style in
            Group(
                name: "\(name) (\(FigureText.count(rows.count)))", errors: drawn(rows.map(\.error).filter(\.isFinite)),
                style: style, median: LatentWords.median(rows))
        }.filter { !$0.errors.isEmpty }
        let most = groups.flatMap(\.errors).max() ?? 1
        let scale = Scale(Scale.rounded(0...max(most, 1e-9), count: 5), from: 10, to: width - 10)
        let stacks = groups.map { stacked($0.errors, scale: scale) }
        let heights = stacks.map { 44 + 2 * radius * Double(min($0.levels, 14)) }
        var svg = SVG(width: width, height: heights.reduce(0, +) + 44)
        var top = 0.0
        for (group, (stack, height)) in zip(groups, zip(stacks, heights)) {
            let base = top + height - 6
            svg.text(group.name, x: scale.start, y: top + 16, style: "t strong \(group.style)")
            svg.line(from: (scale.start, base), to: (scale.end, base), style: "hair")
            if let median = group.median {
                let x = scale(median)
                svg.line(from: (x, top + 24), to: (x, base), style: "lead")
                let text = "median \(FigureText.number(median))"
                let room = SVG.width(of: text, size: 12) / 2
                // Beside the group's name, never over it.
                let least = scale.start + SVG.width(of: group.name, size: 12) + 14 + room
                svg.text(
                    text, x: min(max(x, least), scale.end - room), y: top + 16, anchor: .middle, style: "t mute")
            }
            for (x, level) in stack.places {
                svg.circle(
                    x: x, y: base - radius - 2 * radius * Double(min(level, 13)), radius: radius,
                    style: "spot \(group.style)")
            }
            top += height
        }
        // A phone has room for the unit alone.
        let title = width > 500 ? "nearest that the generator comes, \(unit)" : unit
        Axis.bottom(&svg, scale: scale, y: top, ticks: 5, title: title)
        return svg.rendered(label: finding, style: style)
    }

    private static func drawn(_ errors: [Double]) -> [Double] {
        guard errors.count > dotLimit else { return errors }
        let sorted = errors.sorted()
        return (0..<dotLimit).map { sorted[$0 * (sorted.count - 1) / (dotLimit - 1)] }
    }

    /// Dots that would overlap stand on each other, in columns a dot wide.
    private static func stacked(_ errors: [Double], scale: Scale) -> (places: [(Double, Int)], levels: Int) {
        var filled: [Int: Int] = [:]
        let places = errors.sorted().map { error -> (Double, Int) in
            let column = Int(saturating: (scale(error) / (2 * radius)).rounded())
            defer { filled[column, default: 0] += 1 }
            return ((Double(column) * 2 * radius), filled[column, default: 0])
        }
        return (places, filled.values.max() ?? 0)
    }
}
