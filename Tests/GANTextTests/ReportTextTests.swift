import GANText
import Testing

@Suite struct ReportTextTests {
    @Test func escapesMarkupBelowTheLevelOfCharacters() {
        // With the combining accent, the quote is a different Character but still ends an attribute.
        #expect(ReportText.markup("\"\u{301}<\u{301}&'>") == "&quot;\u{301}&lt;\u{301}&amp;&#39;&gt;")
    }

    @Test func removesControlsAndReorderingMarks() {
        #expect(ReportText.cleaned("a\u{0}\u{1b}\u{85}b\nc\u{202e}d") == "ab c\u{fffd}d")
    }

    @Test func shortensInTheMiddle() {
        #expect(ReportText.shortened("abcdefghij", to: 7) == "abc…hij")
        #expect(ReportText.shortened("abcdefg", to: 7) == "abcdefg")
    }

    @Test func lists() {
        #expect(ReportText.list([]) == "")
        #expect(ReportText.list(["a"]) == "a")
        #expect(ReportText.list(["a", "b", "c"]) == "a, b and c")
    }
}
