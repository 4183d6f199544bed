public import OrderedCollections

/// What a metric function returns: a number that never stands alone.
///
/// All metrics share this shape. `parts` holds what only one metric has ("mean", "missing_classes", "cells"), under
/// the names that `report.json` uses.
public struct MetricResult: Sendable, Equatable {
    /// The metric's value in its own unit; always finite.
    public var value: Double
    /// An interval from a resampling that is valid for this metric, or nil where there is none; a diagnostic then says why.
    public var interval: MetricInterval?
    /// What a perfect generator would get at these sample sizes.
    public var null: MetricReference?
    /// What real held-out data get, measured the same way; filled in by whoever has held-out data.
    public var ceiling: MetricReference?
    /// The same metric of as many samples as the ceiling has rows, to hold beside it; nil where the ceiling has as many as there are
    /// samples, or where their number moves nothing.
    public var matched: MatchedValue?
    /// Doubts about this value: too few samples, a singular covariance, tied distances.
    public var diagnostics: [Diagnostic]
    /// The metric's own further figures, in the order in which they are shown.
    public var parts: OrderedDictionary<String, MetricPart>

    /// A result of a finite `value`, with nothing beside it but what is given; that it is finite is the caller's business.
    public init(
        value: Double, interval: MetricInterval? = nil, null: MetricReference? = nil, ceiling: MetricReference? = nil,
        matched: MatchedValue? = nil, diagnostics: [Diagnostic] = [],
        parts: OrderedDictionary<String, MetricPart> = [:]
    ) {
        self.value = value
        self.interval = interval
        self.null = null
        self.ceiling = ceiling
        self.matched = matched
        self.diagnostics = diagnostics
        self.parts = parts
    }
}

/// A two-sided confidence interval for a metric's value.
public struct MetricInterval: Sendable, Equatable {
    /// The lower end, at most `high`.
    public var low: Double
    /// The upper end.
    public var high: Double
    /// The nominal coverage, 0.95 unless told otherwise.
    public var level: Double
    /// How it was made, in a few words: "delete-a-block jackknife, 20 blocks".
    public var method: String

    /// An interval from `low` to `high`, which must not be smaller: that is a precondition.
    ///
    /// `level` lies between 0 and 1.
    public init(low: Double, high: Double, level: Double = 0.95, method: String) {
        precondition(low <= high, "interval [\(low), \(high)]")
        self.low = low
        self.high = high
        self.level = level
        self.method = method
    }
}

extension MetricInterval {
    /// A value with its interval.
    public struct Valued: Sendable, Equatable {
        /// The value.
        public var value: Double
        /// Its interval.
        public var interval: MetricInterval

        /// A value with its interval.
        public init(_ value: Double, _ interval: MetricInterval) {
            self.value = value
            self.interval = interval
        }
    }
}

/// A value to compare with, and where it comes from.
public struct MetricReference: Sendable, Equatable {
    /// In the metric's own unit.
    public var value: Double
    /// "closed form for equal Gaussians at n = 10000, m = 10000", "held-out data, 10000 images".
    public var basis: String

    /// A value to hold another one against, in its unit, and a few words on where it comes from.
    ///
    /// Nothing is checked.
    public init(value: Double, basis: String) {
        self.value = value
        self.basis = basis
    }
}

/// A metric of fewer samples than there are, drawn so that real data's figure is held beside one of equal counts.
public struct MatchedValue: Sendable, Equatable {
    /// In the metric's own unit.
    public var value: Double
    /// As a metric's own interval.
    public var interval: MetricInterval?
    /// "500 of 1500 samples".
    public var basis: String

    /// A value, its interval if it has one, and how many samples it is of.
    public init(value: Double, interval: MetricInterval? = nil, basis: String) {
        self.value = value
        self.interval = interval
        self.basis = basis
    }
}

/// A doubt about a computable number; it travels with the number and is shown wherever the number is.
public struct Diagnostic: Sendable, Equatable, Codable {
    /// Whether a doubt changes what the number means (`warning`), or only explains it.
    public enum Severity: String, Sendable, Codable { case note, warning }
    /// A stable word for machines: "fewer_samples_than_dimensions".
    public var code: String
    /// How much the doubt matters.
    public var severity: Severity
    /// One sentence for people, with the figures that matter.
    public var message: String

    /// A doubt with a stable word in snake case and one sentence; a warning unless told otherwise.
    ///
    /// Nothing is checked.
    public init(code: String, severity: Severity = .warning, message: String) {
        self.code = code
        self.severity = severity
        self.message = message
    }
}

/// One of a metric's own further figures.
public enum MetricPart: Sendable, Equatable {
    case number(Double)
    case count(Int)
    case text(String)
    case numbers([Double])
    case counts([Int])
    case texts([String])
    case interval(MetricInterval)
}
