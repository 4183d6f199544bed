import Foundation
import GANText

/// The demonstrations of `ganeval course` as a page in Markdown: each with what theory says beside what was measured.
package enum CoursePage {
    /// What PacGAN's table 1 has: modes, share of high quality in percent, reverse divergence (1712.04086).
    private static let published: [(name: String, ring: String, grid: String)] = [
        ("GAN", "6.3 ± 0.5, 98.2 %, 0.45", "17.3 ± 0.8, 94.8 %, 0.70"),
        ("ALI", "6.6, 97.6 %, 0.36", "24.1, 95.7 %, 0.14"),
        ("PacGAN2", "7.9, 95.6 %, 0.07", "23.8, 91.3 %, 0.13"), ("PacGAN4", "7.8, 95.9 %, 0.07", "24.8, 93.6 %, 0.04"),
    ]

    /// The page.
    package static func markdown(_ report: CourseReport) -> String {
        var lines = ["# What GANs do, shown on small data", ""]
        lines.append(
            "By ganeval \(report.toolVersion): \(report.steps) steps a training, \(report.seeds) seeds. Every number can be had again with `ganeval course --steps \(report.steps) --seeds \(report.seeds)`."
        )
        if !report.lines.isEmpty { lines += self.lines(report.lines) }
        for data in ["ring", "grid"] {
            let runs = report.mixtures.filter { $0.data == data }
            if !runs.isEmpty { lines += mixtures(runs, data: data) }
        }
        if !report.mixtures.isEmpty { lines += literature() }
        if !report.slopes.isEmpty { lines += slopes(report.slopes) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func number(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

    private static func lines(_ rows: [CourseReport.Lines]) -> [String] {
        let table = MarkdownTable([
            ("distance", .right), ("Jensen-Shannon, log 2 = 0.693", .right),
            ("Wasserstein, the distance itself", .right),
        ])
        return [
            "", "## Two lines that don't overlap", "",
            "A fresh critic tells two parallel lines apart. The divergence stays at log 2 until they meet, and so gives a generator no way to go; the Wasserstein distance falls with the distance.",
            "",
        ]
            + table.lines(
                rows.map { [number($0.distance, 2), number($0.jensenShannon, 3), number($0.wasserstein, 3)] })
    }

    private static func mixtures(_ runs: [CourseReport.Mixture], data: String) -> [String] {
        let modes = runs.first?.modes ?? 0
        let table = MarkdownTable([
            ("preset", .left), ("modes of \(modes), mean", .right), ("each seed", .left), ("high quality", .right),
            ("reverse divergence", .right),
        ])
        func mean(_ values: [Double]) -> String {
            values.isEmpty ? "none" : number(values.reduce(0, +) / Double(values.count), 2)
        }
        return ["", "## The \(data) by loss", ""]
            + table.lines(
                runs.map { run in
                    let seeds =
                        run.hit.map(String.init).joined(separator: ", ")
                        + (run.diverged.isEmpty
                            ? "" : "; diverged: seed \(run.diverged.map(String.init).joined(separator: ", "))")
                    let quality = run.highQuality.map { 100 * $0 }
                    return [
                        run.preset, mean(run.hit.map(Double.init)), seeds,
                        quality.isEmpty ? "none" : mean(quality) + " %",
                        mean(run.reverseDivergence),
                    ]
                })
            + [
                "",
                "2500 samples a run, of the weights' moving average. High quality is within three standard deviations of a mode, 98.89 % for real data; a mode counts from one such sample on; the divergence is that of the samples' modes from even ones, in nats.",
            ]
    }

    private static func literature() -> [String] {
        let table = MarkdownTable([("PacGAN, table 1", .left), ("ring", .left), ("grid", .left)])
        return [
            "", "As published, with other networks and longer trainings (modes, high quality, reverse divergence):", "",
        ] + table.lines(published.map { [$0.name, $0.ring, $0.grid] })
    }

    private static func slopes(_ slopes: [CourseReport.Slope]) -> [String] {
        let table = MarkdownTable([
            ("critic", .left), ("what bounds it", .left), ("largest slope found", .right),
            ("product of spectral norms", .right), ("power iteration beside LAPACK", .right),
        ])
        return [
            "", "## How steep critics are", "",
            "The largest slope on ways uphill from points of the ring and of the plane around it is at most the Lipschitz constant; the product of the weights' largest singular values is at least that.",
            "",
        ]
            + table.lines(
                slopes.map { slope in
                    [
                        slope.preset, slope.bound, slope.largest.map { number($0, 3) } ?? "diverged",
                        slope.product.map { number($0, 3) } ?? "diverged",
                        slope.normError.map { "within " + number(100 * $0, 2) + " %" } ?? "",
                    ]
                })
    }

    /// The document's JSON, schema `ganeval.course/1`.
    package static func json(_ report: CourseReport) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(report), as: UTF8.self) + "\n"
    }
}
