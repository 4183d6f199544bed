import GANText

/// How many samples would decide what an interval leaves open.
package enum SamplesToDecide {
    /// Samples with which an interval would end before a bound if the value stayed: widths fall with the root.
    ///
    /// n·(reach/distance)², and a fifth more than that, because the next value will be another one; two digits are all that is
    /// meant. `distance` is that from the value to the bound, `reach` how far the interval goes beyond the value on the bound's
    /// side. nil where no number would do, and beyond what anybody samples.
    package static func count(samples: Int, distance: Double, reach: Double) -> Int? {
        guard samples > 0, distance > 0, reach > 0 else { return nil }
        return roundedUp(1.2 * Double(samples) * (reach / distance) * (reach / distance))
    }

    /// The next number of two significant digits; nil beyond 10⁹.
    static func roundedUp(_ count: Double) -> Int? {
        guard count.isFinite, count < 1e9 else { return nil }
        var unit = 1.0
        while count / unit > 99 { unit *= 10 }
        // What is a whole number but for rounding must not move by one.
        let digits = count / unit
        let nearest = digits.rounded()
        let whole = abs(digits - nearest) < 1e-9 * max(1, digits) ? nearest : digits.rounded(.up)
        return Int(saturating: whole * unit)
    }
}
