import Foundation

/// The table and the figure of what `compare` finds.
struct ComparisonFigure {
    struct Alarm {
        var scene: String
        var kind: String
        /// The share of trials in which the second set is called worse by any metric.
        var worse = 0.0
        /// The same by each metric alone.
        var byMetric: [String: Double] = [:]
        /// The share in which any difference is claimed.
        var any = 0.0
    }

    struct Curve {
        var name: String
        var points: [(ratio: Double, found: Double)]
    }

    let alarms: [Alarm]
    let curves: [Curve]
    let detectable: [DetectableBenchmark.Found]
    let trials: Int
    let small: Int
    let repeats: Int
    let permutations: Int
    let images: String

    func markdown() -> String {
        func percent(_ share: Double) -> String { String(format: "%.1f %%", 100 * share) }
        var lines = [
            "# What compare finds", "",
            "Made by `benchmarks comparison --images \((images as NSString).lastPathComponent) --small \(small) "
                + "--permutations \(permutations) --out FOLDER`; `ComparisonScene.swift` says how the sets are drawn.",
            "", "## Differences that are not there", "",
            "\(trials) trials a row, \(small) samples and \(small) reference rows, five metrics read together at 5 %.",
            "",
            "| data | sets of equal quality | called worse | by the Fréchet distance | any difference |",
            "| --- | --- | ---: | ---: | ---: |",
        ]
        for alarm in alarms {
            lines.append(
                "| \(alarm.scene) | \(alarm.kind) | \(percent(alarm.worse)) | \(percent(alarm.byMetric["frechet_distance"] ?? 0)) | "
                    + "\(percent(alarm.any)) |")
        }
        lines += [
            "", "## Differences that are there", "",
            "The share of \(repeats) trials in which a generator of images with a true Fréchet distance that many times the "
                + "baseline's is called worse (p at most 1 %, and an interval without 0).",
            "", "| sets | " + curves[0].points.map { String(format: "%g", $0.ratio) }.joined(separator: " | ") + " |",
            "| --- |" + String(repeating: " ---: |", count: curves[0].points.count),
        ]
        for curve in curves {
            lines.append("| \(curve.name) | " + curve.points.map { percent($0.found) }.joined(separator: " | ") + " |")
        }
        lines += [
            "", "## What is said to be seen four times out of five", "",
            "Gaussian sets of 400 rows and 16 columns, 400 runs a row, five metrics read together.", "",
            "| sets | second set | difference that is said | seen in | without the correction it would be said of |",
            "| --- | --- | ---: | ---: | ---: |",
        ]
        for found in detectable {
            lines.append(
                "| \(found.isPaired ? "paired" : "independent") | \(found.fault.rawValue) | \(String(format: "%.3f", found.difference)) | \(percent(found.share)) | "
                    + "\(String(format: "%.3f", found.uncorrected)) |")
        }
        return (lines + ["", "![Power](comparison.svg)", ""]).joined(separator: "\n")
    }

    func svg() -> String {
        let (width, height, left, top) = (620.0, 380.0, 60.0, 20.0)
        let (right, bottom) = (440.0, 330.0)
        let colours = ["#7aa5d2", "#1b5ea8", "#e0a96d", "#b3541e"]
        func x(_ ratio: Double) -> Double { left + (ratio - 1) / 0.2 * (right - left) }
        func y(_ share: Double) -> Double { bottom - share * (bottom - top) }
        func text(_ words: String, _ x: Double, _ y: Double, _ anchor: String) -> String {
            String(format: "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"", x, y) + anchor + "\">\(words)</text>"
        }
        var parts = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(Int(width)) \(Int(height))\" role=\"img\" "
                + "font-family=\"sans-serif\" font-size=\"12\">",
            "<title>How often a worse generator is found</title>",
            "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>",
        ]
        for share in [0, 0.25, 0.5, 0.75, 0.95, 1] {
            parts.append(
                String(
                    format: "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%@\"/>", left, y(share),
                    right,
                    y(share), share == 0.95 ? "#c33" : "#ddd"))
            if share != 1 { parts.append(text("\(Int(share * 100)) %", left - 8, y(share) + 4, "end")) }
        }
        for ratio in [1, 1.05, 1.1, 1.15, 1.2] {
            parts.append(text(String(format: "%g×", ratio), x(ratio), bottom + 18, "middle"))
        }
        parts.append(text("true Fréchet distance over the baseline's", (left + right) / 2, bottom + 40, "middle"))
        for (number, curve) in curves.enumerated() {
            let colour = colours[number % colours.count]
            let points = curve.points.map { String(format: "%.1f,%.1f", x($0.ratio), y($0.found)) }
            parts.append(
                "<polyline fill=\"none\" stroke=\"\(colour)\" stroke-width=\"2\" points=\"\(points.joined(separator: " "))\"/>"
            )
            let place = top + 20 + 20 * Double(number)
            parts.append(
                String(
                    format: "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" ", right + 14, place - 4, right + 34,
                    place - 4)
                    + "stroke=\"\(colour)\" stroke-width=\"2\"/>")
            parts.append(text(curve.name + " samples", right + 40, place, "start"))
        }
        return parts.joined(separator: "\n") + "\n</svg>\n"
    }
}
