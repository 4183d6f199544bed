/// Figures within sentences about statistics.
package enum SentenceFigure {
    /// A share with a tenth of a percent, "12.3 %"; below a tenth two digits.
    package static func percent(_ share: Double) -> String {
        let value = share * 100
        guard abs(value) < 0.1, value != 0 else { return "\((value * 10).rounded() / 10) %" }
        return "\(twoDigits(value)) %"
    }

    /// "p = 0.031", or "p < 0.0001".
    package static func probability(_ value: Double) -> String {
        value < 0.0001 ? "p < 0.0001" : "p = \(twoDigits(value))"
    }

    /// Three decimals, "0.534".
    package static func rounded(_ value: Double) -> String { "\((1000 * value).rounded() / 1000)" }

    /// Two digits, "0.43" or "0.00012".
    package static func number(_ value: Double) -> String { "\(twoDigits(value))" }

    private static func twoDigits(_ value: Double) -> Double {
        var scale = 1.0
        while abs(value) * scale < 10, scale < 1e9 { scale *= 10 }
        return (value * scale).rounded() / scale
    }
}
