import Foundation

/// Numbers as people read them: as many digits as the interval justifies, a true minus, thousands apart.
package enum FigureText {
    /// The decimal places worth printing beside an uncertainty: two significant digits of it if it begins with less than
    /// 3.55, else one (the rule of the Particle Data Group).
    package static func decimals(forUncertainty uncertainty: Double) -> Int {
        guard uncertainty > 0, uncertainty.isFinite else { return 3 }
        let exponent = log10(uncertainty).rounded(.down)
        let lead = uncertainty / pow(10, exponent)
        return min(8, max(0, (lead < 3.55 ? 1 : 0) - Int(exponent)))
    }

    /// The decimal places of a figure whose uncertainty is unknown: three significant digits.
    package static func decimals(forMagnitude value: Double) -> Int {
        guard value != 0, value.isFinite else { return 0 }
        return min(8, max(0, 2 - Int(log10(abs(value)).rounded(.down))))
    }

    /// The number with so many decimal places; from 10¹² on with three significant digits.
    package static func number(_ value: Double, decimals: Int) -> String {
        guard value.isFinite else { return "not finite" }
        if value == 0 { return "0" }
        guard abs(value) < 1e12 else { return String(format: "%.3g", value) }
        var digits = String(format: "%.\(decimals)f", abs(value))
        if let point = digits.firstIndex(of: ".") {
            digits = grouped(String(digits[..<point])) + digits[point...]
        } else {
            digits = grouped(digits)
        }
        let isZero = !digits.contains { ("1"..."9").contains($0) }
        return value < 0 && !isZero ? "−" + digits : digits
    }

    /// Three significant digits, for figures without an interval.
    package static func number(_ value: Double) -> String { number(value, decimals: decimals(forMagnitude: value)) }

    /// A count, thousands apart.
    package static func count(_ value: Int) -> String { (value < 0 ? "−" : "") + grouped(String(value.magnitude)) }

    /// A share as a percentage: "12 %", "5.3 %"; the shares next to 0 and 1 keep a digit that tells them from 0 and 1.
    package static func percent(_ share: Double) -> String {
        guard share.isFinite else { return "not finite" }
        let value = share * 100
        let edge = min(value, 100 - value)
        var decimals = edge <= 0 ? 0 : edge < 0.095 ? 2 : edge < 9.95 ? 1 : 0
        // As many places as the first digit that is not 0, or not 9, needs.
        while edge > 0, decimals < 8, decimals >= 2, edge * pow(10, Double(decimals)) < 0.95 { decimals += 1 }
        return number(value, decimals: decimals) + " %"
    }

    /// A share to say aloud: `percent`, so that a sentence and the table beside it print the same figure, without a last 0.
    ///
    /// Its space doesn't break a line, for it stands within sentences.
    package static func spokenPercent(_ share: Double) -> String {
        guard share.isFinite, abs(share) < 1e12 else { return "not finite" }
        return percent(share).replacing(".0 %", with: " %").replacing(" ", with: "\u{A0}")
    }

    /// A share that somebody wrote, or a tick, as a percentage with all its digits: "97.5 %".
    package static func exactPercent(_ share: Double) -> String { trimmed(share * 100) + " %" }

    /// A count for a tick: 1,200,000 becomes "1.2 M".
    package static func short(_ value: Double) -> String {
        for (unit, size) in [("M", 1e6), ("k", 1e3)] where abs(value) >= size {
            return trimmed(value / size) + " " + unit
        }
        return trimmed(value)
    }

    /// Up to three decimals without trailing zeros, for ticks.
    package static func trimmed(_ value: Double) -> String {
        var digits = String(format: "%.6f", abs(value))
        while digits.hasSuffix("0") { digits.removeLast() }
        if digits.hasSuffix(".") { digits.removeLast() }
        return value < 0 && digits != "0" ? "−" + digits : digits
    }

    /// "1 min 12 s".
    package static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "unknown" }
        if seconds < 10 { return number(seconds, decimals: 1) + " s" }
        let whole = Int(seconds.rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }

    private static func grouped(_ digits: String) -> String {
        guard digits.count > 4 else { return digits }
        var result = ""
        for (offset, digit) in digits.enumerated() {
            if offset > 0 && (digits.count - offset) % 3 == 0 { result.append(",") }
            result.append(digit)
        }
        return result
    }
}
