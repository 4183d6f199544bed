import GANCheckpoints
import GANEvaluation
import GANText

/// Both losses above both accuracies, over the images seen, on one horizontal axis.
enum TrainingCurves {
    private struct Curve: Sendable {
        let name: String
        let style: String
        let value: @Sendable (TrainingPoint) -> Double
    }

    private static let losses = [
        Curve(name: "generator", style: "hue1", value: { $0.generatorLoss }),
        Curve(name: "discriminator", style: "hue2", value: { $0.discriminatorLoss }),
    ]
    private static let accuracies = [
        Curve(name: "real", style: "hue3", value: { $0.realAccuracy }),
        Curve(name: "generated", style: "hue4", value: { $0.generatedAccuracy }),
    ]

    static func svg(_ points: [TrainingPoint], width: Double, style: String) -> String {
        let last = points.map(\.imagesSeen).max() ?? 1
        let right = width - (width > 500 ? 112 : 106)
        let horizontal = Scale(0...Double(max(1, last)), from: Axis.percentMargin, to: right)
        var svg = SVG(width: width, height: 400)
        let values = points.flatMap { point in losses.map { $0.value(point) } }.filter(\.isFinite)
        let range = Scale.rounded(min(0, values.min() ?? 0)...max(values.max() ?? 1, 1e-9))
        panel(
            &svg, points, losses, title: "loss", horizontal: horizontal, vertical: Scale(range, from: 170, to: 30),
            format: FigureText.trimmed)
        panel(
            &svg, points, accuracies, title: "share that the discriminator judges rightly", horizontal: horizontal,
            vertical: Scale(0...1, from: 350, to: 230), format: FigureText.exactPercent)
        Axis.bottom(
            &svg, scale: horizontal, y: 350, ticks: width > 500 ? 6 : 3, title: "images seen", format: FigureText.short)
        return svg.rendered(label: finding(points), style: style)
    }

    private static func panel(
        _ svg: inout SVG, _ points: [TrainingPoint], _ curves: [Curve], title: String, horizontal: Scale,
        vertical: Scale,
        format: (Double) -> String
    ) {
        Axis.left(
            &svg, scale: vertical, x: horizontal.start, right: horizontal.end, ticks: 2, title: title, format: format)
        var ends: [(curve: Curve, y: Double)] = []
        for curve in curves {
            // A value that is not finite breaks the line and leaves a mark where it happened.
            var run: [(Double, Double)] = []
            var end: Double?
            for point in points {
                let x = horizontal(Double(point.imagesSeen))
                let value = curve.value(point)
                guard value.isFinite else {
                    svg.polyline(run, style: "curve \(curve.style)")
                    run = []
                    svg.text("×", x: x, y: vertical.end + 10, anchor: .middle, style: "t strong \(curve.style)")
                    continue
                }
                run.append((x, vertical(value)))
                end = vertical(value)
            }
            svg.polyline(run, style: "curve \(curve.style)")
            if let end { ends.append((curve, end)) }
        }
        let centres = LabelLayout.centres(
            wanted: ends.map(\.y), sizes: ends.map { _ in 15 }, in: vertical.end - 10...vertical.start + 10, gap: 1)
        for (end, y) in zip(ends, centres) {
            svg.line(from: (horizontal.end + 2, end.y), to: (horizontal.end + 10, y), style: "lead")
            svg.text(end.curve.name, x: horizontal.end + 13, y: y + 4, style: "t \(end.curve.style) strong")
        }
    }

    /// What the curves show, as a sentence.
    static func finding(_ points: [TrainingPoint]) -> String {
        let broken = points.first { point in
            !(losses + accuracies).allSatisfy { $0.value(point).isFinite }
        }
        if let broken {
            return "Training produced a figure that is not finite at step \(FigureText.count(broken.step))."
        }
        guard !points.isEmpty else { return "No training log." }
        let recent = points.suffix(max(1, points.count / 5))
        let real = recent.map(\.realAccuracy).reduce(0, +) / Double(recent.count)
        let generated = recent.map(\.generatedAccuracy).reduce(0, +) / Double(recent.count)
        return "Over the last fifth of training the discriminator judged \(FigureText.percent(real)) of real and "
            + "\(FigureText.percent(generated)) of generated images rightly."
    }
}
