import GANEvaluation
import GANText

/// The distance ratios of samples and of held-out data as two outlined histograms on one axis, the lower tail magnified.
enum DistanceRatioDistribution {
    /// The quantile of held-out data below which the tail is magnified.
    static let tailQuantile = 0.01

    private struct Series {
        let name: String
        let values: [Double]
        let line: String
        let area: String?
    }

    /// How the two distributions and their axis are called.
    struct Words {
        let samples: String
        let others: String
        let axis: String
        let finding: String
    }

    static func svg(_ figure: DistanceRatioFigure, width: Double, style: String) -> String {
        let words = Words(
            samples: "samples", others: "held-out data", axis: "distance ratio (\(figure.extractor))",
            finding: finding(figure))
        return svg(figure, words, width: width, style: style)
    }

    static func svg(_ figure: DistanceRatioFigure, _ words: Words, width: Double, style: String) -> String {
        let series = series(figure, words)
        let all = series.flatMap(\.values)
        guard let least = all.min(), let most = all.max() else {
            return SVG(width: width, height: 1).rendered(label: words.finding, style: style)
        }
        let beside = width > 500
        let height = beside ? 270.0 : 430.0
        var svg = SVG(width: width, height: height)
        let domain = Scale.rounded(least...max(most, least + 1e-9), count: 5)
        let edge = tailEdge(figure)
        let main = Scale(domain, from: 10, to: beside ? width * 0.6 : width - 10)
        draw(
            &svg, series, scale: main, top: 12, bottom: 220, bins: beside ? 56 : 40, shadedBelow: edge,
            title: words.axis, named: true)
        // The tail's own panel stands beside or below the plot: laid over it, it would hide what it magnifies.
        let inset = Scale(
            domain.lowerBound...max(edge, domain.lowerBound + 1e-9), from: beside ? width * 0.66 : 10, to: width - 10)
        let top = beside ? 36.0 : 300
        svg.rectangle(
            x: inset.start - 8, y: top - 24, width: inset.end - inset.start + 16,
            height: (beside ? 220 : 390) - top + 24,
            style: "inset")
        svg.text(
            "below \(FigureText.number(inset.domain.upperBound)), magnified", x: inset.start, y: top - 8,
            style: "t mute")
        draw(
            &svg, series, scale: inset, top: top + 8, bottom: beside ? 220 : 390, bins: 16, shadedBelow: nil,
            title: nil,
            named: false)
        return svg.rendered(label: words.finding, style: style)
    }

    private static func series(_ figure: DistanceRatioFigure, _ words: Words) -> [Series] {
        [
            Series(
                name: words.samples, values: figure.generated.filter(\.isFinite), line: "curve accent",
                area: "area accent"),
            Series(name: words.others, values: figure.heldOut.filter(\.isFinite), line: "curve ink", area: nil),
        ].filter { !$0.values.isEmpty }
    }

    private static func draw(
        _ svg: inout SVG, _ series: [Series], scale: Scale, top: Double, bottom: Double, bins: Int,
        shadedBelow: Double?,
        title: String?, named: Bool
    ) {
        let shares = series.map { histogram($0.values, domain: scale.domain, bins: bins) }
        let most = max(shares.flatMap { $0 }.max() ?? 0, 1e-12)
        let vertical = Scale(0...most, from: bottom, to: top)
        if let edge = shadedBelow {
            svg.rectangle(
                x: scale.start, y: top - 4, width: scale(edge) - scale.start, height: bottom - top + 4, style: "shade")
        }
        for (one, share) in zip(series, shares) {
            var outline: [(Double, Double)] = [(scale.start, bottom)]
            for (bin, value) in share.enumerated() {
                let left = scale.start + (scale.end - scale.start) * Double(bin) / Double(bins)
                let right = scale.start + (scale.end - scale.start) * Double(bin + 1) / Double(bins)
                outline += [(left, vertical(value)), (right, vertical(value))]
            }
            outline.append((scale.end, bottom))
            if let area = one.area { svg.polygon(outline, style: area) }
            svg.polyline(outline, style: one.line)
        }
        if named { name(&svg, series, shares: shares, scale: scale, vertical: vertical) }
        Axis.bottom(&svg, scale: scale, y: bottom, ticks: named ? 5 : 3, title: title)
    }

