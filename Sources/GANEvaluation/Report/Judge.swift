import GANMetrics
import GANNumerics
import OrderedCollections

/// Turns measured metrics into grades and findings; `GANReports` says them.
///
/// Every grade follows from a rule on an interval, beside what real held-out data reach; the thresholds are here and
/// nowhere else. Where an interval does not decide, the grade is "can't tell".
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
        let measured = tiles.filter { $0.metric != nil }
        var findings = measured.map { Verdict.Finding(section: $0.section, grade: $0.grade, finding: $0.finding) }
        if let finding = trainingFinding() { findings.append(finding) }
        findings.sort { $0.grade > $1.grade }
        return Verdict(
            grade: grade(of: tiles, measured: measured), tiles: tiles, findings: findings,
            copying: copying(measured.first { $0.section == .memorization }?.grade),
            shortage: areTooFew ? .init(samples: samples, needed: Self.fewSamples) : nil, noun: noun)
    }

    /// The worst grade; good only where every section that a report measures was asked for.
    private func grade(of tiles: [Verdict.Tile], measured: [Verdict.Tile]) -> Grade {
        let worst = measured.map(\.grade).max() ?? .cannotTell
        let isPartial = tiles.contains { $0.finding == .notMeasured(.choice) }
        return worst == .good && isPartial ? .cannotTell : worst
    }

    private var areTooFew: Bool { samples < Self.fewSamples }

    /// The tile as it is, or without a grade where there are too few samples for one.
    ///
    /// Copies are copies however few samples there are, and the test for near ones holds at any number: what speaks of copying
    /// stays.
    private func asFarAsSamplesTell(_ tile: Verdict.Tile) -> Verdict.Tile {
        guard areTooFew, tile.section != .memorization || tile.grade == .good else { return tile }
        guard tile.metric != nil, tile.grade != .cannotTell else { return tile }
        var result = tile
        result.grade = .cannotTell
        result.finding = .ungraded(tile.finding, samples: samples)
        return result
    }

    /// What speaks of copying; nil where nothing does.
    private func copying(_ grade: Grade?) -> Verdict.Copying? {
        guard grade == .alarming || grade == .weak else { return nil }
        let copies = count(Authenticity.name, "exact_copies") ?? 0
        let share = number(DistanceRatio.name, "tail_share") ?? 0
        return copies > 0 && share < Self.fewNear ? .exact(copies) : .near(share: share)
    }

    // MARK: Sections

    private func quality() -> Verdict.Tile { relative(Precision.name, section: .quality) { .precision($0) } }

    private func diversity() -> Verdict.Tile { relative(Coverage.name, section: .diversity) { .coverage($0) } }

    /// Grades a share by its interval relative to what held-out data reach, or to the null where there are none.
    private func relative(
        _ name: String, section: ReportSection, finding: (SectionFinding.Reach) -> SectionFinding
    ) -> Verdict.Tile {
        guard let result = metrics[name]?.result else {
            return unmeasured(section, name, .samples)
        }
        guard let real = result.ceiling?.value ?? result.null?.value, real > 0 else {
            return Verdict.Tile(
                section: section, grade: .cannotTell, metric: name,
                finding: finding(.init(share: result.value, heldOut: nil, isJudged: false)))
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
            finding: finding(.init(share: result.value, heldOut: result.ceiling?.value, isJudged: true)))
    }

    private func memorization() -> Verdict.Tile {
        func tile(_ grade: Grade, _ finding: SectionFinding) -> Verdict.Tile {
            Verdict.Tile(section: .memorization, grade: grade, metric: DistanceRatio.name, finding: finding)
        }
        let found = count(Authenticity.name, "exact_copies")
        guard metrics[DistanceRatio.name] != nil else {
            if let found, found > 0 {
                return Verdict.Tile(
                    section: .memorization, grade: .alarming, metric: Authenticity.name, finding: .exactCopies(found))
            }
            return unmeasured(.memorization, DistanceRatio.name, .trainingRows)
        }
        // Nobody looked for exact copies: nothing can be said of them.
        guard let copies = found else { return unmeasured(.memorization, Authenticity.name, .trainingRows) }
        guard hasHeldOut, let share = number(DistanceRatio.name, "tail_share"),
            let null = number(DistanceRatio.name, "tail_null"), let p = number(DistanceRatio.name, "tail_p_value")
        else {
            return copies > 0 ? tile(.alarming, .exactCopies(copies)) : tile(.cannotTell, .noExactCopy)
        }
        let low = interval(DistanceRatio.name, "tail_interval")?.low ?? share
        let tail = SectionFinding.Tail(share: share, heldOut: null)
        if p < Self.significance {
            let grade: Grade = low > Self.alarmingTail * null || copies > 0 ? .alarming : .weak
            return tile(grade, .tooNear(tail, pValue: p, exactCopies: copies))
        }
        return copies > 0 ? tile(.weak, .exactCopiesAlone(copies)) : tile(.good, .noCopying(tail))
    }

    private func modeCoverage() -> Verdict.Tile {
        func tile(_ grade: Grade, _ finding: SectionFinding) -> Verdict.Tile {
            Verdict.Tile(section: .modes, grade: grade, metric: ModeCoverage.name, finding: finding)
        }
        guard let result = metrics[ModeCoverage.name]?.result, let modes else {
            return unmeasured(.modes, ModeCoverage.name, .modes)
        }
        let missing = modes.modes.filter(\.missing).map(\.name)
        // Of classes that the reference lacks none can be missing.
        let total = count(ModeCoverage.name, "modes") ?? modes.modes.count
        guard missing.isEmpty else {
            let few = result.diagnostics.contains { $0.code == "too_few_samples_for_modes" }
            return tile(few ? .cannotTell : .alarming, .missingModes(missing, total: total, isSure: !few))
        }
        if let share = number(ModeCoverage.name, "high_quality_share"),
            let ceiling = number(ModeCoverage.name, "high_quality_ceiling")
        {
            let grade: Grade =
                share >= Self.goodShare * ceiling ? .good : share >= Self.alarmingShare * ceiling ? .weak : .alarming
            return tile(grade, .modesReached(total: total, share: share, real: ceiling))
        }
        let divergence = number(ModeCoverage.name, "kl_to_reference").flatMap { $0 > Self.unevenDivergence ? $0 : nil }
        return tile(divergence == nil ? .good : .weak, .classesMade(total: total, divergence: divergence))
    }

    private func discriminator() -> Verdict.Tile {
        Verdict.Tile(
            section: .discriminator, grade: .cannotTell, metric: nil, finding: .notMeasured(.discriminatorScores))
    }

    /// A section whose metric is not there, for want of `need` or because nobody asked for it.
    private func unmeasured(_ section: ReportSection, _ name: String, _ need: SectionFinding.Need) -> Verdict.Tile {
        Verdict.Tile(
            section: section, grade: .cannotTell, metric: nil,
            finding: .notMeasured(choice.contains(name) ? need : .choice))
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
}
