import Foundation
import GANAudit
import GANData
import GANNumerics

/// How much of a planted leak the memorization audit finds: by share, noise and shift of the copies.
///
/// Real images are cut into training, held-out and fresh rows. A share of the fresh ones is replaced by copies of random
/// training rows, shifted and with normal noise, rounded to grey levels. One JSON line a cell; with `--out FOLDER` also
/// `audit-power.md` and `audit-power.svg`.
struct AuditPowerBenchmark {
    let images: String
    let training: Int
    let heldOut: Int
    let samples: Int
    let calibration: Int
    let repeats: Int
    let folder: String?

    static let shares = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2]
    static let changes = [
        Change(noise: 0, shift: 0), Change(noise: 4, shift: 0), Change(noise: 8, shift: 0), Change(noise: 16, shift: 0),
        Change(noise: 0, shift: 1), Change(noise: 0, shift: 2), Change(noise: 0, shift: 3), Change(noise: 8, shift: 1),
    ]

    /// What happens to a copy.
    struct Change: Hashable {
        /// The standard deviation of its noise, in grey levels.
        var noise: Double
        /// The larger of its shifts along both axes, in pixels; the direction is drawn.
        var shift: Int

        var name: String { "noise \(Int(noise)), shift \(shift)" }
    }

    /// What one audit of a planted leak gave.
    struct Outcome {
        var planted = 0
        /// Planted copies that are listed with the right training row.
        var found = 0
        /// Fresh images that are listed.
        var wrong = 0
        var share = 0.0
        var low = 0.0
        var high = 0.0
        var verdict = ""
    }

    init(_ options: Options) throws {
        var options = options
        guard let images = options.text("images") else {
            throw BenchmarkError(message: "Name a source of images with --images, of one size, such as an IDX file.")
        }
        self.images = images
        training = try options.count("training", default: 6000)
        heldOut = try options.count("held-out", default: 1200)
        samples = try options.count("samples", default: 2000)
        calibration = try options.count("calibration", default: 3000)
        repeats = try options.count("repeats", default: 1)
        folder = options.text("out")
        try options.finish()
    }

    func run() throws {
        let source = try SampleSources.open(images)
        guard case .image(let height, let width, let channels) = source.shape else {
            throw BenchmarkError(message: "\(images) holds no images.")
        }
        let needed = training + heldOut + samples
        guard source.count >= needed else {
            throw BenchmarkError(message: "\(images) has \(source.count) images; the audits take \(needed).")
        }
        let all = try source.read(rows: 0..<source.count)
        var table: [Change: [(share: Double, outcome: [Outcome])]] = [:]
        for change in Self.changes {
            for share in Self.shares {
                var outcomes: [Outcome] = []
                for number in 0..<repeats {
                    outcomes.append(
                        try audit(
                            all, source.shape, (height, width, channels), change, share: share, seed: UInt64(number + 1)
                        ))
                }
                table[change, default: []].append((share, outcomes))
                try printLine(json(change, share, outcomes))
            }
        }
        guard let folder else { return }
        let target = URL(fileURLWithPath: folder, isDirectory: true)
        try page(table).write(to: target.appendingPathComponent("audit-power.md"), atomically: true, encoding: .utf8)
        let figure = PowerFigure(
            curves: Self.changes.map { change in
                (change.name, (table[change] ?? []).map { ($0.share, mean($0.outcome, \.share)) })
            })
        try figure.svg().write(
            to: target.appendingPathComponent("audit-power.svg"), atomically: true, encoding: .utf8)
    }

    private func audit(
        _ all: Matrix<Float>, _ shape: SampleShape, _ size: (height: Int, width: Int, channels: Int), _ change: Change,
        share: Double, seed: UInt64
    ) throws -> Outcome {
        var generator = SeededGenerator(seed: seed).split("planted leak")
        let rows = generator.sample(training + heldOut + samples, below: all.rows)
        let trainingRows = all.rows(at: Array(rows[0..<training]))
        var drawn = all.rows(at: Array(rows[training + heldOut..<rows.count]))
        var outcome = Outcome()
        outcome.planted = max(1, Int((share * Double(samples)).rounded()))
        let copied = generator.sample(outcome.planted, below: training)
        for (place, row) in copied.enumerated() {
            var stream = generator.split(place)
            let image = Self.changed(Array(trainingRows.row(row)), size, change, &stream)
            for (column, value) in image.enumerated() { drawn[place, column] = value }
        }
        func part(_ rows: Matrix<Float>, _ name: String) -> ArraySource {
            ArraySource(name: name, rule: "rows of \(images)", shape: shape, samples: rows)
        }
        let findings = try Audit.run(
            samples: part(drawn, "samples"), training: part(trainingRows, "training"),
            heldOut: part(all.rows(at: Array(rows[training..<training + heldOut])), "held-out"),
            options: AuditOptions(calibrationRows: calibration, seed: seed))
        for copy in findings.copies {
            if copy.sample >= outcome.planted {
                outcome.wrong += 1
            } else if copied[copy.sample] == copy.trainingRow {
                outcome.found += 1
            }
        }
        outcome.share = findings.copiedShare?.value ?? 0
        outcome.low = findings.copiedShare?.low ?? 0
        outcome.high = findings.copiedShare?.high ?? 1
        outcome.verdict = findings.verdict.outcome.rawValue
        return outcome
    }

    /// A shifted, noisy copy in whole grey levels; what comes in from outside is the image's edge.
    private static func changed(
        _ image: [Float], _ size: (height: Int, width: Int, channels: Int), _ change: Change,
        _ generator: inout SeededGenerator
    ) -> [Float] {
        var (down, right) = (0, 0)
        while max(abs(down), abs(right)) != change.shift {
            down = generator.index(below: 2 * change.shift + 1) - change.shift
            right = generator.index(below: 2 * change.shift + 1) - change.shift
        }
        var result = image
        for row in 0..<size.height {
            for column in 0..<size.width {
                let from =
                    min(size.height - 1, max(0, row - down)) * size.width + min(size.width - 1, max(0, column - right))
                for channel in 0..<size.channels {
                    let value = Double(image[from * size.channels + channel]) + change.noise * generator.normalPair().0
                    result[(row * size.width + column) * size.channels + channel] = Float(
                        min(255, max(0, value)).rounded())
                }
            }
        }
        return result
    }

    private func mean(_ outcomes: [Outcome], _ value: (Outcome) -> Double) -> Double {
        outcomes.map(value).reduce(0, +) / Double(max(1, outcomes.count))
    }

    private func json(_ change: Change, _ share: Double, _ outcomes: [Outcome]) -> [String: Any] {
        [
            "benchmark": "audit-power", "images": URL(fileURLWithPath: images).lastPathComponent, "noise": change.noise,
            "shift": change.shift, "planted_share": share, "repeats": outcomes.count, "training": training,
            "held_out": heldOut, "samples": samples, "calibration": calibration,
            "found_share": mean(outcomes) { Double($0.found) / Double($0.planted) },
            "wrong_per_audit": mean(outcomes) { Double($0.wrong) }, "reported_share": mean(outcomes, \.share),
            "reported_low": mean(outcomes, \.low), "reported_high": mean(outcomes, \.high),
            "alarms": outcomes.count { $0.verdict == "copying" },
            "intervals_with_truth": outcomes.count {
                let truth = Double($0.planted) / Double(samples)
                return $0.low <= truth && truth <= $0.high
            },
        ]
    }

    private func page(_ table: [Change: [(share: Double, outcome: [Outcome])]]) -> String {
        func percent(_ share: Double) -> String { String(format: "%.3g", 100 * share) }
        var lines: [String] = []
        for change in Self.changes {
            for (share, outcomes) in table[change] ?? [] {
                let found = mean(outcomes) { Double($0.found) / Double($0.planted) }
                lines.append(
                    "| \(change.name) | \(percent(share)) | \(percent(mean(outcomes, \.share))) | "
                        + "\(percent(mean(outcomes, \.low)))–\(percent(mean(outcomes, \.high))) | \(percent(found)) | "
                        + String(format: "%.1f", mean(outcomes) { Double($0.wrong) })
                        + " | \(outcomes.count { $0.verdict == "copying" })/\(outcomes.count) |")
            }
        }
        return """
            # What the memorization audit finds of a planted leak

            \(training) training rows, \(heldOut) held-out rows, \(samples) samples, \(calibration) calibration rows; means over
            \(repeats) audit\(repeats == 1 ? "" : "s") a row. Copies have normal noise (standard deviation in grey levels) and a
            shift (pixels, the larger of both axes; views reach 2). "Found" are planted copies that are listed with the right
            training row, at a false discovery rate of 5 %; "wrong" are fresh images that are listed. Where fewer copies are planted than the
            audit can see, its share and interval are those of the copies that can be seen, none: the audit then says which leak it could have
            seen, and its verdict is "can't tell" unless that is below 1 %.

            | copies | planted, % | reported, % | its interval | found, % | wrong | alarms |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: |
            \(lines.joined(separator: "\n"))

            """
    }
}
