import Foundation
import GANMetrics
import GANNumerics
import OrderedCollections

/// Turns measured metrics into words.
///
/// Every word follows from a rule on an interval, beside what real held-out data reach; the thresholds are here and
/// nowhere else. Where an interval does not decide, the word is "can't tell".
struct Judge {
    let metrics: OrderedDictionary<String, MeasuredMetric>
    /// How many samples were judged.
    let samples: Int
    let hasHeldOut: Bool
    let training: [TrainingPoint]
    let modes: ModeTable?
    /// What one sample is called: "image" or "point".
    let noun: String

    /// Shares of the real-data ceiling: from here on good, below this alarming.
    static let goodShare = 0.9
    static let alarmingShare = 0.6
    /// A p-value below this speaks for copying; the report makes one such test.
    static let significance = 0.01
    /// Tail shares above this multiple of the null are alarming, not only noticeable.
    static let alarmingTail = 2.0
    /// Fewer samples leave every share too uncertain to judge.
    static let fewSamples = 200
    /// A divergence of the classes' shares from the reference's above this, in nats, is uneven.
    static let unevenDivergence = 0.05
    /// A discriminator that is right this often on both sides has stopped teaching.
    static let saturatedAccuracy = 0.98
    /// Below this share of suspiciously near samples, exact copies are what there is to say.
    static let fewNear = 0.05

    func verdict() -> Verdict {
        let tiles = [quality(), diversity(), memorization(), modeCoverage(), discriminator()].map(asFarAsSamplesTell)
        var findings = tiles.filter { $0.metric != nil }
            .map { Verdict.Finding(section: $0.section, grade: $0.grade, sentence: $0.sentence) }
        if let finding = trainingFinding() { findings.append(finding) }
        findings.sort { $0.grade > $1.grade }
        let worst = tiles.filter { $0.metric != nil }.map(\.grade).max() ?? .cannotTell
        return Verdict(sentence: sentence(tiles, worst), grade: worst, tiles: tiles, findings: findings)
    }

    private var areTooFew: Bool { samples < Self.fewSamples }

    /// The tile as it is, or without a grade where there are too few samples for one.
    ///
    /// Copies are copies however few samples there are, and the test for near ones holds at any number: what speaks of copying
    /// stays.
    private func asFarAsSamplesTell(_ tile: Verdict.Tile) -> Verdict.Tile {
        guard areTooFew, tile.section != .memorization || tile.grade == .good else { return tile }
        var result = tile
        guard tile.metric != nil, tile.grade != .cannotTell else { return tile }
        result.grade = .cannotTell
        result.sentence += " \(samples) samples are too few for a grade."
        return result
    }

    // MARK: Sections

    private func quality() -> Verdict.Tile {
        relative(
            "precision", section: .quality,
            say: { value, real in
                "\(percent(value)) of the samples lie among real data; of real held-out data \(percent(real)) do."
            },
            alone: { "\(percent($0)) of the samples lie among real data." })
    }

    private func diversity() -> Verdict.Tile {
        relative(
            "coverage", section: .diversity,
            say: { value, real in
                "\(percent(value)) of the real neighbourhoods hold a sample; with real held-out data \(percent(real)) would."
            },
            alone: { "\(percent($0)) of the real neighbourhoods hold a sample." })
    }

    /// Grades a share by its interval relative to what held-out data reach, or to the null where there are none.
    private func relative(
        _ name: String, section: ReportSection, say: (Double, Double) -> String, alone: (Double) -> String
    ) -> Verdict.Tile {
        guard let result = metrics[name]?.result else {
            return Verdict.Tile(section: section, grade: .cannotTell, metric: nil, sentence: "Not measured.")
        }
        guard let real = result.ceiling?.value ?? result.null?.value, real > 0 else {
            return Verdict.Tile(
                section: section, grade: .cannotTell, metric: name,
                sentence: alone(result.value) + " Held-out data would tell how much is possible.")
        }
        let low = (result.interval?.low ?? result.value) / real
        let high = (result.interval?.high ?? result.value) / real
        let grade: Grade
        if low >= Self.goodShare {
            grade = .good
        } else if high < Self.alarmingShare {
            grade = .alarming
        } else if low < Self.alarmingShare && high >= Self.goodShare {
            grade = .cannotTell
        } else {
            grade = .weak
        }
        return Verdict.Tile(
            section: section, grade: grade, metric: name,
            sentence: result.ceiling == nil ? alone(result.value) : say(result.value, real))
    }

