import Foundation
package import GANEvaluation
import GANMetrics
import GANText

/// The sentences of a report's verdict; every output takes them from here.
package struct VerdictWords {
    private let verdict: Verdict

    package init(_ verdict: Verdict) { self.verdict = verdict }

    private var noun: String { verdict.noun }

    // MARK: The verdict

    /// One sentence a person could say aloud.
    package var sentence: String {
        if let shortage = verdict.shortage {
            let few = "\(shortage.samples) samples are too few to judge this generator"
            let known = [verdict.copying.map { said($0) }, condition].compactMap { $0 }
            return !known.isEmpty
                ? "\(few), but \(known.joined(separator: ", and ")): \(advice)"
                : "\(few); give at least \(shortage.needed)."
        }
        var parts = [look]
        if let condition { parts.append(condition) }
        if let few = collapse { parts.append(few) }
        if let tile = tile(.modes), tile.grade == .alarming || tile.grade == .weak {
            let said = said(tile.finding).trimmingCharacters(in: CharacterSet(charactersIn: "."))
            parts.append(said.prefix(1).lowercased() + said.dropFirst())
        }
        parts.append(verdict.copying.map { said($0) } ?? copyingUnsaid)
        return parts.joined(separator: "; ") + ": " + advice
    }

    private func tile(_ section: ReportSection) -> Verdict.Tile? {
        verdict.tiles.first { $0.section == section && $0.metric != nil }
    }

    private func grade(_ section: ReportSection) -> Grade? { tile(section)?.grade }

    /// Few different samples, whichever rule decided the section: they spoil every other figure.
    private var collapse: String? {
        for witness in verdict.witnesses {
            if case .distinct(let found) = witness.finding, witness.grade == .alarming {
                return
                    "about \(FigureText.count(found.distinct)) different \(noun)s among \(FigureText.count(found.samples)) samples"
            }
        }
        return nil
    }

    /// What is wrong with how it answers its condition; nil where nothing is, or it has none.
    private var condition: String? {
        guard let tile = tile(.condition), case .condition(let finding) = tile.finding,
            tile.grade == .alarming || tile.grade == .weak
        else { return nil }
        return ConditionWords(noun: noun).clause(finding)
    }

    private var copyingUnsaid: String {
        if grade(.memorization) == .good { return "no sign of plain copies of training data" }
        return verdict.hasHeldOut
            ? "whether it copies its training data can't be told"
            : "whether it copies its training data can't be told without --held-out data"
    }

    /// How real and how varied the samples look, or why that can't be told.
    private var look: String {
        switch (grade(.quality), grade(.diversity)) {
        case (.good, .good): return "Realistic and varied"
        case (.good, .weak): return "Realistic, but less varied than real data"
        case (.good, .alarming): return "Realistic, but far less varied than real data"
        case (.weak, .good): return "Varied, but less realistic than real data"
        case (.weak, .weak): return "Neither as realistic nor as varied as real data"
        case (.weak, .alarming): return "Less realistic and far less varied than real data"
        case (.alarming, .good): return "Varied, but far less realistic than real data"
        case (.alarming, .weak): return "Far less realistic and less varied than real data"
        case (.alarming, .alarming): return "Far from real data in both realism and variety"
        case (.good, _): return "Realistic; how varied can't be told\(cause(.diversity))"
        case (.weak, _): return "Less realistic than real data; how varied can't be told\(cause(.diversity))"
        case (.alarming, _): return "Far less realistic than real data; how varied can't be told\(cause(.diversity))"
        case (_, .good): return "Varied; how realistic can't be told\(cause(.quality))"
        case (_, .weak): return "Less varied than real data; how realistic can't be told\(cause(.quality))"
        case (_, .alarming): return "Far less varied than real data; how realistic can't be told\(cause(.quality))"
        default: return "Quality and variety can't be told\(cause(.quality))"
        }
    }

    /// Why a section can't be told, as the end of a clause.
    private func cause(_ section: ReportSection) -> String {
        if let tile = tile(section), case .spoiled(let check) = tile.finding { return " (\(brief(check)))" }
        if tile(section) == nil { return "" }
        return verdict.hasHeldOut ? " from these samples" : " without --held-out data"
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
        case .measured(let metric, let figure): return said(figure, of: metric)
        case .critic(let metric, let figure): return said(figure, ofCritic: metric)
        case .crowded(let figure):
            let depth = "The samples lie \(Self.times(figure)) as deep within real data as \(Self.holder(figure))"
            // A tenth more is nobody's crowd.
            return figure.value > 1.1 * figure.real ? "\(depth): they crowd where real data are densest." : depth + "."
        case .distinct(let found): return said(found)
        case .fewDistinct(let found, let finding):
            return
                "Not judged, for \(FigureText.count(found.samples)) samples are about \(FigureText.count(found.distinct)) different \(noun)s. \(said(finding))"
        case .look(let look):
            let figure = FigureText.number(abs(look.difference), decimals: 2)
            return
                "\(property(look)): \(figure) standard deviations of real \(noun)s \(look.difference < 0 ? "below" : "above") theirs on average."
        case .lookSpread(let look):
            let ratio = FigureText.number(exp(abs(look.difference)), decimals: 1)
            return
                "\(property(look)) varies \(look.difference < 0 ? "less" : "more") from sample to sample than among real \(noun)s: \(ratio) times \(look.difference < 0 ? "smaller" : "larger") a variance."
        case .regions(let regions): return said(regions)
        case .spoiled(let check): return "Not judged: \(brief(check))."
        case .exactCopies(let count):
            return
                "\(count) samples equal a training \(noun) exactly; held-out data would tell how many more are copies."
        case .noExactCopy:
            return
                "No sample equals a training \(noun) exactly; whether samples lie too close needs --held-out data."
        case .tooNear(let tail, let pValue, let copies):
            let exact = copies > 0 ? "; \(copies) equal one exactly" : ""
            return "\(said(tail)) (p \(Self.short(pValue)))\(exact)."
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
        case .collapsedModes(let names, let total):
            let listed =
                names.prefix(4).joined(separator: ", ") + (names.count > 4 ? " and \(names.count - 4) more" : "")
            return
                "\(names.count) of \(total) \(names.count == 1 ? "is" : "are") reached, but collapsed inside: \(listed)."
        case .unevenClasses(let rare, let frequent):
            func listed(_ names: [String]) -> String {
                names.prefix(4).joined(separator: ", ") + (names.count > 4 ? " and \(names.count - 4) more" : "")
            }
            let parts =
                (rare.isEmpty ? [] : ["too rarely: \(listed(rare))"])
                + (frequent.isEmpty ? [] : ["too often: \(listed(frequent))"])
            return "All are made, but some \(parts.joined(separator: "; "))."
        case .classesMade(let total, let divergence):
            let uneven = divergence == nil ? "" : ", though unevenly"
            return "All \(total) classes are made\(uneven)."
        case .missingModes(let names, let total, let isSure):
            // One name more takes no more room than "and 1 more".
            let shown = names.count == 5 ? 5 : 4
            let listed =
                names.prefix(shown).joined(separator: ", ")
                + (names.count > shown ? " and \(names.count - shown) more" : "")
            let kind = noun == "point" ? "modes" : "classes"
            return "\(names.count) of \(total) \(kind) \(FigureText.noun(names.count, "is", "are")) missing: \(listed)."
                + (isSure ? "" : " The samples are too few to be sure.")
        case .discriminatorAhead(let accuracy):
            return
                "At the end of training the discriminator told \(FigureText.spokenPercent(accuracy)) apart: the generator had stopped gaining on it."
        case .discriminatorAccuracy(let real, let generated):
            return
                "At the end of training the discriminator was right on \(FigureText.spokenPercent(real)) of real and \(FigureText.spokenPercent(generated)) of generated \(noun)s."
        case .discriminatorOverfits(let ratio):
            return
                "The discriminator knows its training data: \(noun)s that it never saw went \(FigureText.spokenPercent(ratio)) of the way from training \(noun)s to samples (r_v)."
        case .discriminatorGeneralizes(let ratio):
            return
                "The discriminator judges \(noun)s that it never saw about as its training \(noun)s: r_v \(FigureText.number(ratio, decimals: 2))."
        case .discriminatorTells(let area, let isHeldOut):
            let real = isHeldOut ? "real \(noun)s" : "its own training \(noun)s"
            let unsaid = isHeldOut ? "" : " Whether it only knows them by heart, --held-out data would tell."
            return
                "The discriminator finds \(isHeldOut ? "a real" : "a training") \(noun) more real than a sample in \(FigureText.spokenPercent(area)) of pairs; at 50\u{A0}% it could not tell samples from \(real).\(unsaid)"
        case .brokenDiscriminator(let fault):
            return "Nothing can be told of the discriminator: \(fault.location): \(fault.fact)."
        case .condition(let finding): return ConditionWords(noun: noun).said(finding)
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
                "Not measured: --discriminator FILE reads a discriminator, and a checkpoint of ganeval train brings its own."
        }
    }

    /// Any metric's figure beside real data's, with what it sees where the two differ.
    private func said(_ figure: SectionFinding.Measured, of metric: String) -> String {
        let title = metric == InceptionScore.name ? "The score of class probabilities" : MetricLabel(metric).title
        let values =
            "\(title) is \(FigureText.number(figure.value)), of \(Self.holder(figure)) \(FigureText.number(figure.real))"
        return values + "."
    }

    /// How well a critic that was trained for the samples tells them from real data.
    private func said(_ figure: SectionFinding.Measured, ofCritic metric: String) -> String {
        let what = metric == FreshPixelCritic.name ? "pixels" : "features"
        let values =
            "A fresh critic of the \(what) prefers the real \(noun) to a sample in \(FigureText.spokenPercent(figure.value)) of pairs"
        let real = FigureText.spokenPercent(figure.real)
        return figure.isHeldOut
            ? "\(values), and to a held-out \(noun) in \(real)."
            : "\(values); with equal distributions it would in \(real)."
    }

    private func said(_ found: SectionFinding.Distinct) -> String {
        let (distinct, samples) = (FigureText.count(found.distinct), FigureText.count(found.samples))
        guard Double(found.distinct) < 0.9 * Double(found.samples) else {
            return "\(distinct) of \(samples) samples differ from each other as real \(noun)s do."
        }
        let support = Int(saturating: found.support.rounded())
        let all =
            support > found.distinct * 11 / 10 ? "; the generator makes about \(FigureText.count(support)) in all" : ""
        return "\(samples) samples are about \(distinct) different \(noun)s\(all)."
    }

    private func property(_ look: SectionFinding.Look) -> String {
        let title = MetricLabel(look.metric).title
        return look.property.map { "\(title) (\($0))" } ?? title
    }

    private func said(_ regions: SectionFinding.Regions) -> String {
        if let missing = regions.missing {
            let count = regions.missingBranches ?? 1
            let share = FigureText.spokenPercent(missing)
            return count == 1
                ? "A whole branch of the real data is missing, \(share) of them."
                : "\(count) branches of the real data are missing, \(share) of them together."
        }
        if let seen = regions.seen {
            return
                "Nothing is missing: samples of \(FigureText.count(seen, "branch", "branches")) of the real data look otherwise to the feature space, but their pixels are there."
        }
        guard regions.starved + regions.swollen > 0 else {
            if let branches = regions.branches {
                let which = branches == 1 ? "a branch" : "\(branches) branches"
                return regions.share > 0
                    ? "Samples are not as frequent as real data in \(which) of them; too rare where \(FigureText.spokenPercent(regions.share)) of the data lie."
                    : "Samples are too frequent in \(which) of the real data."
            }
            if let probability = regions.probability {
                return
                    "Samples spread otherwise over \(regions.total) regions of the real data than chance gives (p \(Self.short(probability))), though no region alone shows it."
            }
            if let found = regions.neighbourhood {
                let (real, generated) = (
                    FigureText.spokenPercent(found.realShare), FigureText.spokenPercent(found.generatedShare)
                )
                let p = Self.short(found.probability)
                return found.generatedShare < found.realShare
                    ? "Where \(real) of the real data lie, there are only \(generated) of the samples (p \(p)), though no region shows it."
                    : "\(generated) of the samples crowd where only \(real) of the real data lie (p \(p)), though no region shows it."
            }
            let none =
                "None of \(regions.total) regions of the real data holds fewer or more samples than chance gives."
            guard let missing = regions.smallestMissing else { return none }
            let halved =
                regions.smallestHalved.map {
                    ", and one of less than \(FigureText.spokenPercent($0)) at half of its share"
                } ?? ", and any at half of its share"
            return "\(none) A mode of less than \(FigureText.spokenPercent(missing)) could be missing unseen\(halved)."
        }
        var parts: [String] = []
        if regions.starved > 0 {
            parts.append(
                "too few samples in \(regions.starved) of \(regions.total) regions of the real data, which hold "
                    + "\(FigureText.spokenPercent(regions.share)) of them")
        }
        if regions.swollen > 0 {
            parts.append("too many in \(regions.swollen)\(regions.starved > 0 ? "" : " of \(regions.total) regions")")
        }
        let text = parts.joined(separator: ", and ")
        return text.prefix(1).uppercased() + text.dropFirst() + "."
    }

    private static func holder(_ figure: SectionFinding.Measured) -> String {
        figure.isHeldOut ? "held-out data" : "equal distributions"
    }

    private static func times(_ figure: SectionFinding.Measured) -> String {
        figure.real > 0 ? "\(FigureText.number(figure.value / figure.real, decimals: 1)) times" : "far more than"
    }

    /// What a failed check found, as a clause.
    private func brief(_ check: Check) -> String { CheckWords([check], noun: noun).clause(check) }

    /// The tile's finding, and what its section's first witness says where that disagrees.
    package func said(_ tile: Verdict.Tile) -> String {
        guard let dissenting = tile.dissenting else { return said(tile.finding) }
        let other = said(dissenting)
        return
            "\(said(tile.finding)) It does not show in this: \(other.prefix(1).lowercased())\(other.dropFirst())"
    }

    /// A share of something; in `heldOut`, "%@" stands for what held-out data have.
    private func said(_ reach: SectionFinding.Reach, _ what: String, heldOut: String) -> String {
        let alone = "\(FigureText.spokenPercent(reach.share)) \(what)"
        guard reach.isJudged else { return "\(alone). Held-out data would tell how much is possible." }
        guard let real = reach.heldOut else { return alone + "." }
        return "\(alone); \(heldOut.replacing("%@", with: FigureText.spokenPercent(real)))."
    }

    /// How many samples lie near training rows, beside held-out data.
    func said(_ tail: SectionFinding.Tail) -> String {
        "\(FigureText.spokenPercent(tail.share)) of the samples lie as close to a training \(noun) as only "
            + "\(FigureText.spokenPercent(tail.heldOut)) of held-out \(noun)s do"
    }

    // MARK: Figures

    private static func short(_ value: Double) -> String {
        value < 0.0001 ? "< 0.0001" : "= " + String(format: "%.2g", value)
    }
}
