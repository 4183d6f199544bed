import GANNumerics
import RealModule

/// What the contests of samples, reference rows and held-out rows say about copying: the statistics of the audit.
///
/// Three rules look for copies: labels alone (`LabelScan`, exact for any generator) and calibration by real data
/// (`CopyCalibration`, far finer, with an assumption that is checked), at 0.25 and 0.7 of the alarm's level, and the number of exact
/// copies (`ExactCopies`) at 0.05 of it. What follows is one judgement (`CopyJudgement`): alarm, list and share.
package struct CopyEvidence: Sendable {
    /// How sure to be.
    package struct Options: Sendable, Equatable {
        /// The chance of an alarm for a generator that copies nothing.
        package var level: Double
        /// The false discovery rate of the list of copies.
        package var falseDiscoveryRate: Double
        /// Random labellings of the exact test.
        package var draws: Int
        /// Of everything that is drawn: ties and labellings.
        package var seed: UInt64

        /// An alarm at most at `level` and a list at `falseDiscoveryRate`, both between 0 and 1, by `draws` labellings, at least 1; the
        /// smallest p-value is 1/(draws + 1).
        ///
        /// Nothing is checked here.
        package init(level: Double = 0.05, falseDiscoveryRate: Double = 0.05, draws: Int = 4999, seed: UInt64 = 1) {
            self.level = level
            self.falseDiscoveryRate = falseDiscoveryRate
            self.draws = draws
            self.seed = seed
        }
    }

    /// The contests, the same channels in the same order everywhere.
    package struct Contests: Sendable {
        /// Of the samples in the pool.
        package var samples: [CopyContests]
        /// Of rows of the pool, drawn without regard to labels, each without itself.
        package var reference: [CopyContests]
        /// Of the samples, and of the reference rows that are training rows, in the held-out rows alone; nil when these are few.
        package var againstHeldOut: (samples: [CopyContests], training: [CopyContests])?

        /// What is known of exact copies.
        package var exactness: CopyCalibration.Exactness?

        /// Contests of all channels, one list a channel in one order everywhere; `againstHeldOut` unless held-out rows are few,
        /// `exactness` where exact copies were told apart.
        ///
        /// Nothing is checked.
        package init(
            samples: [CopyContests], reference: [CopyContests],
            againstHeldOut: (samples: [CopyContests], training: [CopyContests])? = nil,
            exactness: CopyCalibration.Exactness? = nil
        ) {
            self.exactness = exactness
            self.samples = samples
            self.reference = reference
            self.againstHeldOut = againstHeldOut
        }
    }

    /// The combined contest of each sample.
    package let combined: CombinedContests
    /// One contest for each winning row.
    package let rows: RowContests
    /// The exact test.
    package let scan: LabelScan?
    /// p- and q-values by calibration.
    package let calibration: CopyCalibration
    /// q of each sample by competition alone: that of a threshold at its own strength.
    package let competitionQValues: [Double]
    /// The chance of as many held-out rows among the flagged winners as were found.
    package let contradiction: Double
    /// Whether calibration's assumption stands.
    package let calibrationHolds: Bool
    /// What is said: alarm, list and share.
    package let judgement: CopyJudgement
    /// The least estimated false discovery rate of the competition at which as much as the list is listed, where it made the list.
    package let competitionRate: Double?
    /// The least q of any sample that a training row won: a p-value for "nothing was copied".
    package let calibrationPValue: Double
    /// Samples that are equal to training rows.
    package let exactCopies: ExactCopies
    /// min(1, scan/0.25, calibration/0.7, exact copies/0.05): the alarm's p-value.
    package let pValue: Double
    /// What could have been seen.
    package let visibleLeak: VisibleLeak
    /// What the evidence was weighed with.
    package let options: Options

    /// Whether something was copied, at the level.
    package var isAlarm: Bool { judgement.isAlarm }
    /// Samples that are listed as copies, ascending: training rows won them.
    package var copies: [Int] { judgement.copies }
    /// The share of copies that can be shown; nil where there is an alarm and nothing can be listed.
    package var share: CopiedShare? { judgement.share }
    /// Whether exact copies alone say so.
    package var hasManyExactCopies: Bool { exactCopies.pValue / Self.exactShare <= options.level }

    /// The shares of the level that the rules have.
    static let labelShare = 0.25
    static let calibrationShare = 0.7
    static let exactShare = 0.05

    /// Flagged held-out rows beyond chance contradict calibration below this.
    static let contradictionLevel = 0.01

    /// Weighs the contests against pools of `trainingRows` and `heldOutRows` rows, at least one each.
    ///
    /// `leavingOut` are training rows that held-out data have too: they count for neither side.
    package init(
        _ contests: Contests, trainingRows: Int, heldOutRows: Int, leavingOut: Set<Int32> = [],
        options: Options = Options()
    ) {
        precondition(trainingRows > 0 && heldOutRows > 0, "\(trainingRows) training and \(heldOutRows) held-out rows")
        self.options = options
        let scales = contests.reference.map { CopyScoreScale(reference: $0.scores) }
        combined = CombinedContests(contests.samples, scales: scales)
        let reference = CombinedContests(contests.reference, scales: scales)
        rows = RowContests(
            combined, trainingRows: trainingRows - leavingOut.count, heldOutRows: heldOutRows, leavingOut: leavingOut,
            seed: options.seed)
        scan = LabelScan(rows, draws: options.draws, seed: options.seed)
        let honest = contests.againstHeldOut.map { sets in
            let scales = sets.training.map { CopyScoreScale(reference: $0.scores) }
            return (
                samples: CombinedContests(sets.samples, scales: scales).strengths,
                training: CombinedContests(sets.training, scales: scales).strengths
            )
        }
        let calibration = CopyCalibration(
            samples: combined.strengths, reference: reference.strengths, againstHeldOut: honest,
            exactness: contests.exactness)
        self.calibration = calibration
        let combined = combined
        let rows = rows
        let count = combined.count
        let countsAsTraining = (0..<count).map {
            combined.isTraining[$0] && combined.rows[$0] >= 0 && !leavingOut.contains(combined.rows[$0])
        }

        exactCopies = ExactCopies(
            winners: (0..<count).map { countsAsTraining[$0] ? combined.rows[$0] : nil },
            exactness: contests.exactness, inflation: calibration.inflation)
        let certain =
            exactCopies.pValue / Self.exactShare <= options.level ? exactCopies.samples : []

        let rate = options.falseDiscoveryRate
        let flagged = (0..<count).filter { calibration.qValues[$0] <= rate }
        let decoys = flagged.filter { !combined.isTraining[$0] && combined.rows[$0] >= 0 }
        let chance = rows.trainingChance
        // Copies win for training rows only, so held-out rows must come from the chance matches among the flagged.
        let decoyRows = Set(decoys.map { combined.rows[$0] }).count
        let threshold = flagged.map { calibration.pValues[$0] }.max() ?? 0
        contradiction = Self.poissonTail(decoyRows, mean: Double(count) * threshold * (1 - chance))
        calibrationHolds = contradiction >= Self.contradictionLevel

        let atStrengths = rows.competitionQValues(at: combined.strengths)
        competitionQValues = (0..<count).map { combined.rows[$0] < 0 ? 1 : atStrengths[$0] }
        let competitionQValues = competitionQValues
        let strongest = flagged.map { combined.strengths[$0] }.max()
        let calibrated = Set(flagged.filter { countsAsTraining[$0] } + certain).sorted()
        let beyond = (0..<count).filter { competitionQValues[$0] <= rate }
        let competing = Set(beyond.filter { countsAsTraining[$0] } + certain).sorted()
        calibrationPValue =
            (0..<count).filter { countsAsTraining[$0] }.map { calibration.qValues[$0] }.min() ?? 1
        let byLabels = (scan?.copying ?? 1) / Self.labelShare
        pValue = min(
            1, byLabels, (calibrationHolds ? calibrationPValue : 1) / Self.calibrationShare,
            exactCopies.pValue / Self.exactShare)
        judgement = CopyJudgement(
            isAlarm: pValue <= options.level, isAlarmByLabels: byLabels <= options.level,
            calibrated: calibrationHolds
                ? (
                    calibrated,
                    CopiedShare(
                        samples: count, training: calibrated.count, heldOut: decoys.count,
                        referenceShare: strongest.map { calibration.referenceShare(atMost: $0) } ?? 0,
                        referenceRows: calibration.referenceRows, trainingChance: chance)
                ) : nil,
            competing: (
                competing,
                CopiedShare(
                    samples: count, training: competing.count,
                    heldOut: beyond.count { !combined.isTraining[$0] }, ratio: rows.ratio)
            ), exact: certain, labels: LabelledShare(rows))
        competitionRate =
            judgement.basis == .competition
            ? beyond.filter { countsAsTraining[$0] }.map { competitionQValues[$0] }.max() : nil
        visibleLeak = VisibleLeak(
            samples: count, calibration: calibrationHolds ? calibration : nil, trainingChance: chance,
            heldOutRows: heldOutRows, level: options.level * Self.calibrationShare,
            competitionLevel: options.level * Self.labelShare,
            byNumber: exactCopies.fewest(level: options.level * Self.exactShare))
    }

    /// q of each sample by the rule that made the list: calibration's, or the competition's.
    package var qValues: [Double] {
        judgement.basis == .competition || !calibrationHolds ? competitionQValues : calibration.qValues
    }

    /// P(X ≥ count) for a Poisson variable.
    static func poissonTail(_ count: Int, mean: Double) -> Double {
        guard count > 0 else { return 1 }
        guard mean > 0 else { return 0 }
        if mean > 300 {
            // Normal with a continuity correction: the level at which this matters is a hundredth.
            return Statistics.normalCumulative((mean + 0.5 - Double(count)) / mean.squareRoot())
        }
        var (term, below) = (Double.exp(-mean), 0.0)
        for k in 0..<count {
            below += term
            term *= mean / Double(k + 1)
        }
        return max(0, min(1, 1 - below))
    }
}
