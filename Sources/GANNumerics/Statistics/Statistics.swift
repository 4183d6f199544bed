import GANText
import RealModule

/// Descriptive statistics, distribution functions and intervals, in float64.
public enum Statistics {
    /// The arithmetic mean of at least one value.
    public static func mean(_ values: [Double]) -> Double {
        precondition(!values.isEmpty, "mean of no values")
        return values.reduce(0, +) / Double(values.count)
    }

    /// The unbiased sample variance (divisor n − 1) of at least two values, in two passes.
    public static func variance(_ values: [Double]) -> Double {
        precondition(values.count > 1, "sample variance of \(values.count) values")
        let centre = mean(values)
        return values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / Double(values.count - 1)
    }

    /// The square root of the unbiased sample variance.
    public static func standardDeviation(_ values: [Double]) -> Double { variance(values).squareRoot() }

    /// The quantile at `probability` in 0...1 by linear interpolation between order statistics.
    ///
    /// Type 7 of Hyndman and Fan, "Sample quantiles in statistical packages", 1996: the default of NumPy and R.
    public static func quantile(_ values: [Double], _ probability: Double) -> Double {
        quantile(ofSorted: values.sorted(), probability)
    }

    /// As `quantile(_:_:)`, for values that are in ascending order already.
    public static func quantile(ofSorted sorted: [Double], _ probability: Double) -> Double {
        precondition(!sorted.isEmpty, "quantile of no values")
        precondition(probability >= 0 && probability <= 1, "quantile at probability \(probability)")
        let position = probability * Double(sorted.count - 1)
        let lower = min(sorted.count - 1, Int(saturating: position))
        let upper = min(sorted.count - 1, lower + 1)
        return sorted[lower] + (position - Double(lower)) * (sorted[upper] - sorted[lower])
    }

    /// The middle order statistic, or the mean of the middle two.
    public static func median(_ values: [Double]) -> Double { quantile(values, 0.5) }

    /// log Σ exp(xᵢ) without overflow; −∞ for no values.
    public static func logSumExp(_ values: some Collection<Double>) -> Double {
        guard let largest = values.max(), largest > -.infinity else { return -.infinity }
        guard largest < .infinity else { return .infinity }
        return largest + .log(values.reduce(0) { $0 + .exp($1 - largest) })
    }

    /// log(1 + exp(x)) without overflow or loss of small values.
    public static func softplus(_ x: Double) -> Double { max(x, 0) + .log(onePlus: .exp(-abs(x))) }
}
