import GANMetrics
import OrderedCollections

/// What the rules of a verdict read.
struct Evidence {
    let metrics: OrderedDictionary<String, MeasuredMetric>
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

    /// A part that lists counts; empty where there is none.
    func counts(_ part: String) -> [Int] {
        guard case .counts(let values)? = parts[part] else { return [] }
        return values
    }
}

/// A value, how far chance moves it, and what real data have at equal counts.
struct BesideReal: Equatable {
    var value: Double
    /// nil where nothing says how far chance moves the value.
    var ends: ClosedRange<Double>?
    var real: Double
    /// Whether held-out data say so, or the null.
    var isHeldOut: Bool

    /// A value between `ends` beside real data's.
    init(value: Double, ends: ClosedRange<Double>?, real: Double, isHeldOut: Bool) {
        self.value = value
        self.ends = ends
        self.real = real
        self.isHeldOut = isHeldOut
    }

    /// nil where nothing says what real data have.
    init?(_ result: MetricResult) {
        guard let found = result.besideReal else { return nil }
        value = found.value
        ends = found.interval.map { min($0.low, found.value)...max($0.high, found.value) }
        real = found.real
        isHeldOut = found.source == .heldOut
    }

    var measured: SectionFinding.Measured {
        SectionFinding.Measured(value: value, real: real, isHeldOut: isHeldOut)
    }
}
