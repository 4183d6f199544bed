import GANMetrics
import OrderedCollections

/// What the rules of a verdict read.
struct Evidence {
    let metrics: OrderedDictionary<String, MeasuredMetric>
    /// How many samples were judged.
    let samples: Int
    let hasHeldOut: Bool
    let modes: ModeTable?

    func number(_ metric: String, _ part: String) -> Double? { metrics[metric]?.result.number(part) }

    func count(_ metric: String, _ part: String) -> Int? {
        guard case .count(let value)? = metrics[metric]?.result.parts[part] else { return nil }
        return value
    }

    func interval(_ metric: String, _ part: String) -> MetricInterval? {
        guard case .interval(let value)? = metrics[metric]?.result.parts[part] else { return nil }
        return value
    }
}

extension MetricResult {
    /// A part that is a finite number.
    func number(_ part: String) -> Double? {
        guard case .number(let value)? = parts[part], value.isFinite else { return nil }
        return value
    }

    /// The value with what real data have at equal counts; nil where nothing says what that is.
    ///
    /// Held-out data say it; without them what equal distributions have at these counts, where that is known whatever the
    /// distributions are. Ends are nil where nothing says how far chance moves the value.
    var besideReal: BesideReal? {
        if let ceiling {
            let (value, interval) = matched.map { ($0.value, $0.interval) } ?? (self.value, self.interval)
            return BesideReal(
                value: value, ends: ends(of: interval, around: value), real: ceiling.value, isHeldOut: true)
        }
        guard let null, !diagnostics.contains(where: { $0.code == Self.doubtedNull }) else { return nil }
        return BesideReal(value: value, ends: ends(of: interval, around: value), real: null.value, isHeldOut: false)
    }

    /// The interval, or what its omission left behind.
    private func ends(of interval: MetricInterval?, around value: Double) -> ClosedRange<Double>? {
        if let interval { return min(interval.low, value)...max(interval.high, value) }
        guard let reach = number(Self.reachAtMost), reach >= 0 else { return nil }
        return (value - reach)...(value + reach)
    }

    /// The code of a doubt about the null: it rests on what the data do not have.
    static let doubtedNull = "doubted_null"
}

/// A value, how far chance moves it, and what real data have at equal counts.
struct BesideReal: Equatable {
    var value: Double
    var ends: ClosedRange<Double>?
    var real: Double
    /// Whether held-out data say so, or the null.
    var isHeldOut: Bool

    var measured: SectionFinding.Measured {
        SectionFinding.Measured(value: value, real: real, isHeldOut: isHeldOut)
    }
}
