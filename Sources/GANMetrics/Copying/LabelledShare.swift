import GANNumerics

/// The least share of copies that labels alone show, with no sample named.
///
/// A sample that is no copy is nearest to a training row with probability p = n/(n + h), whatever the generator makes. Where
/// a share c of the samples are copies and every one of them is nearest to a training row, T = c + (1 − c)·p is the share of
/// samples whose nearest row is one; copies that are not make T smaller. So
///
///     c ≥ (T − p)/(1 − p)
///
/// The limit puts the lower end of Wilson's interval in T's place. Samples that one row wins share its label: they count as
/// (Σ w)²/Σ w² trials, w the samples that each row won. Assumes nothing about the generator.
package struct LabelledShare: Sendable, Equatable {
    /// (T − p)/(1 − p), in 0...1.
    package let estimate: Double
    /// The same from the ends of T's interval, in 0...1.
    package let low: Double
    /// The upper end, which bounds the copies that are nearest to training rows.
    package let high: Double
    /// The interval's nominal coverage.
    package let level: Double

    /// How the interval is made, in a few words.
    package static let method = "labels of the nearest rows: (T − p)/(1 − p) with Wilson's interval of T"

    init(_ contests: RowContests, level: Double = 0.95) {
        self.level = level
        let chance = contests.trainingChance
        var (won, total, squares) = (0.0, 0.0, 0.0)
        for entry in contests.entries {
            let weight = Double(entry.samples)
            if entry.isTraining { won += weight }
            total += weight
            squares += weight * weight
        }
        guard total > 0, chance < 1 else {
            (estimate, low, high) = (0, 0, 1)
            return
        }
        let share = won / total
        let bounds = Statistics.wilsonInterval(share: share, trials: total * total / squares, level: level)
        func copies(_ share: Double) -> Double { min(1, max(0, (share - chance) / (1 - chance))) }
        (estimate, low, high) = (copies(share), copies(bounds.low), copies(bounds.high))
    }
}
