import GANEvaluation
import GANMetrics
import GANText

/// The shares of the classes in real data, in the baseline and in each candidate, a row a class; those that moved most come first.
enum ClassShiftFigure {
    /// Rows that are drawn; the table has all.
    static let most = 20
    private static let rowHeight = 26.0
    private static let top = 34.0

    static func svg(_ shares: ComparisonReport.ClassShares, width: Double, style: String) -> String {
        let shown = shown(shares)
        let height = top + Double(shown.count) * rowHeight + 44
        var svg = SVG(width: width, height: height)
        let names = shown.map { name($0, moved: isMoved($0)) }
        let room = min(names.map { SVG.width(of: $0, size: 12) }.max() ?? 40, width * 0.4)
        let greatest = shown.flatMap { [$0.referenceShare] + $0.shares }.filter(\.isFinite).max() ?? 1
        let scale = Scale(
            0...Scale.rounded(0...max(greatest, 1e-6), count: 4).upperBound, from: room + 14, to: width - 14)
        let bottom = top + Double(shown.count) * rowHeight
        drawLegend(&svg, sets: shares.classes.first?.shares.count ?? 0)
        for (place, item) in shown.enumerated() {
            let y = top + (Double(place) + 0.5) * rowHeight
            svg.line(from: (scale.start, y), to: (scale.end, y), style: "hair")
            svg.text(
                fitted(names[place], to: room), x: room, y: y + 4, anchor: .end, style: isMoved(item) ? "t strong" : "t"
            )
            let real = scale(item.referenceShare)
            svg.line(from: (real, y - 9), to: (real, y + 9), style: "null")
            for (set, share) in item.shares.enumerated() {
                svg.mark(set, x: scale(share), y: y, radius: 4.5, style: "shift\(set % 4)")
            }
        }
        Axis.bottom(
            &svg, scale: scale, y: bottom + 4, ticks: width > 500 ? 5 : 3, title: "share of the samples",
            format: FigureText.percent)
        return svg.rendered(label: label(shown), style: style)
    }

    /// What the marks are, and how many classes are left to the table.
    static func caption(_ shares: ComparisonReport.ClassShares) -> String {
        let rest = shares.classes.count - min(most, shares.classes.count)
        return "The upright line is real data's share. In bold: another share than A's beyond chance."
            + (rest > 0
                ? " \(FigureText.count(rest, "class that moved", "classes that moved")) less "
                    + "\(FigureText.noun(rest, "is", "are")) in the table." : "")
    }

    /// The classes by how far the farthest candidate is from A.
    private static func shown(_ shares: ComparisonReport.ClassShares) -> [ComparisonReport.ClassShares.Class] {
        func shift(_ item: ComparisonReport.ClassShares.Class) -> Double {
            item.answers.map { abs($0.difference) }.max() ?? 0
        }
        let ranked = shares.classes.enumerated().sorted {
            (shift($1.element), $0.offset) < (shift($0.element), $1.offset)
        }
        return ranked.prefix(most).map(\.element)
    }

    private static func isMoved(_ item: ComparisonReport.ClassShares.Class) -> Bool {
        item.answers.contains { $0.isDifferent(level: 0.95) }
    }

    private static func name(_ item: ComparisonReport.ClassShares.Class, moved: Bool) -> String {
        moved ? "* " + item.name : item.name
    }

    /// A name cut at its end, between letters, where there is no room for all of it.
    private static func fitted(_ name: String, to room: Double) -> String {
        guard SVG.width(of: name, size: 12) > room + 0.5 else { return name }
        var text = name
        while text.count > 1, SVG.width(of: text + "…", size: 12) > room { text.removeLast() }
        return text + "…"
    }

    private static func drawLegend(_ svg: inout SVG, sets: Int) {
        var x = 6.0
        for set in 0..<sets {
            svg.mark(set, x: x, y: 12, radius: 4.5, style: "shift\(set % 4)")
            let text = ComparisonText.letter(set)
            svg.text(text, x: x + 10, y: 16, style: "t")
            x += 10 + SVG.width(of: text, size: 12) + 18
        }
        svg.line(from: (x, 3), to: (x, 21), style: "null")
        svg.text("real data", x: x + 8, y: 16, style: "t mute")
    }

    private static func label(_ shown: [ComparisonReport.ClassShares.Class]) -> String {
        let parts = shown.prefix(5).map { item in
            let sets = item.shares.enumerated().map {
                "\(ComparisonText.letter($0.offset)) \(FigureText.percent($0.element))"
            }
            return "\(item.name): \(sets.joined(separator: ", ")), real data \(FigureText.percent(item.referenceShare))"
        }
        return "Shares by class. \(parts.joined(separator: "; "))."
    }
}
