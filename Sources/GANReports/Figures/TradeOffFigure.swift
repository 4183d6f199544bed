import GANEvaluation
import GANText

/// Precision against recall: the curve of the samples, real data's, and the points of truncated latents.
enum TradeOffFigure {
    static func svg(_ tradeOff: TradeOff, width: Double, style: String) -> String {
        let left = Axis.percentMargin
        let side = min(width, 420) - left - 26
        let across = Scale(0...1, from: left, to: left + side)
        let up = Scale(0...1, from: 34 + side, to: 34)
        var svg = SVG(width: min(width, 420), height: side + 80)
        Axis.left(
            &svg, scale: up, x: left, right: left + side, ticks: 4, title: "precision", format: FigureText.exactPercent)
        Axis.bottom(&svg, scale: across, y: 34 + side, ticks: 4, title: "recall", format: FigureText.exactPercent)
        for (curve, line) in [(tradeOff.real, "curve ink"), (tradeOff.samples, "curve accent")] {
            svg.polyline(
                zip(curve.recall, curve.precision).filter { $0.0.isFinite && $0.1.isFinite }
                    .map { (across($0.0), up($0.1)) }, style: line)
        }
        svg.polyline(tradeOff.truncations.map { (across($0.recall), up($0.precision)) }, style: "lead")
        for point in tradeOff.truncations {
            svg.circle(x: across(point.recall), y: up(point.precision), radius: 4, style: "dot")
            svg.text(
                FigureText.number(point.factor, decimals: 2), x: across(point.recall) + 6, y: up(point.precision) - 5,
                style: "t mute")
        }
        svg.text("samples", x: left + 6, y: 30 + side - 24, style: "t accent strong")
        svg.text("real data", x: left + 6, y: 30 + side - 8, style: "t strong")
        return svg.rendered(label: finding(tradeOff), style: style)
    }

    /// What the curves show, as a sentence.
    static func finding(_ tradeOff: TradeOff) -> String {
        let (samples, real) = (tradeOff.samples, tradeOff.real)
        func figure(_ value: Double) -> String { FigureText.number(value, decimals: 2) }
        return
            "Weighing recall, the samples' curve reaches F8 = \(figure(samples.f8)) (real data \(figure(real.f8))); weighing "
            + "precision, F1/8 = \(figure(samples.f1over8)) (real data \(figure(real.f1over8)))."
    }

    /// The curves with the tables behind them.
    static func picture(_ tradeOff: TradeOff) -> PictureView {
        let rows = tradeOff.truncations.map { point in
            [
                FigureText.number(point.factor, decimals: 2), FigureText.percent(point.precision),
                FigureText.percent(point.recall), FigureText.count(point.samples),
            ]
        }
        let source = tradeOff.isHeldOut ? "held-out rows" : "the other half of as many reference rows"
        return PictureView(
            finding: finding(tradeOff), drawings: PageWidth.both { svg(tradeOff, width: $0, style: $1) },
            caption:
                "Precision and recall over shared clusters (Sajjadi et al. 2018), \(FigureText.count(tradeOff.rows)) rows of each "
                + "set; real data are \(source)."
                + (rows.isEmpty
                    ? ""
                    : " Points: precision and recall by nearest neighbours where the latents are multiplied by the number beside "
                        + "them; the two are measured otherwise and only look alike."),
            tables: rows.isEmpty
                ? []
                : [
                    TableView(
                        title: "Truncation of the latents", head: ["Latents times", "Precision", "Recall", "Samples"],
                        rows: rows)
                ])
    }
}
