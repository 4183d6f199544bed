package import GANAudit
import GANData
import GANMetrics
import GANText

/// The sentences about an audit's verdict and its limits; every output takes them from here.
package struct AuditWords {
    let findings: AuditFindings

    package init(_ findings: AuditFindings) { self.findings = findings }

    /// Why the audit came out as it did, the weightiest first.
    package var reasons: [String] { findings.verdict.reasons.map(said) }

    private func said(_ reason: AuditReason) -> String {
        switch reason {
        case .heldOutOverlaps(let rows, let heldOut):
            return
                "\(rows) of \(heldOut) held-out rows are training rows: they can't show what an honest generator does."
        case .splitsDiffer(let pValue):
            return
                "Training and held-out rows differ in more than the split (\(SentenceFigure.probability(pValue))), so wins of training rows prove nothing."
        case .checkFailed(let check):
            let words = CheckWords([check], noun: findings.noun, isOfAudit: true)
            return "\(words.sentence(check)) \(words.advice(check))"
        case .preparedDifferently(let appearance): return Self.preparation(appearance)
        case .matched(let copies, let samples, let rate, let share):
            return "\(copies) of \(samples) samples are matched to training rows, at a false discovery rate of "
                + "\(SentenceFigure.percent(rate)): \(Self.least(share.value)) are copies, "
                + "\(SentenceFigure.percent(share.low)) to \(SentenceFigure.percent(share.high)) as far as can be shown."
        case .listedByLabels(let rate):
            return
                "They are listed by labels alone, as real rows calibrate fewer: so many training rows win and so few "
                + "held-out rows, an estimated \(SentenceFigure.percent(rate)) of the list by chance."
        case .unlisted(let share): return Self.unlisted(share)
        case .manyExactCopies(let count, let expected):
            return "\(exactCopies(count)); of as many real rows at most about \(SentenceFigure.number(expected)) would "
                + "be equal to another one."
        case .improbable(let pValue):
            return
                "A generator that copies nothing would give such matches with \(SentenceFigure.probability(pValue))."
        case .withinChance(let pValue):
            return "The matches are no more than chance gives (\(SentenceFigure.probability(pValue)))."
        case .collapsed: return "The samples are few distinct images, which is a collapse and not copying."
        case .leakUnseen(let share, let needed):
            return "But a leak of \(SentenceFigure.percent(share)) would not have been seen. "
                + (needed.map { "\($0) samples would show it." }
                    ?? "More calibration rows or held-out rows are needed.")
        case .leakVisible(let share):
            return "Clear copies of \(SentenceFigure.percent(share)) of the samples would have been seen."
        case .leansToTraining(let share, let pValue):
            return
                "As a set the samples lean to the training rows: \(SentenceFigure.percent(share)) are nearer to them "
                + "than to as many held-out rows (\(SentenceFigure.probability(pValue)))."
        case .nearnessTells(let area, let pValue):
            return "Nearness to the samples tells training rows from held-out rows: area under the curve "
                + "\(SentenceFigure.rounded(area)) (\(SentenceFigure.probability(pValue)))."
        case .discriminatorTells(let area, let pValue):
            return "The discriminator knows its training rows: area under the curve "
                + "\(SentenceFigure.rounded(area)) (\(SentenceFigure.probability(pValue)))."
        case .exactCopies(let count): return exactCopies(count) + "."
        case .exactCopiesAlone(let count, let samples):
            return "\(count) of \(samples) samples are exact copies of training rows."
        case .nothingElseTested: return "Without held-out rows nothing else can be tested."
        case .noProbabilities: return "Without held-out rows no p-value is possible."
        case .recoversTraining:
            return findings.latents.flatMap { LatentWords.recovery($0, noun: findings.noun) }
                ?? "The generator comes nearer to training rows than to held-out rows."
        }
    }

    /// "at least 12 %" of a share that is a lower bound; "practically all" where hardly any more is possible.
    static func least(_ share: Double) -> String {
        share >= 0.995 ? "practically all" : "at least \(SentenceFigure.percent(share))"
    }

    /// What tells the sets apart, and what to do.
    static func preparation(_ appearance: AuditFindings.Appearance) -> String {
        let area = SentenceFigure.rounded(appearance.area)
        return
            "Training and held-out rows were prepared differently, so wins of training rows prove nothing: single rows are told "
            + "apart by \(clue(appearance.clue)) (area under the curve \(area), "
            + "\(SentenceFigure.probability(appearance.pValue))). Make both sets from the originals by the same steps (decoding, "
            + "scaling, resizing, rounding) and audit again."
    }

    static func clue(_ clue: AuditFindings.Appearance.Clue) -> String {
        switch clue {
        case .greyLevels(let training, let heldOut):
            switch (training, heldOut) {
            case (0, 0): return "how often they hold which grey levels"
            case (_, 0): return "their grey levels, of which held-out rows never hold \(training) that training rows do"
            case (0, _): return "their grey levels, of which training rows never hold \(heldOut) that held-out rows do"
            default:
                return
                    "their grey levels, of which \(training) are in training rows alone and \(heldOut) in held-out rows"
            }
        case .brightness(let training, let heldOut):
            return "their brightness, \(SentenceFigure.number(training)) against \(SentenceFigure.number(heldOut))"
        case .contrast: return "their contrast"
        case .sharpness(let isHeldOutSharper):
            return
                "their sharpness: \(isHeldOutSharper ? "held-out" : "training") rows are sharper, as after another resize"
        case .borders: return "their borders, as after another crop or shift"
        case .compression: return "blocks of eight pixels, as JPEG leaves them"
        case .colour: return "their colours"
        case .values: return "their values"
        }
    }

    private static func unlisted(_ share: Double) -> String {
        share > 0
            ? "At least \(SentenceFigure.percent(share)) of the samples are copies, by how many are nearest to training rows; "
                + "no single copy is clear enough to be listed."
            : "There is copying, but no single copy is clear enough to be listed or counted."
    }

    private func exactCopies(_ count: Int) -> String {
        count == 1
            ? "1 sample is an exact copy of a training row" : "\(count) samples are exact copies of training rows"
    }

    /// Which changes of a copy were not looked for, in one sentence; nil where there is none to name.
    var notSearched: String? {
        guard !findings.notSearched.isEmpty else { return nil }
        let others = findings.notSearched.filter { !$0.isChannel }.map(Self.words)
        return
            "Not looked for: \(([leftOut].compactMap { $0 } + others).joined(separator: "; ")). Such copies may still show in the set as a whole."
    }

    /// The families of transformations that were left out, and the options that look for them; nil where none was.
    var leftOut: String? {
        let left = findings.notSearched.filter(\.isChannel)
        guard !left.isEmpty else { return nil }
        let words = ReportText.list(left.map(Self.words))
        // Pictures too small for a family have nothing to ask for.
        guard let shape = findings.sources.shape.imageShape, min(shape.height, shape.width) >= 12 else { return words }
        return "\(words) (--views all\(left.contains(.moved) ? " --largest-shift 2" : ""))"
    }

    private static func words(_ change: AuditFindings.Unsearched) -> String {
        switch change {
        case .mirrored: "mirroring"
        case .moved: "small shifts and changes of size"
        case .contrast: "other brightness and contrast"
        case .patches: "copied quarters"
        case .inverted: "inverted grey levels"
        case .recoloured: "exchanged colours"
        case .rotated: "turns"
        case .largerMoves: "larger shifts, turns and crops"
        case .erased: "parts painted over"
        case .blended: "blends of several rows"
        case .features: "likeness in a feature space (--extractor NAME)"
        }
    }

    // MARK: Limits

    /// Why a limit came out as it did, in one sentence.
    package func reason(_ gate: AuditGate) -> String {
        switch (gate.ground, gate.rule) {
        case (.share(let ground, let least, let interval, let exact, let samples), .copiedShare(let limit)):
            return said(ground, limit: limit, atLeast: least, interval: interval, exact: exact, samples: samples)
        case (.listed(let count), .noCopies(let rate)):
            let level = SentenceFigure.percent(rate)
            guard count > 0 else { return "No sample is a copy at a false discovery rate of \(level)." }
            return
                "\(count) \(FigureText.noun(count, "sample is a copy", "samples are copies")) at a false discovery rate of \(level)."
        case (.unlisted(let share), _): return Self.unlisted(share)
        case (.exactCopies(let count), _): return "\(count) samples are exact copies of training rows."
        case (.undecided(let reasons), _): return reasons.map(said).joined(separator: " ")
        // A ground of the other rule: there is none.
        case (.share, .noCopies), (.listed, .copiedShare): return "The audit doesn't say why."
        }
    }

    private func said(
        _ ground: CopiedShareLimit.Ground, limit: Double, atLeast: Double?, interval: ClosedRange<Double>?, exact: Int,
        samples: Int
    ) -> String {
        let most = SentenceFigure.percent(limit)
        let surely = SentenceFigure.percent(atLeast ?? 0)
        let shown = interval.map { SentenceFigure.percent($0.upperBound) } ?? "all"
        switch ground {
        case .beyond: return "At least \(surely) of the samples are copies; at most \(most) may be."
        case .within:
            return "At most \(shown) of the samples are copies as clear as can be shown; up to \(most) may be."
        case .nothingSeen: return "No sample is a copy as far as this audit can see; up to \(most) may be."
        case .exactCopies: return "\(exact) of \(samples) samples are exact copies; at most \(most) may be."
        case .undecided: return reasons.joined(separator: " ")
        case .notCounted: return "There is copying, but no single copy is clear enough to count."
        case .open:
            return
                "At least \(surely) of the samples are copies, and at most \(shown) as clear as can be shown: the limit of "
                + "\(most) lies between."
        }
    }

    /// The same, and how many samples would decide.
    func advice(_ gate: AuditGate) -> String {
        guard let needed = gate.samplesToDecide else { return reason(gate) }
        return "\(reason(gate)) \(FigureText.count(needed)) samples would decide."
    }
}
