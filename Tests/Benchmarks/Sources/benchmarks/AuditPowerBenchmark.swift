import Foundation
import GANAudit
import GANData
import GANNumerics

/// How much of a planted leak the memorization audit finds: by share, noise, shift and other changes of the copies.
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
    /// The shares of copies that are planted.
    let shares: [Double]

    private static let usualShares = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 1]
    static let changes = [
        Change(noise: 0, shift: 0), Change(noise: 4, shift: 0), Change(noise: 8, shift: 0), Change(noise: 16, shift: 0),
        Change(noise: 0, shift: 1), Change(noise: 0, shift: 2), Change(noise: 0, shift: 3), Change(noise: 8, shift: 1),
        Change(noise: 5, shift: 0), Change(noise: 20, shift: 0), Change(noise: 40, shift: 0),
        Change(noise: 60, shift: 0),
        Change(noise: 0, shift: 0, kind: .inverted), Change(noise: 0, shift: 0, kind: .turned),
        Change(noise: 0, shift: 0, kind: .erased), Change(noise: 0, shift: 0, kind: .blended(0.8)),
        Change(noise: 0, shift: 0, kind: .blended(0.5)), Change(noise: 0, shift: 0, kind: .recoloured),
    ]

    /// What happens to a copy.
    struct Change: Hashable {
        /// The standard deviation of its noise, in grey levels.
        var noise: Double
        /// The larger of its shifts along both axes, in pixels; the direction is drawn.
        var shift: Int
        var kind = Kind.none

        /// What happens before noise and shift.
        enum Kind: Hashable {
            case none, inverted
            /// By up to 15 degrees.
            case turned
            /// A square of half of each side is painted black.
            case erased
            /// So much of the copied row, the rest of another training row.
            case blended(Double)
            /// The first and the third channel exchanged; pictures without colours are left out.
            case recoloured
        }

        var name: String {
            switch kind {
            case .none: return "noise \(Int(noise)), shift \(shift)"
            case .inverted: return "inverted"
            case .turned: return "turned by up to 15°"
            case .erased: return "a quarter erased"
            case .blended(let share): return "blended, \(share) of the row"
            case .recoloured: return "red and blue exchanged"
            }
        }
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
        shares = options.text("shares").map { $0.split(separator: ",").map { Double($0) ?? 0 } } ?? Self.usualShares
        guard !shares.isEmpty, shares.allSatisfy({ $0 > 0 && $0 <= 1 }) else {
            throw BenchmarkError(message: "--shares are numbers above 0 and up to 1, as 0.01,0.1,1.")
        }
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
        for change in Self.changes where change.kind != .recoloured || channels >= 3 {
            for share in shares {
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
            curves: Self.changes.filter { table[$0] != nil }.map { change in
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
        let copied = generator.sample(min(outcome.planted, training), below: training)
        outcome.planted = copied.count
        var sources: [Set<Int>] = []
        for (place, row) in copied.enumerated() {
            var stream = generator.split(place)
            let second = stream.index(below: training)
            // Of a blend either row is the right one.
            if case .blended = change.kind { sources.append([row, second]) } else { sources.append([row]) }
            let other = Array(trainingRows.row(second))
            let before = Self.prepared(Array(trainingRows.row(row)), other, size, change.kind, &stream)
            let image = Self.changed(before, size, change, &stream)
            for (column, value) in image.enumerated() { drawn[place, column] = value }
        }
        func part(_ rows: Matrix<Float>, _ name: String) -> ArraySource {
            ArraySource(name: name, rule: "rows of \(images)", shape: shape, samples: rows)
        }
        let findings = try Audit.run(
            samples: part(drawn, "samples"), training: part(trainingRows, "training"),
            heldOut: part(all.rows(at: Array(rows[training..<training + heldOut])), "held-out"),
            options: AuditOptions(
                calibrationRows: calibration, channels: Set(AuditOptions.Channel.allCases), seed: seed))
        for copy in findings.copies {
            if copy.sample >= outcome.planted {
                outcome.wrong += 1
            } else if sources[copy.sample].contains(copy.trainingRow) {
                outcome.found += 1
            }
        }
        outcome.share = findings.copiedShare?.value ?? findings.sureShare?.byLabels.value ?? 0
        outcome.low = findings.sureShare?.low ?? 0
        outcome.high = findings.copiedShare?.high ?? 1
        outcome.verdict = findings.verdict.outcome.rawValue
        return outcome
    }

    /// A row as its kind of change leaves it.
    private static func prepared(
        _ image: [Float], _ other: [Float], _ size: (height: Int, width: Int, channels: Int), _ kind: Change.Kind,
        _ generator: inout SeededGenerator
    ) -> [Float] {
        switch kind {
        case .none: return image
        case .inverted: return image.map { 255 - $0 }
        case .recoloured:
            var result = image
            for pixel in stride(from: 0, to: image.count, by: size.channels) {
                (result[pixel], result[pixel + 2]) = (image[pixel + 2], image[pixel])
            }
            return result
        case .blended(let share): return zip(image, other).map { Float(share) * $0 + Float(1 - share) * $1 }
        case .erased:
            let (rows, columns) = (size.height / 2, size.width / 2)
            let (top, left) = (
                generator.index(below: size.height - rows + 1), generator.index(below: size.width - columns + 1)
            )
            var result = image
            for row in top..<top + rows {
                for place in (row * size.width + left) * size.channels..<(row * size.width + left + columns)
                    * size.channels
                {
                    result[place] = 0
                }
            }
            return result
        case .turned:
            let angle = (30 * generator.uniform() - 15) * Double.pi / 180
            var result = image
            let (middleRow, middleColumn) = (Double(size.height - 1) / 2, Double(size.width - 1) / 2)
            for row in 0..<size.height {
                for column in 0..<size.width {
                    let (down, right) = (Double(row) - middleRow, Double(column) - middleColumn)
                    let y = min(Double(size.height - 1), max(0, middleRow + down * cos(angle) - right * sin(angle)))
                    let x = min(Double(size.width - 1), max(0, middleColumn + right * cos(angle) + down * sin(angle)))
                    let (top, left) = (Int(y), Int(x))
                    let (below, beside) = (min(size.height - 1, top + 1), min(size.width - 1, left + 1))
                    let (v, h) = (Float(y - Double(top)), Float(x - Double(left)))
                    for channel in 0..<size.channels {
                        func value(_ y: Int, _ x: Int) -> Float {
                            image[(y * size.width + x) * size.channels + channel]
                        }
                        let upper = value(top, left) * (1 - h) + value(top, beside) * h
                        let lower = value(below, left) * (1 - h) + value(below, beside) * h
                        result[(row * size.width + column) * size.channels + channel] = upper * (1 - v) + lower * v
                    }
                }
            }
            return result
        }
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
            "shift": change.shift, "change": change.name, "planted_share": share, "repeats": outcomes.count,
            "training": training,
            "held_out": heldOut, "samples": samples, "calibration": calibration,
            "found_share": mean(outcomes) { Double($0.found) / Double($0.planted) },
            "wrong_per_audit": mean(outcomes) { Double($0.wrong) }, "reported_share": mean(outcomes, \.share),
            "reported_low": mean(outcomes, \.low), "reported_high": mean(outcomes, \.high),
            "alarms": outcomes.count { $0.verdict == "copying" },
            "lower_bounds_hold": outcomes.count { $0.low <= Double($0.planted) / Double(samples) },
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
            training row, one of two for a blend, at a false discovery rate of 5 %; "wrong" are fresh images that are listed. All views are
            looked through. Copies of all samples with noise are kernel smoothing. What is reported is a lower bound, by the list or by labels. Where fewer copies are planted than the
            audit can see, its share and interval are those of the copies that can be seen, none: the audit then says which leak it could have
            seen, and its verdict is "can't tell" unless that is below 1 %.

            | copies | planted, % | reported, % | its interval | found, % | wrong | alarms |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: |
            \(lines.joined(separator: "\n"))

            """
    }
}
