import Foundation
package import GANCheckpoints
import GANText

/// A small page on a training that is under way, which a browser loads again every few seconds.
package enum LiveTrainingPage {
    /// The page: the curves so far, the newest figures, and the newest sample grid, a PNG file's bytes, where there is one.
    package static func html(
        name: String, points: [TrainingPoint], steps: Int, isFinished: Bool, samples: [UInt8]?
    ) -> String {
        let title = "\(name): step \(points.last?.step ?? 0) of \(steps)"
        var body = "<h1>\(ReportText.markup(title))</h1>"
        if points.count > 1 { body += TrainingCurves.svg(points, width: 720, style: "wide") }
        if let point = points.last { body += table(point) }
        if let samples {
            body +=
                "<p><img alt=\"samples of the moving average\" src=\"data:image/png;base64,\(Data(samples).base64EncodedString())\"></p>"
        }
        // A page of a finished run stays as it is.
        let refresh = isFinished ? "" : "<meta http-equiv=\"refresh\" content=\"5\">"
        return """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8">\(refresh)<title>\(ReportText.markup(title))</title>
            <style>\(style)</style></head><body>\(body)</body></html>

            """
    }

    private static func table(_ point: TrainingPoint) -> String {
        func number(_ value: Double) -> String { String(format: "%.4g", value) }
        var rows = [
            ("images seen", "\(point.imagesSeen)"), ("generator's loss", number(point.generatorLoss)),
            ("discriminator's loss", number(point.discriminatorLoss)),
        ]
        if let value = point.generatorGradient { rows.append(("generator's gradient", number(value))) }
        if let value = point.discriminatorGradient { rows.append(("discriminator's gradient", number(value))) }
        if let value = point.divergence {
            rows.append(("distance by the loss, \(point.divergenceName ?? "")", number(value)))
        }
        if let value = point.reconstruction { rows.append(("distance to what it should be", number(value))) }
        if let value = point.diversity { rows.append(("diversity beside real samples", number(value))) }
        if let known = point.trainingAccuracy, let unknown = point.heldOutAccuracy {
            rows.append(("training, held-out samples called real", "\(number(known)), \(number(unknown))"))
        }
        let cells = rows.map { "<tr><td>\(ReportText.markup($0.0))</td><td>\(ReportText.markup($0.1))</td></tr>" }
        return "<table>" + cells.joined() + "</table>"
    }

    private static let style = """
        body{font:15px sans-serif;max-width:760px;margin:24px auto;padding:0 12px;color:#222;background:#fff}
        svg{width:100%;height:auto}svg text{font-size:12px;fill:#444;stroke:none}polyline{fill:none;stroke-width:1.6}
        line{stroke:#bbb}.hue1{stroke:#0b62a8}.hue2{stroke:#b3501a}.hue3{stroke:#1b7a3d}.hue4{stroke:#7a3d9c}
        td{padding:2px 16px 2px 0}img{image-rendering:pixelated;max-width:100%}
        """
}
