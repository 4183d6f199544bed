import GANText

/// What a metric's values can be.
public struct MetricRange: Sendable, Equatable {
    /// The least and the greatest value, infinite where nothing bounds it or where the data decide.
    public let bounds: ClosedRange<Double>
    private let isOpenBelow: Bool
    private let greatest: String?

    /// Values within `bounds`.
    ///
    /// `isOpenBelow` says that the least value itself is never reached; `greatest` names the greatest value where the
    /// data decide it: "C", the number of classes.
    public init(_ bounds: ClosedRange<Double>, isOpenBelow: Bool = false, greatest: String? = nil) {
        self.bounds = bounds
        self.isOpenBelow = isOpenBelow
        self.greatest = greatest
    }

    /// In the notation of intervals: "[0, 1]", "[1, C]", "(−∞, ∞)".
    public var text: String {
        let low = bounds.lowerBound.isFinite ? "\(isOpenBelow ? "(" : "[")\(Self.number(bounds.lowerBound))" : "(−∞"
        let high =
            greatest.map { "\($0)]" }
            ?? (bounds.upperBound.isFinite ? "\(Self.number(bounds.upperBound))]" : "∞)")
        return "\(low), \(high)"
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() ? String(Int(saturating: value)) : "\(value)"
    }
}

extension MetricRegistry.Entry {
    /// Its values, in the notation of intervals: "[0, 1]".
    public var range: String { values.text }

    /// The least and the greatest value, infinite where nothing bounds it.
    public var bounds: ClosedRange<Double> { values.bounds }

    /// The least and the greatest difference of two values.
    package var differenceBounds: ClosedRange<Double> {
        let width = bounds.upperBound - bounds.lowerBound
        return -width...width
    }
}
