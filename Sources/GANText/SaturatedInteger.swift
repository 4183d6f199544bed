extension Int {
    /// The whole part of `value`; ±2⁵³ for what lies beyond, and 0 for what is no number.
    ///
    /// For figures out of data: `Int(value)` ends the program for what doesn't fit. Beyond 2⁵³ doubles know no ones, and a little
    /// may still be added to the result.
    package init(saturating value: Double) {
        let most = 0x1p53
        self = value.isNaN ? 0 : Int(Swift.min(most, Swift.max(-most, value)))
    }
}