    private func memorization() -> Verdict.Tile {
        func tile(_ grade: Grade, _ sentence: String) -> Verdict.Tile {
            Verdict.Tile(section: .memorization, grade: grade, metric: "distance_ratio", sentence: sentence)
        }
        guard metrics["distance_ratio"] != nil else {
            return Verdict.Tile(
                section: .memorization, grade: .cannotTell, metric: nil,
                sentence: "Not measured: the training set holds fewer than two samples.")
        }
        let copies = count("authenticity", "exact_copies") ?? 0
        guard hasHeldOut, let share = number("distance_ratio", "tail_share"),
            let null = number("distance_ratio", "tail_null"), let p = number("distance_ratio", "tail_p_value")
        else {
            if copies > 0 {
                return tile(
                    .alarming,
                    "\(copies) samples equal a training \(noun) exactly; held-out data would tell how many more are copies."
                )
            }
            return tile(
                .cannotTell,
                "No sample equals a training \(noun) exactly; whether samples lie too close needs --held-out data.")
        }
        let low = interval("distance_ratio", "tail_interval")?.low ?? share
        let tail =
            "\(percent(share)) of the samples lie as close to a training \(noun) as only \(percent(null)) of held-out \(noun)s do"
        if p < Self.significance {
            let grade: Grade = low > Self.alarmingTail * null || copies > 0 ? .alarming : .weak
            let exact = copies > 0 ? "; \(copies) equal one exactly" : ""
            return tile(grade, tail + " (p = \(short(p)))" + exact + ".")
        }
        if copies > 0 {
            return tile(
                .weak,
                "\(copies) samples equal a training \(noun) exactly, though the samples as a whole lie no closer than held-out \(noun)s."
            )
        }
        // What was not looked for must not be taken as absent.
        let unsearched = noun == "image" ? " Mirrored, shifted or partial copies were not looked for." : ""
        return tile(.good, "No sign of plain copying: " + tail + ", no more than chance gives." + unsearched)
    }

    private func modeCoverage() -> Verdict.Tile {
        guard let result = metrics["mode_coverage"]?.result, let modes else {
            return Verdict.Tile(
                section: .modes, grade: .cannotTell, metric: nil,
                sentence: "Not measured: a labelled reference is needed, or known modes.")
        }
        let missing = modes.modes.filter(\.missing).map(\.name)
        let total = modes.modes.count
        if missing.isEmpty {
            let share = number("mode_coverage", "high_quality_share")
            let ceiling = number("mode_coverage", "high_quality_ceiling")
            if let share, let ceiling {
                let grade: Grade =
                    share >= Self.goodShare * ceiling
                    ? .good : share >= Self.alarmingShare * ceiling ? .weak : .alarming
                return Verdict.Tile(
                    section: .modes, grade: grade, metric: "mode_coverage",
                    sentence:
                        "All \(total) modes are reached; \(percent(share)) of the samples lie within three standard deviations of one (real data: \(percent(ceiling)))."
                )
            }
            let divergence = number("mode_coverage", "kl_to_reference")
            let uneven = divergence.map { $0 > Self.unevenDivergence } ?? false
            return Verdict.Tile(
                section: .modes, grade: uneven ? .weak : .good, metric: "mode_coverage",
                sentence: "All \(total) classes are made"
                    + (uneven ? ", though unevenly (divergence \(short(divergence ?? 0)) nats)." : "."))
        }
        let few = result.diagnostics.contains { $0.code == "too_few_samples_for_modes" }
        let names =
            missing.prefix(4).joined(separator: ", ") + (missing.count > 4 ? " and \(missing.count - 4) more" : "")
        return Verdict.Tile(
            section: .modes, grade: few ? .cannotTell : .alarming, metric: "mode_coverage",
            sentence: "\(missing.count) of \(total) \(missing.count == 1 ? "is" : "are") missing: \(names)."
                + (few ? " The samples are too few to be sure." : ""))
    }

    private func discriminator() -> Verdict.Tile {
        Verdict.Tile(
            section: .discriminator, grade: .cannotTell, metric: nil,
            sentence: "Not measured: this needs a discriminator's scores of training, held-out and generated \(noun)s.")
    }

