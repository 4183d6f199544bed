import GANCheckpoints
import GANMetrics
import GANNumerics
import OrderedCollections

/// Turns measured metrics into grades and findings; `GANReports` says them.
///
/// Checks come before metrics: a section that a failed one spoils is not graded. Then every rule of `VerdictRules` gives its word, and
/// a section is as good as the worst of its words says: good needs all of them. The report is as good as its worst section.
struct Judge {
    let metrics: OrderedDictionary<String, MeasuredMetric>
    /// Which metrics were asked for.
    var choice = MetricChoice.report
    /// How many samples were judged.
    let samples: Int
    let hasHeldOut: Bool
    let training: [TrainingPoint]
    let modes: ModeTable?
    /// What one sample is called: "image" or "point".
    let noun: String
    /// What must hold before any figure is believed.
    var checks: [Check] = []

    /// What is wrong with the discriminator that the checkpoint holds; nil where nothing is.
    var discriminatorFault: DiscriminatorFault?

    /// Fewer samples leave every share too uncertain to judge: what the check of them asks for.
    static let fewSamples = SampleCountCheck.needed
    /// A discriminator that is right this often on both sides has stopped teaching.
    static let saturatedAccuracy = 0.98
    /// Below this share of suspiciously near samples, exact copies are what there is to say.
    static let fewNear = 0.05

    func verdict() -> Verdict {
        let evidence = Evidence(metrics: metrics, hasHeldOut: hasHeldOut, modes: modes)
        let witnesses = VerdictRules.all.compactMap { $0.witness(evidence) }
        let collapse = Self.collapse(witnesses)
        let tiles = ReportSection.allCases.compactMap { tile($0, witnesses) }.map { Self.spoiled($0, by: collapse) }
        let measured = tiles.filter { $0.metric != nil }
        var findings = measured.map { Verdict.Finding(section: $0.section, grade: $0.grade, finding: $0.finding) }
        if let finding = trainingFinding() { findings.append(finding) }
        findings.sort { $0.grade > $1.grade }
        return Verdict(
            grade: grade(of: tiles, measured: measured), tiles: tiles, findings: findings,
            copying: copying(measured.first { $0.section == .memorization }, evidence),
            shortage: areTooFew ? .init(samples: samples, needed: Self.fewSamples) : nil, noun: noun,
            witnesses: witnesses, failures: checks.filter { $0.outcome == .failed }, hasHeldOut: hasHeldOut)
    }

    /// The worst grade; good only where every section that a report measures was asked for, and no check failed.
    private func grade(of tiles: [Verdict.Tile], measured: [Verdict.Tile]) -> Grade {
        // A discriminator is a second opinion: what it is like is said, and the samples are judged without it.
        let worst = measured.filter { $0.section != .discriminator }.map(\.grade).max() ?? .cannotTell
        let isPartial = tiles.contains { $0.finding == .notMeasured(.choice) }
        let isDoubted = checks.contains { $0.outcome == .failed }
        return worst == .good && (isPartial || isDoubted) ? .cannotTell : worst
    }

    private var areTooFew: Bool { samples < Self.fewSamples }

    /// Samples of which at most this share differ from each other leave nothing good to say of the rest.
    static let fewDistinct = 0.1

    /// The few different samples that all the others repeat; nil where there are more.
    private static func collapse(_ witnesses: [Witness]) -> SectionFinding.Distinct? {
        for witness in witnesses where witness.grade == .alarming {
            if case .distinct(let found) = witness.finding,
                Double(found.distinct) <= fewDistinct * Double(found.samples)
            {
                return found
            }
        }
        return nil
    }

    /// The tile as it is, or, where it calls good what a few samples made again and again are, without a grade.
    private static func spoiled(_ tile: Verdict.Tile, by collapse: SectionFinding.Distinct?) -> Verdict.Tile {
        guard let collapse, tile.metric != nil, tile.grade == .good else { return tile }
        var result = tile
        result.grade = .cannotTell
        result.finding = .fewDistinct(collapse, tile.finding)
        result.dissenting = nil
        return result
    }

    // MARK: Sections

    /// What the section's witnesses come to; nil for a section that has no tile.
    private func tile(_ section: ReportSection, _ witnesses: [Witness]) -> Verdict.Tile? {
        guard let rules = Self.tiled[section] else { return nil }
        let own = witnesses.filter { $0.section == section }
        guard let worst = own.map(\.grade).max(), let decisive = own.first(where: { $0.grade == worst }),
            worst != .good || hasAllThatGoodNeeds(own, of: rules)
        else { return unmeasured(section) }
        let tile = Verdict.Tile(
            section: section, grade: decisive.grade, metric: decisive.metric, finding: decisive.finding,
            rule: decisive.rule, dissenting: dissent(from: decisive, own))
        return spoiled(asFarAsSamplesTell(tile))
    }

