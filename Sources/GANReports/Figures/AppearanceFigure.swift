import GANEvaluation
import GANText

/// The power spectrum and the sharpness of samples over real images.
enum AppearanceFigure {
    /// Both as pictures with their tables.
    static func pictures(_ panel: AppearancePanel) -> [PictureView] {
        guard !panel.bands.isEmpty else { return [] }
        return [
            PictureView(
                finding: spectrumFinding(panel), drawings: PageWidth.both { spectrum(panel, width: $0, style: $1) },
                caption:
                    "Mean power of each image’s light in nine rings of frequencies, from coarse to fine; the bands hold nine tenths of the "
                    + "images. Blur bends the samples’ line down at the right, noise and checkerboards up.",
                tables: [
                    TableView(
                        title: "Power", head: ["Up to, of the highest frequency", "Real images, dB", "Samples, dB"],
                        rows: panel.bands.map { band in
                            [edge(band), FigureText.number(band.real.mean), FigureText.number(band.generated.mean)]
                        })
                ]),
            PictureView(
                finding: "Sharpness of samples and real images, image by image.",
                drawings: PageWidth.both { sharpness(panel.sharpness, width: $0, style: $1) },
                caption:
                    "Share of images by their sharpness: the mean squared Laplacian over the variance of the light.",
                tables: [
                    TableView(
                        title: "Shares", head: ["From, dB", "To, dB", "Real images", "Samples"],
                        rows: panel.sharpness.real.indices.map { bin in
                            [
                                FigureText.number(panel.sharpness.edges[bin], decimals: 1),
                                FigureText.number(panel.sharpness.edges[bin + 1], decimals: 1),
                                FigureText.percent(panel.sharpness.real[bin]),
                                FigureText.percent(panel.sharpness.generated[bin]),
                            ]
                        })
                ]),
        ]
    }

    private static func edge(_ band: AppearancePanel.Band) -> String {
        band.edge > 1 ? "corners" : FigureText.number(band.edge, decimals: 3)
    }

    /// Where the two means differ most.
    static func spectrumFinding(_ panel: AppearancePanel) -> String {
        let most = panel.bands.max { abs($0.generated.mean - $0.real.mean) < abs($1.generated.mean - $1.real.mean) }
        guard let most else { return "Power by frequency." }
        let difference = most.generated.mean - most.real.mean
        let figure = "\(FigureText.number(abs(difference), decimals: 1)) dB"
        return
            "The samples’ power is at most \(figure) \(difference < 0 ? "below" : "above") real images’, \(most.edge > 1 ? "at the highest frequencies" : "up to \(FigureText.number(most.edge, decimals: 2)) of the highest frequency")."
    }

    static func spectrum(_ panel: AppearancePanel, width: Double, style: String) -> String {
        let (left, right, top, bottom) = (44.0, width - 12, 44.0, 250.0)
        let all = panel.bands.flatMap { [$0.real.low, $0.real.high, $0.generated.low, $0.generated.high] }
            .filter(\.isFinite)
        let domain = Scale.rounded((all.min() ?? 0)...max(all.max() ?? 1, (all.min() ?? 0) + 1))
        let up = Scale(domain, from: bottom, to: top)
        let across = Scale(0...Double(max(1, panel.bands.count - 1)), from: left + 8, to: right - 8)
        var svg = SVG(width: width, height: bottom + 44)
        Axis.left(&svg, scale: up, x: left, right: right, ticks: 4, title: "power, dB")
        func draw(_ spreads: [AppearancePanel.Spread], _ area: String, _ line: String) {
            let places = spreads.enumerated().map { (across(Double($0.offset)), $0.element) }
            svg.polygon(
                places.map { ($0.0, up($0.1.high)) } + places.reversed().map { ($0.0, up($0.1.low)) }, style: area)
            svg.polyline(places.map { ($0.0, up($0.1.mean)) }, style: line)
        }
        draw(panel.bands.map(\.real), "shade", "curve ink")
        draw(panel.bands.map(\.generated), "area accent", "curve accent")
        svg.text("samples", x: right, y: 14, anchor: .end, style: "t accent strong")
        svg.text("real images", x: right, y: 32, anchor: .end, style: "t strong")
        svg.text("coarse", x: left + 8, y: bottom + 20, style: "t mute")
        svg.text("fine", x: right, y: bottom + 20, anchor: .end, style: "t mute")
        return svg.rendered(label: spectrumFinding(panel), style: style)
    }

    static func sharpness(_ found: AppearancePanel.Sharpness, width: Double, style: String) -> String {
        let (left, right, top, bottom) = (44.0, width - 12, 44.0, 200.0)
        let most = max((found.real + found.generated).max() ?? 1, 1e-6)
        let up = Scale(Scale.rounded(0...most), from: bottom, to: top)
        let across = Scale((found.edges.first ?? 0)...(found.edges.last ?? 1), from: left, to: right)
        var svg = SVG(width: width, height: bottom + 44)
        Axis.left(
            &svg, scale: up, x: left, right: right, ticks: 3, title: "share of images", format: FigureText.exactPercent)
        func steps(_ shares: [Double]) -> [(Double, Double)] {
            shares.enumerated().flatMap { bin, share in
                [(across(found.edges[bin]), up(share)), (across(found.edges[bin + 1]), up(share))]
            }
        }
        svg.polygon([(left, bottom)] + steps(found.generated) + [(right, bottom)], style: "area accent")
        svg.polyline(steps(found.real), style: "curve ink")
        svg.polyline(steps(found.generated), style: "curve accent")
        svg.text("samples", x: right, y: 14, anchor: .end, style: "t accent strong")
        svg.text("real images", x: right, y: 32, anchor: .end, style: "t strong")
        Axis.bottom(&svg, scale: across, y: bottom, ticks: 4, title: "sharpness, dB")
        return svg.rendered(label: "Sharpness of samples and real images.", style: style)
    }
}
