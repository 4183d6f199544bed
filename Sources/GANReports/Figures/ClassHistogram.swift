import GANEvaluation
import GANMetrics
import GANText

/// Bars of the generated share of each class, with the reference share as a tick and the share's interval as a whisker.
enum ClassHistogram {
    /// More rows than this are left to the table.
    static let rowLimit = 30
    private static let rowHeight = 24.0

    /// Missing classes first, the commonest in the reference before the others; then the rarest against the reference.
    static func ordered(_ table: ModeTable) -> [ModeTable.Mode] {
        func ratio(_ mode: ModeTable.Mode) -> Double {
            mode.referenceShare > 0 ? mode.generatedShare / mode.referenceShare : .greatestFiniteMagnitude
        }
        return table.modes.enumerated().sorted { first, second in
            if first.element.missing != second.element.missing { return first.element.missing }
            if first.element.missing, first.element.referenceShare != second.element.referenceShare {
                return first.element.referenceShare > second.element.referenceShare
            }
            return (ratio(first.element), first.offset) < (ratio(second.element), second.offset)
        }.map(\.element)
    }

    static func svg(_ table: ModeTable, width: Double, style: String) -> String {
        let rows = Array(ordered(table).prefix(rowLimit))
        let nameWidth = width * (width > 500 ? 0.2 : 0.28)
        let top = 24.0
        let bottom = top + Double(rows.count) * rowHeight
        let most =
            rows.map { max($0.generatedShare, $0.referenceShare, $0.interval.high) }.filter(\.isFinite).max() ?? 1
        // Shares are drawn from zero: the bars' lengths are what the eye compares.
        let scale = Scale(0...Scale.rounded(0...max(most * 1.02, 1e-6)).upperBound, from: nameWidth, to: width - 58)
        var svg = SVG(width: width, height: bottom + 40)
        for (index, mode) in rows.enumerated() {
            draw(&svg, mode, scale: scale, y: top + (Double(index) + 0.5) * rowHeight, nameWidth: nameWidth)
        }
        if let first = rows.first, first.referenceShare.isFinite {
            let half = SVG.width(of: "reference", size: 12) / 2
            let x = min(max(scale(first.referenceShare), nameWidth + half), width - half)
            svg.text("reference", x: x, y: 12, anchor: .middle, style: "t mute")
            svg.line(from: (scale(first.referenceShare), 16), to: (scale(first.referenceShare), top + 3), style: "lead")
        }
        Axis.bottom(
            &svg, scale: scale, y: bottom + 4, ticks: width > 500 ? 5 : 3, title: "share of samples",
            format: FigureText.exactPercent)
        return svg.rendered(label: finding(table), style: style)
    }

    private static func draw(_ svg: inout SVG, _ mode: ModeTable.Mode, scale: Scale, y: Double, nameWidth: Double) {
        let characters = Int((nameWidth - 8) / 7)
        let name = ReportText.shortened(ReportText.cleaned(mode.name), to: max(5, characters))
        svg.text(name, x: nameWidth - 8, y: y + 4, anchor: .end, style: mode.missing ? "t strong" : "t")
        let share = mode.generatedShare.isFinite ? mode.generatedShare : 0
        svg.rectangle(x: scale.start, y: y - 6, width: scale(share) - scale.start, height: 12, style: "bar")
        svg.line(from: (scale(mode.interval.low), y), to: (scale(mode.interval.high), y), style: "whisker")
        if mode.referenceShare.isFinite {
            svg.line(from: (scale(mode.referenceShare), y - 9), to: (scale(mode.referenceShare), y + 9), style: "real")
        }
        let text = mode.missing ? "missing" : FigureText.number(share * 100, decimals: 1) + " %"
        svg.text(text, x: svg.width, y: y + 4, anchor: .end, style: mode.missing ? "t strong" : "t")
    }

    /// What the histogram shows, as a sentence.
    static func finding(_ table: ModeTable) -> String {
        let missing = ordered(table).filter(\.missing)
        if missing.isEmpty {
            let outside = ordered(table).filter { $0.interval.high < $0.referenceShare }
            guard let rarest = outside.first else {
                return
                    "All \(table.modes.count) classes appear, none rarer than in the reference as far as these samples can show."
            }
            return "All \(table.modes.count) classes appear; the rarest against the reference is \(rarest.name): "
                + "\(FigureText.percent(rarest.generatedShare)) of samples, \(FigureText.percent(rarest.referenceShare)) of the reference."
        }
        let named = missing.prefix(4).map(\.name) + (missing.count > 4 ? ["\(missing.count - 4) more"] : [])
        return
            "\(missing.count) of \(table.modes.count) classes \(FigureText.noun(missing.count, "is", "are")) missing: "
            + ReportText.list(named) + "."
    }
}
