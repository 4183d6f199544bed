import GANNumerics
import GANText

/// Two-dimensional samples over real points, on axes of equal scale.
enum PointScatter {
    /// More points than this hide each other; the first ones are drawn.
    static let pointLimit = 4000

    /// `isLabelled` false for a drawing among many that is shown too small for words; its label says what it is.
    static func svg(
        generated: Matrix<Float>, real: Matrix<Float>, width: Double, style: String, isLabelled: Bool = true
    ) -> String {
        let points = [real, generated].map(drawn)
        let all = points.flatMap { $0 }
        let reach = all.flatMap { [abs($0.0), abs($0.1)] }.max() ?? 1
        let side = min(width, 480) - 60
        let bound = Scale.rounded(-max(reach, 1e-6) * 1.02...max(reach, 1e-6) * 1.02).upperBound
        let horizontal = Scale(-bound...bound, from: 40, to: 40 + side)
        let vertical = Scale(-bound...bound, from: 30 + side, to: 30)
        var svg = SVG(width: min(width, 480), height: side + 60)
        if isLabelled {
            Axis.left(&svg, scale: vertical, x: 40, right: 40 + side, ticks: 3)
            Axis.bottom(&svg, scale: horizontal, y: 30 + side, ticks: 3)
        }
        // Real points on top: a collapsed or smeared cloud of samples would hide them.
        svg.dots(points[1].map { (horizontal($0.0), vertical($0.1)) }, style: "dots accent")
        svg.dots(points[0].map { (horizontal($0.0), vertical($0.1)) }, style: "dots mute")
        guard isLabelled else { return svg.rendered(label: finding(generated: generated, real: real), style: style) }
        svg.text("\(FigureText.count(points[1].count)) samples", x: 40, y: 16, style: "t accent strong")
        svg.text(
            "\(FigureText.count(points[0].count)) real points", x: 40 + side, y: 16, anchor: .end,
            style: "t mute strong")
        return svg.rendered(label: finding(generated: generated, real: real), style: style)
    }

    static func finding(generated: Matrix<Float>, real: Matrix<Float>) -> String {
        "\(generated.rows > pointLimit ? "The first " : "")\(FigureText.count(min(generated.rows, pointLimit))) samples over "
            + "\(FigureText.count(min(real.rows, pointLimit))) real points."
    }

    private static func drawn(_ matrix: Matrix<Float>) -> [(Double, Double)] {
        guard matrix.columns >= 2 else { return [] }
        return (0..<min(matrix.rows, pointLimit)).compactMap { row in
            let point = (Double(matrix[row, 0]), Double(matrix[row, 1]))
            return point.0.isFinite && point.1.isFinite ? point : nil
        }
    }
}