    /// Names each curve beside its flank, at a height where no curve stands in the way.
    private static func name(_ svg: inout SVG, _ series: [Series], shares: [[Double]], scale: Scale, vertical: Scale) {
        let bins = shares.first?.count ?? 1
        let texts = series.map { "\($0.name) (\(FigureText.count($0.values.count)))" }
        let heights = shares.enumerated().map { index, share in
            vertical((share.max() ?? 0) * (index == 0 ? 0.6 : 0.85))
        }
        let middles = LabelLayout.centres(
            wanted: heights, sizes: heights.map { _ in 18 }, in: vertical.end...vertical.start, gap: 0)
        func edge(_ bin: Int) -> Double { scale.start + (scale.end - scale.start) * Double(bin) / Double(bins) }
        /// The bins at whose height a curve, or any curve, reaches up to a text at `y`.
        func reached(_ shares: [[Double]], _ y: Double) -> [Int] {
            (0..<bins).filter { bin in shares.contains { vertical($0[bin]) <= y } }
        }
        var stacked = 0.0
        for index in series.indices {
            let y = middles[index]
            let blocked = reached(shares, y + 10)
            let own = reached([shares[index]], y)
            let width = SVG.width(of: texts[index], size: 12)
            let style = series[index].area == nil ? "t strong" : "t accent strong"
            let left = edge(blocked.first ?? 0)
            let right = edge((blocked.last ?? bins - 1) + 1)
            if left - scale.start >= width + 12 {
                svg.text(texts[index], x: left - 12, y: y + 4, anchor: .end, style: style)
                svg.line(from: (left - 9, y), to: (edge(own.first ?? 0), y), style: "lead")
            } else if scale.end - right >= width + 12 {
                svg.text(texts[index], x: right + 12, y: y + 4, style: style)
                svg.line(from: (right + 9, y), to: (edge((own.last ?? bins - 1) + 1), y), style: "lead")
            } else {
                // No room beside the curve: the name stands over its low end, clear of every curve there, below one that
                // does so already.
                let under = (0..<bins).filter { edge($0) <= scale.start + width + 12 }
                let tallest = shares.flatMap { share in under.map { share[$0] } }.max() ?? 0
                svg.text(texts[index], x: scale.start + 8, y: max(14, vertical(tallest) - 10) + stacked, style: style)
                stacked += 18
            }
        }
    }

    /// The share of values in each of `bins` equal bins; values outside count in none.
    static func histogram(_ values: [Double], domain: ClosedRange<Double>, bins: Int) -> [Double] {
        var counts = [Int](repeating: 0, count: bins)
        let span = domain.upperBound - domain.lowerBound
        for value in values where domain.contains(value) {
            counts[min(bins - 1, Int(saturating: (value - domain.lowerBound) / span * Double(bins)))] += 1
        }
        return counts.map { Double($0) / Double(max(1, values.count)) }
    }

    /// The value below which a share `quantile` of `values` lies, interpolated between neighbours.
    static func quantile(_ quantile: Double, of values: [Double]) -> Double? {
        let sorted = values.filter(\.isFinite).sorted()
        guard let last = sorted.indices.last else { return nil }
        let position = quantile * Double(last)
        let lower = Int(saturating: position)
        let upper = min(last, lower + 1)
        return sorted[lower] + (position - Double(lower)) * (sorted[upper] - sorted[lower])
    }

    private static func tailEdge(_ figure: DistanceRatioFigure) -> Double {
        quantile(tailQuantile, of: figure.heldOut.isEmpty ? figure.generated : figure.heldOut) ?? 0
    }

    /// What the distributions show, as a sentence.
    static func finding(_ figure: DistanceRatioFigure) -> String {
        let generated = figure.generated.filter(\.isFinite)
        guard !generated.isEmpty else { return "No distance ratio is finite." }
        guard let edge = quantile(0.01, of: figure.heldOut) else {
            let median = quantile(0.5, of: generated) ?? 0
            return "The median distance ratio is \(FigureText.number(median)); held-out data would show what is usual."
        }
        let share = Double(generated.count { $0 < edge }) / Double(generated.count)
        return
            "\(FigureText.percent(share)) of samples lie as close to a training image as only 1 % of held-out images do."
    }

    /// The table behind the picture: the quantiles of both distributions.
    static func quantiles(_ figure: DistanceRatioFigure) -> [(name: String, generated: Double?, heldOut: Double?)] {
        [
            ("minimum", 0), ("0.1 %", 0.001), ("1 %", 0.01), ("5 %", 0.05), ("25 %", 0.25), ("median", 0.5),
            ("75 %", 0.75),
        ]
        .map { ($0.0, quantile($0.1, of: figure.generated), quantile($0.1, of: figure.heldOut)) }
    }
}
