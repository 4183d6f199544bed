import GANEvaluation
import GANMetrics
import GANText

/// The reliability diagram: the share that is real by the probability that the discriminator states, before and after calibration.
enum ReliabilityFigure {
    private static func look(_ method: ScoreCalibration.Method) -> (name: String, hue: String) {
        switch method {
        case .raw: return ("as they are", "hue1")
        case .platt: return ("Platt", "hue2")
        case .isotonic: return ("isotonic", "hue3")
        }
    }

    static func svg(
        _ calibrations: [DiscriminatorPanel.Calibration], label: String, width: Double, style: String
    ) -> String {
        let left = Axis.percentMargin
        let side = min(width, 420) - left - 16
        let horizontal = Scale(0...1, from: left, to: left + side)
        let vertical = Scale(0...1, from: 46 + side, to: 46)
        var svg = SVG(width: min(width, 420), height: side + 96)
        Axis.left(
            &svg, scale: vertical, x: horizontal.start, right: horizontal.end, ticks: 4, format: FigureText.exactPercent
        )
        Axis.bottom(
            &svg, scale: horizontal, y: vertical.start, ticks: 4, title: "stated probability of being real",
            format: FigureText.exactPercent)
        svg.line(from: (horizontal(0), vertical(0)), to: (horizontal(1), vertical(1)), style: "null")
        for (number, calibration) in calibrations.enumerated() {
            let (name, hue) = look(calibration.method)
            let bins = calibration.bins.filter { $0.count > 0 }
            let points = bins.map { (horizontal($0.predicted), vertical($0.observed)) }
            svg.polyline(points, style: "curve \(hue)")
            if calibration.method == calibrations.first?.method {
                for bin in bins {
                    let x = horizontal(bin.predicted)
                    svg.line(
                        from: (x, vertical(bin.interval.low)), to: (x, vertical(bin.interval.high)), style: "lead")
                }
            }
            svg.text(
                name, x: horizontal.start + side / Double(calibrations.count) * Double(number), y: 18,
                style: "t \(hue) strong")
        }
        svg.text("share that is real", x: 0, y: 36, style: "t mute")
        return svg.rendered(label: label, style: style)
    }
}
