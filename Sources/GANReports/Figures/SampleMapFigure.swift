import GANEvaluation
import GANText

/// Real data, held-out data and samples in two dimensions, each point with its image on hover, tap or focus; no script.
enum SampleMapFigure {
    private static let width = 640.0
    private static let height = 420.0
    private static let margin = 34.0

    /// HTML: an SVG with axes and outlines, and a point of its own over it for each row, placed by percent.
    static func markup(_ map: RegionTable.Map, sheet: SpriteSheet?, names: [Int: String], label: String) -> String {
        let points = map.points.filter { $0.x.isFinite && $0.y.isFinite }
        guard let domain = domain(points) else { return "" }
        let horizontal = Scale(domain.x, from: margin, to: width - margin)
        let vertical = Scale(domain.y, from: height - margin, to: margin)
        var svg = SVG(width: width, height: height)
        svg.line(from: (horizontal(0), margin), to: (horizontal(0), height - margin), style: "hair")
        for outline in map.outlines where outline.x.isFinite && outline.width.isFinite {
            svg.ellipse(
                x: horizontal(outline.x), y: vertical(outline.y),
                radii: (
                    max(8, abs(horizontal(outline.x + outline.width) - horizontal(outline.x))),
                    max(8, abs(vertical(outline.y + outline.height) - vertical(outline.y)))
                ), style: "gap", title: names[outline.branch] ?? "")
        }
        // Words stand outside the drawing, which shrinks with the page as they may not.
        let roles = RegionTable.Role.allCases.filter { role in map.points.contains { $0.role == role } }
        let words = roles.map { "<b class=\"\(style(of: $0))\">\(heading(of: $0))</b>" }.joined()
        var text = "<p class=\"map-words\">\(words)</p>\n"
        text += "<div class=\"map\">" + svg.rendered(label: label, style: "mapped")
        for (number, point) in map.points.enumerated() where point.x.isFinite && point.y.isFinite {
            let place =
                "left:\(SVG.text(100 * horizontal(point.x) / width))%;top:\(SVG.text(100 * vertical(point.y) / height))%"
            let title = "\(name(of: point.role)) \(point.row)"
            text += "<i class=\"pt \(style(of: point.role))\" style=\"\(place)\" title=\"\(title)\""
            if let sheet {
                let cell = sheet.cell(number, label: title)
                text += " tabindex=\"0\"><i class=\"px \(cell.sheet)\" style=\"--x:\(cell.x);--y:\(cell.y)\"></i></i>"
            } else {
                text += "></i>"
            }
        }
        return text + "</div>\n<p class=\"map-words\"><span>← like real data</span><span>like samples →</span></p>"
    }

    private static func heading(of role: RegionTable.Role) -> String {
        switch role {
        case .real: "real data"
        case .heldOut: "held-out data"
        case .generated: "samples"
        }
    }

    private static func name(of role: RegionTable.Role) -> String {
        switch role {
        case .real: "real row"
        case .heldOut: "held-out row"
        case .generated: "sample"
        }
    }

    private static func style(of role: RegionTable.Role) -> String {
        switch role {
        case .real: "real"
        case .heldOut: "unseen"
        case .generated: "made"
        }
    }

    /// Both axes' ranges, the outermost points of a hundred left to the edge; nil without points.
    private static func domain(_ points: [RegionTable.Point]) -> (x: ClosedRange<Double>, y: ClosedRange<Double>)? {
        guard !points.isEmpty else { return nil }
        func range(_ values: [Double], holding zero: Bool) -> ClosedRange<Double> {
            let sorted = values.sorted()
            let cut = sorted.count / 200
            let (low, high) = (sorted[cut], sorted[sorted.count - 1 - cut])
            let margin = max((high - low) * 0.05, 1e-6)
            return (zero ? min(0, low) : low) - margin...(zero ? max(0, high) : high) + margin
        }
        return (range(points.map(\.x), holding: true), range(points.map(\.y), holding: false))
    }
}
