import GANText
import Testing

@Suite struct WrappedTextTests {
    @Test func breaksAtSpacesWithinTheWidth() {
        #expect(WrappedText.lines("one two three four", width: 9) == ["one two", "three", "four"])
        #expect(WrappedText.lines("one two three", width: 9, indent: 2) == ["one two", "  three"])
        #expect(WrappedText.lines("incomprehensible a", width: 5) == ["incomprehensible", "a"])
        #expect(WrappedText.lines("", width: 5) == [""])
    }

    @Test func labelsStandBeforeTheirText() {
        #expect(WrappedText.labelled("a:", "one two three", width: 12, column: 4) == ["a:  one two", "    three"])
        #expect(WrappedText.labelled("longer:", "one", width: 12, column: 4) == ["longer: one"])
    }
}
