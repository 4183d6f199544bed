import GANText

/// A drawing under construction: SVG elements in drawing order, coordinates in CSS pixels.
///
/// Colours, fonts and strokes come from the page's style sheet through class names, so that a drawing follows light and dark.
struct SVG {
    let width: Double
    let height: Double
    private(set) var body = ""

    init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    enum Anchor: String { case start, middle, end }

    mutating func line(from start: (Double, Double), to end: (Double, Double), style: String) {
        body += "<line x1=\"\(Self.text(start.0))\" y1=\"\(Self.text(start.1))\" "
        body += "x2=\"\(Self.text(end.0))\" y2=\"\(Self.text(end.1))\" class=\"\(style)\"/>"
    }

    mutating func rectangle(x: Double, y: Double, width: Double, height: Double, radius: Double = 0, style: String) {
        body += "<rect x=\"\(Self.text(x))\" y=\"\(Self.text(y))\" width=\"\(Self.text(max(0, width)))\" "
        body += "height=\"\(Self.text(max(0, height)))\""
        if radius > 0 { body += " rx=\"\(Self.text(radius))\"" }
        body += " class=\"\(style)\"/>"
    }

    mutating func circle(x: Double, y: Double, radius: Double, style: String) {
        body += "<circle cx=\"\(Self.text(x))\" cy=\"\(Self.text(y))\" r=\"\(Self.text(radius))\" class=\"\(style)\"/>"
    }

    /// An ellipse with axes along the page's, and a title that shows when it is pointed at; escaped here.
    mutating func ellipse(x: Double, y: Double, radii: (Double, Double), style: String, title: String) {
        body += "<ellipse cx=\"\(Self.text(x))\" cy=\"\(Self.text(y))\" rx=\"\(Self.text(radii.0))\" "
        body += "ry=\"\(Self.text(radii.1))\" class=\"\(style)\"><title>\(ReportText.markup(title))</title></ellipse>"
    }

    /// A line through points.
    mutating func polyline(_ points: [(Double, Double)], style: String) {
        guard let first = points.first else { return }
        var path = "M\(Self.text(first.0)) \(Self.text(first.1))"
        for point in points.dropFirst() { path += "L\(Self.text(point.0)) \(Self.text(point.1))" }
        body += "<path d=\"\(path)\" class=\"\(style)\"/>"
    }

    /// A filled area bounded by points.
    mutating func polygon(_ points: [(Double, Double)], style: String) {
        guard let first = points.first else { return }
        var path = "M\(Self.text(first.0)) \(Self.text(first.1))"
        for point in points.dropFirst() { path += "L\(Self.text(point.0)) \(Self.text(point.1))" }
        body += "<path d=\"\(path)Z\" class=\"\(style)\"/>"
    }

    /// Many dots as one element: zero-length strokes with round caps.
    mutating func dots(_ points: [(Double, Double)], style: String) {
        guard !points.isEmpty else { return }
        body += "<path d=\""
        for point in points { body += "M\(Self.text(point.0)) \(Self.text(point.1))h0" }
        body += "\" class=\"\(style)\"/>"
    }

    /// A text whose baseline begins, centres or ends at `x`; escaped here.
    mutating func text(_ content: String, x: Double, y: Double, anchor: Anchor = .start, style: String = "t") {
        body += "<text x=\"\(Self.text(x))\" y=\"\(Self.text(y))\""
        if anchor != .start { body += " text-anchor=\"\(anchor.rawValue)\"" }
        body += " class=\"\(style)\">\(ReportText.markup(content))</text>"
    }

    /// The drawing as an element that says in `label` what it shows.
    func rendered(label: String, style: String) -> String {
        let size = "\(Self.text(width)) \(Self.text(height))"
        return "<svg class=\"\(style)\" viewBox=\"0 0 \(size)\" width=\"\(Self.text(width))\" "
            + "height=\"\(Self.text(height))\" role=\"img\" aria-label=\"\(ReportText.markup(label))\">\(body)</svg>"
    }

    /// A coordinate to a tenth of a pixel.
    static func text(_ coordinate: Double) -> String {
        precondition(coordinate.isFinite, "coordinate \(coordinate)")
        let tenths = Int(saturating: (min(max(coordinate, -1e6), 1e6) * 10).rounded())
        let (whole, rest) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
        return (tenths < 0 ? "-" : "") + (rest == 0 ? "\(whole)" : "\(whole).\(rest)")
    }

    /// The width that a text may take at a font size: an upper estimate over common interface fonts.
    static func width(of text: String, size: Double) -> Double {
        var ems = 0.0
        for character in text {
            switch character {
            case "i", "l", "j", ".", ",", " ", "'", "|", ":", ";", "[", "]", "(", ")", "t", "f", "r": ems += 0.42
            case "m", "w", "M", "W", "%", "—": ems += 0.98
            case "A"..."Z": ems += 0.72
            default: ems += 0.63
            }
        }
        return ems * size
    }
}