    private func trainingFinding() -> Verdict.Finding? {
        guard training.count >= 8 else { return nil }
        let last = training.suffix(max(1, training.count / 8))
        let real = Statistics.mean(last.map(\.realAccuracy))
        let fake = Statistics.mean(last.map(\.generatedAccuracy))
        if min(real, fake) > Self.saturatedAccuracy {
            return Verdict.Finding(
                section: .training, grade: .weak,
                sentence:
                    "At the end of training the discriminator told \(percent(min(real, fake))) apart: the generator had stopped gaining on it."
            )
        }
        return Verdict.Finding(
            section: .training, grade: .good,
            sentence:
                "At the end of training the discriminator was right on \(percent(real)) of real and \(percent(fake)) of generated \(noun)s."
        )
    }

    // MARK: The sentence

    private func sentence(_ tiles: [Verdict.Tile], _ worst: Grade) -> String {
        func grade(_ section: ReportSection) -> Grade? {
            tiles.first { $0.section == section && $0.metric != nil }?.grade
        }
        if areTooFew {
            let few = "\(samples) samples are too few to judge this generator"
            guard let copying = copying(grade(.memorization)) else {
                return few + "; give at least \(Self.fewSamples)."
            }
            return "\(few), but \(copying): \(advice(worst))"
        }
        let look: String
        switch (grade(.quality), grade(.diversity)) {
        case (.good, .good): look = "Realistic and varied"
        case (.good, .weak): look = "Realistic, but less varied than real data"
        case (.good, .alarming): look = "Realistic, but far less varied than real data"
        case (.weak, .good): look = "Varied, but less realistic than real data"
        case (.weak, .weak): look = "Neither as realistic nor as varied as real data"
        case (.weak, .alarming): look = "Less realistic and far less varied than real data"
        case (.alarming, .good), (.alarming, .weak): look = "Far less realistic than real data"
        case (.alarming, .alarming): look = "Far from real data in both realism and variety"
        default: look = "Quality and variety can't be told from these samples"
        }
        var parts = [look]
        if grade(.modes) == .alarming, let tile = tiles.first(where: { $0.section == .modes }) {
            parts.append(tile.sentence.trimmingCharacters(in: CharacterSet(charactersIn: ".")))
        }
        parts.append(
            copying(grade(.memorization))
                ?? (grade(.memorization) == .good
                    ? "no sign of plain copies of training data" : "whether it copies its training data can't be told"))
        return parts.joined(separator: "; ") + ": " + advice(worst)
    }

    /// What speaks of copying; nil where nothing does.
    private func copying(_ grade: Grade?) -> String? {
        guard grade == .alarming || grade == .weak else { return nil }
        let copies = count("authenticity", "exact_copies") ?? 0
        let share = number("distance_ratio", "tail_share") ?? 0
        return copies > 0 && share < Self.fewNear
            ? "\(copies) samples are training \(noun)s"
            : "\(percent(share)) of the samples lie suspiciously close to training \(noun)s"
    }

    private func advice(_ worst: Grade) -> String {
        switch worst {
        case .good: return "nothing here speaks against shipping it."
        case .weak: return "worth improving before shipping."
        case .alarming: return "don't ship it."
        case .cannotTell: return "not enough is known to ship it."
        }
    }

    // MARK: Figures

    private func number(_ metric: String, _ part: String) -> Double? {
        guard case .number(let value)? = metrics[metric]?.result.parts[part] else { return nil }
        return value
    }

    private func count(_ metric: String, _ part: String) -> Int? {
        guard case .count(let value)? = metrics[metric]?.result.parts[part] else { return nil }
        return value
    }

    private func interval(_ metric: String, _ part: String) -> MetricInterval? {
        guard case .interval(let value)? = metrics[metric]?.result.parts[part] else { return nil }
        return value
    }

    private func percent(_ share: Double) -> String {
        let value = share * 100
        if value > 99, value < 100 { return String(format: "%.1f\u{A0}%%", (value * 10).rounded(.down) / 10) }
        return value != 0 && value < 1
            ? String(format: "%.2g\u{A0}%%", value) : "\(Int(value.rounded()))\u{A0}%"
    }

    private func short(_ value: Double) -> String { value < 0.0001 ? "under 0.0001" : String(format: "%.2g", value) }
}
