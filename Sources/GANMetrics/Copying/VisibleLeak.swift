import GANText
import RealModule

/// The smallest leak that an audit of these sizes could have seen.
///
/// Copies are clear when they match more closely than any reference row. `byCalibration` of them reach the alarm's level
/// by conformal p-values, λ·m/((R + 1)·level) and at least one; `byCompetition` copied rows reach it by labels alone, when no
/// held-out row is as clear: the least k with p^k ≤ level.
package struct VisibleLeak: Sendable, Equatable {
    /// Clear copies among the samples that raise the alarm by calibration; nil when it can't be used.
    package let byCalibration: Int?
    /// Exact copies among the samples that raise it; nil when nothing is known of exact copies.
    package let fewestExact: Int?
    /// Copied training rows that raise it by labels alone, assuming nothing about the generator; nil without held-out rows.
    package let byCompetition: Int?
    /// The samples of the audit.
    package let samples: Int
    private let level: Double

    /// `level` is that of calibration, `competitionLevel` that of labels alone, the same unless given.
    ///
    /// `byNumber` are the exact copies, of different rows, whose number alone raises the alarm.
    package init(
        samples: Int, calibration: CopyCalibration?, trainingChance: Double, heldOutRows: Int, level: Double,
        competitionLevel: Double? = nil, byNumber: Int? = nil
    ) {
        self.samples = samples
        self.level = level
        func copies(_ pValue: Double, _ calibration: CopyCalibration) -> Int {
            max(1, Int(saturating: (Double(samples) * min(1, calibration.inflation * pValue) / level).rounded(.up)))
        }
        byCalibration = calibration.map { copies(1 / Double($0.referenceRows + 1), $0) }
        let exact = calibration.flatMap { calibration in
            calibration.exactPValue.map { copies(min($0, 1 / Double(calibration.referenceRows + 1)), calibration) }
        }
        fewestExact = [exact, byNumber].compactMap { $0 }.min()
        byCompetition =
            heldOutRows > 0 && trainingChance < 1
            ? max(8, Int(saturating: (.log(competitionLevel ?? level) / .log(trainingChance)).rounded(.up))) : nil
    }

    /// The smaller of both, as a share of the samples; nil when neither rule can be used or the samples are fewer.
    package var share: Double? {
        guard let count = [byCalibration, byCompetition].compactMap({ $0 }).min(), count <= samples else { return nil }
        return Double(count) / Double(samples)
    }

    /// The same for exact copies.
    package var exactShare: Double? {
        guard let count = [fewestExact, byCalibration, byCompetition].compactMap({ $0 }).min(), count <= samples
        else { return nil }
        return Double(count) / Double(samples)
    }

    /// How many samples would show a leak of this share with about 95 % probability; nil when none would suffice.
    ///
    /// By calibration the copies needed grow with the samples, so more reference rows are needed below
    /// `calibrationLimit`; by competition they don't, as long as the copied rows differ.
    package func samplesToSee(share: Double) -> Int? {
        guard share > 0 else { return nil }
        var candidates: [Int] = []
        if let byCompetition { candidates.append(Self.draws(expecting: byCompetition, share: share)) }
        if let byCalibration {
            let limit = Double(byCalibration) / Double(max(1, samples))
            if byCalibration == 1 {
                candidates.append(Self.draws(expecting: 1, share: share))
            } else if share > limit {
                // Copies share·m ∓ 1.645·√(share·m) must reach limit·m.
                let root = 1.645 * share.squareRoot() / (share - limit)
                candidates.append(
                    max(Self.draws(expecting: 1, share: share), Int(saturating: (root * root).rounded(.up))))
            }
        }
        return candidates.min()
    }

    /// The least m with m·share − 1.645·√(m·share) ≥ count.
    private static func draws(expecting count: Int, share: Double) -> Int {
        let root = (1.645 + (1.645 * 1.645 + 4 * Double(count)).squareRoot()) / 2
        return Int(saturating: (root * root / share).rounded(.up))
    }
}