    /// The sections that have a tile, with their rules, the leading one first.
    private static let tiled: OrderedDictionary<ReportSection, [any VerdictRule.Type]> = {
        var tiled: OrderedDictionary<ReportSection, [any VerdictRule.Type]> = [:]
        for rule in VerdictRules.all { tiled[rule.section, default: []].append(rule) }
        return tiled
    }()

    private func hasAllThatGoodNeeds(_ witnesses: [Witness], of rules: [any VerdictRule.Type]) -> Bool {
        rules.filter { $0.isIndispensable }.allSatisfy { rule in witnesses.contains { $0.rule == rule.name } }
    }

    /// The leading witness, where it calls good what another one does not.
    private func dissent(from decisive: Witness, _ witnesses: [Witness]) -> SectionFinding? {
        guard decisive.grade > .cannotTell, let lead = witnesses.first, lead.grade == .good else { return nil }
        return lead.finding
    }

    /// The tile as it is, or without a grade where there are too few samples for one.
    ///
    /// Copies are copies however few samples there are, and the test for near ones holds at any number: what speaks of either stays. Whether a
    /// condition is ignored the rules of that section tell by their own counts.
    private func asFarAsSamplesTell(_ tile: Verdict.Tile) -> Verdict.Tile {
        guard areTooFew, ![.memorization, .condition].contains(tile.section) || tile.grade == .good else { return tile }
        guard tile.metric != nil, tile.grade != .cannotTell else { return tile }
        var result = tile
        result.grade = .cannotTell
        result.finding = .ungraded(tile.finding, samples: samples)
        result.dissenting = nil
        return result
    }

    /// The tile as it is, or without a grade where a failed check leaves its figures without meaning.
    ///
    /// Rows that equal training rows stay copies whatever else is wrong.
    private func spoiled(_ tile: Verdict.Tile) -> Verdict.Tile {
        // A discriminator holds training rows against held-out rows, as memorization does.
        let section = tile.section == .discriminator ? .memorization : tile.section
        guard tile.metric != nil, !tile.finding.tellsOfExactCopies,
            let check = checks.first(where: {
                // That samples are few is said with what they show.
                $0.outcome == .failed && $0.spoils.contains(section) && !(areTooFew && $0.name == .sampleCount)
            })
        else { return tile }
        var result = tile
        result.grade = .cannotTell
        result.finding = .spoiled(check)
        result.dissenting = nil
        return result
    }

    /// What sections need besides samples and the reference, of which all others are made.
    private static let needs: [ReportSection: SectionFinding.Need] = [.memorization: .trainingRows, .modes: .modes]

    /// A section whose figures are not there, for want of something or because nobody asked for them.
    private func unmeasured(_ section: ReportSection) -> Verdict.Tile? {
        // Most models are given no condition.
        if section == .condition { return nil }
        if section == .discriminator {
            // Its figures are no metrics that somebody chooses.
            let finding = discriminatorFault.map { SectionFinding.brokenDiscriminator($0) }
            return Verdict.Tile(
                section: section, grade: .cannotTell, metric: nil,
                finding: finding ?? .notMeasured(.discriminatorScores))
        }
        let rules = Self.tiled[section] ?? []
        let need = Self.needs[section] ?? .samples
        let indispensable = rules.filter { $0.isIndispensable }
        let isChosen =
            indispensable.isEmpty
            ? rules.contains { $0.needed.allSatisfy(choice.contains) }
            : indispensable.allSatisfy { $0.needed.allSatisfy(choice.contains) }
        return Verdict.Tile(
            section: section, grade: .cannotTell, metric: nil, finding: .notMeasured(isChosen ? need : .choice))
    }

    /// What speaks of copying; nil where nothing does.
    private func copying(_ tile: Verdict.Tile?, _ evidence: Evidence) -> Verdict.Copying? {
        guard let tile, tile.grade == .alarming || tile.grade == .weak else { return nil }
        let copies = evidence.count(Authenticity.name, ExactCopiesRule.part) ?? 0
        let share = evidence.number(DistanceRatio.name, "tail_share") ?? 0
        return copies > 0 && share < Self.fewNear ? .exact(copies) : .near(share: share)
    }

    private func trainingFinding() -> Verdict.Finding? {
        guard training.count >= 8 else { return nil }
        let last = training.suffix(max(1, training.count / 8))
        let real = Statistics.mean(last.map(\.realAccuracy))
        let fake = Statistics.mean(last.map(\.generatedAccuracy))
        if min(real, fake) > Self.saturatedAccuracy {
            return Verdict.Finding(
                section: .training, grade: .weak, finding: .discriminatorAhead(accuracy: min(real, fake)))
        }
        return Verdict.Finding(
            section: .training, grade: .good, finding: .discriminatorAccuracy(real: real, generated: fake))
    }
}
