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
        let images = report.imageSteps.map { ", \($0) steps of the plain DCGAN on images" } ?? ""
        let options =
            (report.only.map { " --only \($0)" } ?? "") + " --steps \(report.steps) --seeds \(report.seeds)"
            + (report.imageSteps.map { " --image-steps \($0)" } ?? "")
        lines.append(
            "By ganeval \(report.toolVersion): \(report.steps) steps a training, \(report.seeds) seeds\(images). "
                + "Every number can be had again with `ganeval course\(options)`.")
        if !report.lines.isEmpty { lines += self.lines(report.lines) }
        for data in ["ring", "grid"] {
            let runs = report.mixtures.filter { $0.data == data }
            if !runs.isEmpty { lines += mixtures(runs, data: data) }
        }
        if !report.mixtures.isEmpty { lines += literature() }
        if !report.slopes.isEmpty { lines += slopes(report.slopes) }
        if !report.sequences.isEmpty { lines += sequences(report.sequences) }
        for lesson in report.lessons { lines += self.lesson(lesson) }
        if !report.copying.isEmpty { lines += copying(report.copying) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func number(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

    /// The mean with its standard deviation over the seeds, where there are several.
    private static func spread(_ values: [Double], _ digits: Int) -> String {
        guard !values.isEmpty else { return "diverged" }
        let mean = values.reduce(0, +) / Double(values.count)
        guard values.count > 1 else { return number(mean, digits) }
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return "\(number(mean, digits)) ± \(number((squares / Double(values.count - 1)).squareRoot(), digits))"
    }

    /// As `spread`, of shares.
    private static func percent(_ values: [Double]) -> String {
        values.isEmpty ? "diverged" : spread(values.map { 100 * $0 }, 1) + " %"
    }

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
                rows.map { [number($0.distance, 2), spread($0.jensenShannon, 3), spread($0.wasserstein, 3)] })
            + [
                "",
                "Means and standard deviations over the seeds. At distance 0 both lines are one: what chance alone gives.",
            ]
    }

    private static func mixtures(_ runs: [CourseReport.Mixture], data: String) -> [String] {
        let modes = runs.first?.modes ?? 0
        let table = MarkdownTable([
            ("preset", .left), ("modes of \(modes), mean", .right), ("each seed", .left), ("high quality", .right),
            ("reverse divergence", .right),
        ])
        return ["", "## The \(data) by loss", ""]
            + table.lines(
                runs.map { run in
                    let seeds =
                        run.hit.map(String.init).joined(separator: ", ")
                        + (run.diverged.isEmpty
                            ? "" : "; diverged: seed \(run.diverged.map(String.init).joined(separator: ", "))")
                    return [
                        run.preset, spread(run.hit.map(Double.init), 2), seeds,
                        percent(run.highQuality), spread(run.reverseDivergence, 3),
                    ]
                })
            + [
                "",
                "2500 samples a run, of the weights' moving average, beside as many of real data. High quality is within three standard deviations of a mode; a mode counts from one such sample on; the divergence is that of the samples' modes from even ones, in nats.",
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
                        slope.preset, slope.bound, spread(slope.largest, 3), spread(slope.product, 3),
                        slope.normError.max().map { "within " + number(100 * $0, 2) + " %" } ?? "",
                    ]
                })
    }

    private static func sequences(_ rows: [CourseReport.Sequences]) -> [String] {
        let table = MarkdownTable([
            ("generator", .left), ("valid", .right), ("different", .right), ("novel", .right),
            ("Jensen-Shannon, 3-grams", .right), ("self-BLEU", .right),
        ])
        return [
            "", "## Expressions, symbol by symbol", "",
            "Choosing a symbol has no derivative. Gumbel-softmax sends the gradient through a soft choice, policy gradient does without one. 1000 lines a run.",
            "",
        ]
            + table.lines(
                rows.map { row in
                    [
                        row.gradient, percent(row.valid), percent(row.distinct), percent(row.novel),
                        spread(row.trigrams, 3), spread(row.selfBLEU, 3),
                    ]
                })
    }

    /// What opens a lesson on images: its title, and what to look for.
    private static func opening(_ part: String) -> (title: String, words: String) {
        switch part {
        case "images":
            (
                "Images by loss",
                "Each training has as many steps as take about as long as the first by an estimate. The Fréchet distance is in the features of a classifier of these data, not Inception's."
            )
        case "conditional":
            (
                "Images of a class",
                "The share of samples that a classifier takes for what was asked, how well real images are told by a classifier that saw samples alone, and the reverse."
            )
        case "stacked":
            (
                "A thousand modes",
                "Three images in the channels of each sample: modes with any sample, and the divergence of their shares from equal ones, as papers count them."
            )
        case "paired":
            (
                "From one image to another, with pairs",
                "Pixels alone reward the mean of all answers, which no answer looks like; noise alone answers nothing. A discriminator of pairs asks for both."
            )
        default:
            (
                "From one world to another, without pairs",
                "A cycle that closes says that nothing was lost, not that the translation is the intended one: here the truth is known."
            )
        }
    }

    private static func lesson(_ lesson: CourseReport.Lesson) -> [String] {
        let (title, words) = opening(lesson.part)
        let severalSeeds = Set(lesson.runs.map(\.seed)).count > 1
        let table = MarkdownTable(
            [("preset", .left), ("steps", .right)] + lesson.metrics.map { ("`\($0)`", .right) }
                + [("quality", .left), ("diversity", .left)])
        func figures(_ values: [String: Double]) -> [String] {
            lesson.metrics.map { values[$0].map { number($0, 3) } ?? "" }
        }
        var rows = lesson.runs.map { run -> [String] in
            let name = severalSeeds ? "\(run.preset), seed \(run.seed)" : run.preset
            return [name, String(run.steps)] + figures(run.values) + [run.quality ?? "", run.diversity ?? ""]
        }
        if let real = lesson.runs.first?.real, !real.isEmpty {
            rows.append(["held-out data", ""] + figures(real) + ["", ""])
        }
        return ["", "## \(title)", "", "\(lesson.data). \(words)", ""] + table.lines(rows)
    }

    private static func copying(_ rows: [CourseReport.Copying]) -> [String] {
        let table = MarkdownTable([
            ("training images", .right), ("preset", .left), ("steps", .right), ("samples listed as copies", .right),
            ("images given away", .right), ("audit", .left),
        ])
        return [
            "", "## Few images by heart", "",
            "The same network for as many steps, on a few images and on many: a discriminator that knows a few by heart teaches its generator nothing else.",
            "",
        ]
            + table.lines(
                rows.map { row in
                    [
                        String(row.rows), row.preset, String(row.steps), "\(row.listed) of \(row.samples)",
                        String(row.givenAway), row.verdict,
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
