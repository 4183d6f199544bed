import OrderedCollections

/// A metric's value beside what real data get at the same counts: what grades, gates and drafts hold against each other.
public struct RealComparison: Sendable, Equatable {
    /// Where real data's figure comes from.
    public enum Source: String, Sendable {
        /// Held-out rows in the samples' place.
        case heldOut = "held_out"
        /// The null: what equal distributions give at these counts.
        case null
    }

    /// The metric of the samples, as many as `real` is for.
    public var value: Double
    /// Of `value`.
    public var interval: MetricInterval?
    /// What real data get.
    public var real: Double
    /// Which real data say so.
    public var source: Source
    /// "500 of 1500 samples", where `value` is of fewer samples than the metric's own.
    public var counts: String?
}

extension MetricResult {
    /// The code of the diagnostic that says why there is no figure of real data.
    public static let tooFewHeldOut = "too_few_held_out"
    /// What reports of before say where their ceiling comes from fewer rows than there are samples.
    static let smallerHeldOut = "smaller_held_out"

    /// The value beside the ceiling, at equal counts; else beside the null, unless the rows contradict it; nil where neither is known.
    public var besideReal: RealComparison? {
        if let ceiling, let matched {
            return RealComparison(
                value: matched.value, interval: matched.interval, real: ceiling.value, source: .heldOut,
                counts: matched.basis)
        }
        if let ceiling, !diagnostics.contains(where: { $0.code == Self.smallerHeldOut }) {
            return RealComparison(value: value, interval: intervalOrReach, real: ceiling.value, source: .heldOut)
        }
        return isNullDoubted
            ? nil : null.map { RealComparison(value: value, interval: intervalOrReach, real: $0.value, source: .null) }
    }

    /// Whether the null rests on what the real rows contradict, and nothing better was measured.
    package var isNullDoubted: Bool {
        diagnostics.contains { $0.code == FrechetDistance.notGaussian && $0.severity == .warning }
    }

    /// Why real data's figure can't be held beside the value, as a sentence; nil where it can, or where there never was one.
    public var whyNotBesideReal: String? {
        guard besideReal == nil else { return nil }
        return diagnostics.first {
            [Self.tooFewHeldOut, Self.smallerHeldOut, "no_ceiling", FrechetDistance.notGaussian].contains($0.code)
        }?.message
    }

    /// The interval, or the most that chance moves the value by where the metric has none near its null.
    package var intervalOrReach: MetricInterval? {
        if let interval { return interval }
        guard case .number(let reach)? = parts[Self.reachAtMost], reach >= 0, reach.isFinite else { return nil }
        return MetricInterval(
            low: value - reach, high: value + reach, method: "\(Self.reachAtMost), which is wider than needed")
    }
}
