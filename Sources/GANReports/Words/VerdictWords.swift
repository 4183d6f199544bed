import Foundation
public import GANEvaluation
import GANText

/// The sentences of a report's verdict; every output takes them from here.
public struct VerdictWords {
    private let verdict: Verdict

    public init(_ verdict: Verdict) { self.verdict = verdict }

    private var noun: String { verdict.noun }

    // MARK: The verdict

    /// One sentence a person could say aloud.
    public var sentence: String {
        if let shortage = verdict.shortage {
            let few = "\(shortage.samples) samples are too few to judge this generator"
            return verdict.copying.map { "\(few), but \(said($0)): \(advice)" }
                ?? "\(few); give at least \(shortage.needed)."
        }
        var parts = [look]
        if grade(.modes) == .alarming, let tile = tile(.modes) {
            parts.append(said(tile.finding).trimmingCharacters(in: CharacterSet(charactersIn: ".")))
        }
        parts.append(
            verdict.copying.map { said($0) }
                ?? (grade(.memorization) == .good
                    ? "no sign of plain copies of training data" : "whether it copies its training data can't be told"))
        return parts.joined(separator: "; ") + ": " + advice
    }

    private func tile(_ section: ReportSection) -> Verdict.Tile? {
        verdict.tiles.first { $0.section == section && $0.metric != nil }
    }

    private func grade(_ section: ReportSection) -> Grade? { tile(section)?.grade }

    private var look: String {
        switch (grade(.quality), grade(.diversity)) {
        case (.good, .good): return "Realistic and varied"
        case (.good, .weak): return "Realistic, but less varied than real data"
        case (.good, .alarming): return "Realistic, but far less varied than real data"
        case (.weak, .good): return "Varied, but less realistic than real data"
        case (.weak, .weak): return "Neither as realistic nor as varied as real data"
        case (.weak, .alarming): return "Less realistic and far less varied than real data"
        case (.alarming, .good), (.alarming, .weak): return "Far less realistic than real data"
        case (.alarming, .alarming): return "Far from real data in both realism and variety"
        default: return "Quality and variety can't be told from these samples"
        }
    }

    private func said(_ copying: Verdict.Copying) -> String {
        switch copying {
        case .exact(let count): return "\(count) samples are training \(noun)s"
        case .near(let share):
            return "\(FigureText.spokenPercent(share)) of the samples lie suspiciously close to training \(noun)s"
        }
    }

    private var advice: String {
        switch verdict.grade {
        case .good: return "nothing here speaks against shipping it."
        case .weak: return "worth improving before shipping."
        case .alarming: return "don't ship it."
        case .cannotTell: return "not enough is known to ship it."
        }
    }

    // MARK: Findings

    /// What was found of a section, in one plain sentence; for an unmeasured one, what would be needed.
    func said(_ finding: SectionFinding) -> String {
        switch finding {
        case .notMeasured(let need): return said(need)
        case .precision(let reach):
            return said(reach, "of the samples lie among real data", heldOut: "of real held-out data %@ do")
        case .coverage(let reach):
            return said(
                reach, "of the real neighbourhoods hold a sample", heldOut: "with real held-out data %@ would")
        case .exactCopies(let count):
            return
                "\(count) samples equal a training \(noun) exactly; held-out data would tell how many more are copies."
        case .noExactCopy:
            return
                "No sample equals a training \(noun) exactly; whether samples lie too close needs --held-out data."
        case .tooNear(let tail, let pValue, let copies):
            let exact = copies > 0 ? "; \(copies) equal one exactly" : ""
            return "\(said(tail)) (p = \(Self.short(pValue)))\(exact)."
        case .exactCopiesAlone(let count):
            return
                "\(count) samples equal a training \(noun) exactly, though the samples as a whole lie no closer than held-out \(noun)s."
        case .noCopying(let tail):
            // What was not looked for must not be taken as absent.
            let unsearched =
                noun == "image" ? " Mirrored, shifted or partial copies were not looked for." : ""
            return "No sign of plain copying: \(said(tail)), no more than chance gives.\(unsearched)"
        case .modesReached(let total, let share, let real):
            return
                "All \(total) modes are reached; \(FigureText.spokenPercent(share)) of the samples lie within three standard deviations of one (real data: \(FigureText.spokenPercent(real)))."
        case .classesMade(let total, let divergence):
            let uneven = divergence.map { ", though unevenly (divergence \(Self.short($0)) nats)" } ?? ""
            return "All \(total) classes are made\(uneven)."
        case .missingModes(let names, let total, let isSure):
            let listed =
                names.prefix(4).joined(separator: ", ") + (names.count > 4 ? " and \(names.count - 4) more" : "")
            return "\(names.count) of \(total) \(names.count == 1 ? "is" : "are") missing: \(listed)."
                + (isSure ? "" : " The samples are too few to be sure.")
        case .discriminatorAhead(let accuracy):
            return
                "At the end of training the discriminator told \(FigureText.spokenPercent(accuracy)) apart: the generator had stopped gaining on it."
        case .discriminatorAccuracy(let real, let generated):
            return
                "At the end of training the discriminator was right on \(FigureText.spokenPercent(real)) of real and \(FigureText.spokenPercent(generated)) of generated \(noun)s."
        case .ungraded(let finding, let samples):
            return "\(said(finding)) \(samples) samples are too few for a grade."
        }
    }

    private func said(_ need: SectionFinding.Need) -> String {
        switch need {
        case .samples: return "Not measured."
        case .choice: return "Not measured: it was not asked for."
        case .trainingRows: return "Not measured: the training set holds fewer than two samples."
        case .modes: return "Not measured: a labelled reference is needed, or known modes."
        case .discriminatorScores:
            return
                "Not measured: `ganeval audit --discriminator` asks whether the discriminator knows its training data."
        }
    }

    /// A share of something; in `heldOut`, "%@" stands for what held-out data have.
    private func said(_ reach: SectionFinding.Reach, _ what: String, heldOut: String) -> String {
        let alone = "\(FigureText.spokenPercent(reach.share)) \(what)"
        guard reach.isJudged else { return "\(alone). Held-out data would tell how much is possible." }
        guard let real = reach.heldOut else { return alone + "." }
        return "\(alone); \(heldOut.replacing("%@", with: FigureText.spokenPercent(real)))."
    }

    private func said(_ tail: SectionFinding.Tail) -> String {
        "\(FigureText.spokenPercent(tail.share)) of the samples lie as close to a training \(noun) as only "
            + "\(FigureText.spokenPercent(tail.heldOut)) of held-out \(noun)s do"
    }

    // MARK: Figures

    private static func short(_ value: Double) -> String {
        value < 0.0001 ? "under 0.0001" : String(format: "%.2g", value)
    }
}
