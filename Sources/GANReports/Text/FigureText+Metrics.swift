import GANMetrics
import GANText

extension FigureText {
    /// The decimal places at which a metric's value, interval and references are printed.
    static func decimals(of result: MetricResult) -> Int {
        guard let interval = result.interval, interval.high > interval.low else {
            let all = [result.value, result.null?.value, result.ceiling?.value, result.matched?.value].compactMap { $0 }
            return all.allSatisfy { $0 == $0.rounded() } ? 0 : decimals(forMagnitude: result.value)
        }
        return decimals(forUncertainty: (interval.high - interval.low) / 2)
    }

    /// "[28.1, 32.9]".
    static func interval(_ interval: MetricInterval, decimals: Int) -> String {
        "[\(number(interval.low, decimals: decimals)), \(number(interval.high, decimals: decimals))]"
    }
}
