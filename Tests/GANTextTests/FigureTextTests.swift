import GANText
import Testing

@Suite struct FigureTextTests {
    @Test(arguments: [
        (3.0, 1), (3.6, 0), (2.97, 1), (0.0061, 3), (0.0127, 3), (0.0129, 3), (0.00121, 4), (12, 0), (1200, 0),
        (0.36, 1),
    ]) func decimalsFollowTheUncertainty(_ uncertainty: Double, _ decimals: Int) {
        #expect(FigureText.decimals(forUncertainty: uncertainty) == decimals)
    }

    @Test(arguments: [
        (0.0, "0"), (-0.0004, "−0.000400"), (1234567, "1,234,567"), (9999, "9999"), (0.5, "0.500"),
        (Double.nan, "not finite"),
    ]) func numbersWithoutAnInterval(_ value: Double, _ text: String) {
        #expect(FigureText.number(value) == text)
    }

    @Test func roundsToZeroWithoutASign() {
        #expect(FigureText.number(-0.0004, decimals: 2) == "0.00")
    }

    @Test(arguments: [
        (0.0, "0 %"), (1, "100 %"), (0.0003, "0.03 %"), (0.065, "6.5 %"), (0.4, "40 %"), (0.9999, "99.99 %"),
        (0.00004, "0.004 %"), (0.99996, "99.996 %"), (0.9999999, "99.99999 %"),
    ])
    func sharesNearTheEndsKeepADigit(_ share: Double, _ text: String) {
        #expect(FigureText.percent(share) == text)
    }

    @Test(arguments: [
        (0.61, "0.6 s"), (48.7, "49 s"), (192, "3 min 12 s"), (7260, "2 h 1 min"), (Double.infinity, "unknown"),
    ])
    func durations(_ seconds: Double, _ text: String) {
        #expect(FigureText.duration(seconds) == text)
    }

    /// Shares next to 1 keep a digit that tells them from it, and no share is printed as a power of ten.
    @Test(arguments: [
        (0.984, "98.4"), (0.99, "99"), (0.994, "99.4"), (0.9951, "99.5"), (0.9999, "99.99"), (1, "100"), (0.123, "12"),
        (0, "0"), (0.0042, "0.4"),
    ])
    func sharesAreSaidAsPercentages(share: Double, text: String) {
        #expect(FigureText.spokenPercent(share) == "\(text)\u{A0}%")
    }
}
