import Foundation
import GANMetrics
import GANNumerics
import OrderedCollections

/// One interval of one repeat, and what it should hold.
struct IntervalObservation: Sendable {
    /// The metric, or metric and part: "classifier_two_sample auc".
    var name: String
    var value: Double
    /// Nil where the metric printed none.
    var interval: MetricInterval?
    /// Nil where the truth is the mean of all repeats' values.
    var truth: Double?

    init(_ name: String, _ result: MetricResult, truth: Double? = nil) {
        (self.name, value, interval, self.truth) = (name, result.value, result.interval, truth)
    }

    /// The interval of a part; nil where the result has none of this name.
    init(_ name: String, _ result: MetricResult, part: String, value: String, truth: Double? = nil) {
        self.name = name + " " + value
        guard case .number(let number)? = result.parts[value] else { preconditionFailure("\(name) without \(value)") }
        self.value = number
        self.truth = truth
        if case .interval(let interval)? = result.parts[part] { self.interval = interval }
    }
}

/// A distribution of data and samples, drawn again and again.
struct IntervalScenario: Sendable {
    var name: String
    /// Real and generated rows, and columns.
    var real: Int
    var generated: Int
    var columns: Int
    /// Where the truth comes from: one of the notes below the table.
    var truth: String
    /// Measures what all repeats have in common, and gives the function that makes one of them.
    var prepare: @Sendable () -> @Sendable (_ index: Int) -> [IntervalObservation]

    init(
        name: String, real: Int, generated: Int, columns: Int, truth: String,
        prepare: @escaping @Sendable () -> @Sendable (_ index: Int) -> [IntervalObservation]
    ) {
        (self.name, self.real, self.generated, self.columns) = (name, real, generated, columns)
        self.truth = truth
        self.prepare = prepare
    }

    /// A scenario whose repeats have nothing to measure beforehand.
    init(
        name: String, real: Int, generated: Int, columns: Int, truth: String,
        observe: @escaping @Sendable (_ index: Int) -> [IntervalObservation]
    ) {
        self.init(name: name, real: real, generated: generated, columns: columns, truth: truth, prepare: { observe })
    }
}

/// How often one metric's intervals hold the truth in one scenario.
struct IntervalTally {
    let metric: String
    let scenario: IntervalScenario
    let repeats: Int
    /// How many repeats printed an interval.
    let printed: Int
    /// How many of these hold the truth.
    let covered: Int
    let meanTruth: Double
    let meanWidth: Double
    /// Mean width over that of ±1.96 standard deviations of the value over repeats; about 1 where intervals are right.
    let relativeWidth: Double

    static let target = 0.92...0.98

    init(_ metric: String, _ observations: [IntervalObservation], scenario: IntervalScenario) {
        self.metric = metric
        self.scenario = scenario
        repeats = observations.count
        let mean = Statistics.mean(observations.map(\.value))
        let intervals = observations.compactMap { observation in
            observation.interval.map { ($0, observation.truth ?? mean) }
        }
        printed = intervals.count
        // Rounding must not decide where interval and truth are one point.
        let slack = 1e-9
        covered = intervals.count { $0.0.low <= $0.1 + slack && $0.1 <= $0.0.high + slack }
        meanTruth = Statistics.mean(observations.map { $0.truth ?? mean })
        meanWidth = printed == 0 ? 0 : Statistics.mean(intervals.map { $0.0.high - $0.0.low })
        let errors = observations.map { $0.value - ($0.truth ?? mean) }
        let spread = (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
        relativeWidth = spread > 0 ? meanWidth / (2 * Statistics.normalQuantile(0.975) * spread) : 0
    }

    var coverage: Double { Double(covered) / Double(max(1, printed)) }
    /// Clopper and Pearson's, of the coverage itself.
    var coverageInterval: (low: Double, high: Double) {
        Statistics.clopperPearsonInterval(successes: covered, trials: printed)
    }

    /// Whether the coverage is in the target, may be by the binomial error of these repeats, or is outside of it.
    var verdict: String {
        if printed == 0 { return "prints none" }
        // A few intervals among many repeats have a coverage of their own that no one reads.
        if printed < 50 { return "prints few" }
        if Self.target.contains(coverage) { return "holds" }
        let bounds = coverageInterval
        if coverage < Self.target.lowerBound {
            return bounds.high >= Self.target.lowerBound ? "may hold" : "too narrow"
        }
        return bounds.low <= Self.target.upperBound ? "may hold" : "too wide"
    }

    var json: [String: Any] {
        [
            "benchmark": "intervals", "metric": metric, "scenario": scenario.name, "real": scenario.real,
            "generated": scenario.generated, "columns": scenario.columns, "repeats": repeats, "printed": printed,
            "covered": covered, "coverage": coverage, "coverage_low": coverageInterval.low,
            "coverage_high": coverageInterval.high, "truth": meanTruth, "truth_from": scenario.truth,
            "mean_width": meanWidth, "relative_width": relativeWidth, "verdict": verdict,
        ]
    }

    var markdown: String {
        func percent(_ share: Double) -> String { String(format: "%.1f", 100 * share) }
        let bounds = coverageInterval
        let measured =
            printed == 0
            ? "| – | – | – | – "
            : "| \(percent(coverage)) | \(percent(bounds.low))–\(percent(bounds.high)) "
                + String(format: "| %.3g | %.2f ", meanWidth, relativeWidth)
        return "| \(metric) | \(scenario.name) | \(scenario.real) | \(scenario.generated) | \(scenario.columns) "
            + "| \(printed)/\(repeats) \(measured)| \(String(format: "%.4g", meanTruth)) | \(verdict) |"
    }
}
