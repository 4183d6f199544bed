/// Figures as the audit's sentences show them.
enum AuditText {
    /// "12.3 %"; shares below a tenth of a percent keep two digits.
    static func percent(_ share: Double) -> String {
        let value = share * 100
        guard abs(value) < 0.1, value != 0 else { return "\((value * 10).rounded() / 10) %" }
        return "\(twoDigits(value)) %"
    }

    /// "p = 0.031", or "p < 0.0001".
    static func probability(_ value: Double) -> String {
        value < 0.0001 ? "p < 0.0001" : "p = \(twoDigits(value))"
    }

    /// "0.534".
    static func rounded(_ value: Double) -> String { "\((1000 * value).rounded() / 1000)" }

    /// "12 samples are exact copies", "1 sample is an exact copy".
    static func samples(_ count: Int, are many: String, is one: String) -> String {
        count == 1 ? "1 sample is \(one)" : "\(count) samples are \(many)"
    }

    /// "0.43", "0.00012".
    static func number(_ value: Double) -> String { "\(twoDigits(value))" }

    private static func twoDigits(_ value: Double) -> Double {
        var scale = 1.0
        while abs(value) * scale < 10, scale < 1e9 { scale *= 10 }
        return (value * scale).rounded() / scale
    }
}
