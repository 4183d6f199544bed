/// When a trajectory counts as collapsed, overfitted or diverged.
///
/// All thresholds are here. A change counts only when it exceeds the noise (the intervals of the two checkpoints do not
/// touch), is large enough to matter, and lasts for more than one checkpoint. The checkpoint that others are held against
/// is the best so far, which luck helped to be that; with intervals that must not touch, a change of nothing passes for
/// one in far fewer than 5 % of series, at the price of seeing small changes late.
public enum SeriesRules {
    /// A change must be seen at so many checkpoints in a row.
    public static let persistence = 2
    /// Divergence: a distance at least so many times the smallest before; a share at most its inverse of the best before.
    public static let divergence = 1.25
    /// Collapse: diversity at most this share of the best before.
    public static let collapse = 0.85
    /// Overfitting: the share of samples suspiciously close to training data at least so many times the least before.
    ///
    /// Only where the checkpoint's own verdict speaks of copying, too.
    public static let overfitting = 1.5

    /// One figure at one checkpoint; without an interval nothing can be told from it.
    public struct Reading: Sendable, Equatable {
        /// In the metric's own unit.
        public var value: Double
        /// The interval's lower end; nil without an interval.
        public var low: Double?
        /// The interval's upper end.
        public var high: Double?

        /// A figure with its interval.
        public init(value: Double, low: Double?, high: Double?) {
            self.value = value
            self.low = low
            self.high = high
        }
    }

    /// A stretch of checkpoints that are worse than an earlier one beyond noise.
    public struct Episode: Sendable, Equatable {
        /// Indices of the first and the last worse checkpoint.
        public var first: Int
        /// The index of the last worse checkpoint.
        public var last: Int
        /// The earlier checkpoint that they are worse than.
        public var reference: Int
        /// Whether it lasts until the end of what was read.
        public var isOpen: Bool

        package init(first: Int, last: Int, reference: Int, isOpen: Bool) {
            self.first = first
            self.last = last
            self.reference = reference
            self.isOpen = isOpen
        }
    }

    /// All stretches of at least `persistence` readings that are clearly and relevantly worse than the best one before.
    ///
    /// Worse means: the intervals do not touch, and the value is `factor` times the best one's, above it for `lowerIsBetter`
    /// and below it otherwise. Readings without an interval neither begin nor end a stretch. `isPossible` may rule out more.
    /// O(readings).
    public static func episodes(
        _ readings: [Reading], lowerIsBetter: Bool, factor: Double, isPossible: (Int) -> Bool = { _ in true }
    ) -> [Episode] {
        var found: [Episode] = []
        var best: Int?
        var run: (indices: [Int], reference: Int)?
        func close(isOpen: Bool) {
            if let run, run.indices.count >= persistence, let first = run.indices.first, let last = run.indices.last {
                found.append(Episode(first: first, last: last, reference: run.reference, isOpen: isOpen))
            }
            run = nil
        }
        for (index, reading) in readings.enumerated() {
            guard let low = reading.low, let high = reading.high else { continue }
            if let reference = best, let bestLow = readings[reference].low, let bestHigh = readings[reference].high {
                let limit = factor * readings[reference].value
                let isWorse =
                    lowerIsBetter ? low > bestHigh && reading.value >= limit : high < bestLow && reading.value <= limit
                if isWorse, isPossible(index) {
                    run = ((run?.indices ?? []) + [index], run?.reference ?? reference)
                } else {
                    close(isOpen: false)
                }
                let isBetter =
                    lowerIsBetter
                    ? reading.value < readings[reference].value : reading.value > readings[reference].value
                if isBetter { best = index }
            } else {
                best = index
            }
        }
        close(isOpen: true)
        return found
    }
}
