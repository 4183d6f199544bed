import GANText
import Testing

@Suite struct PrintableTextTests {
    @Test(arguments: [
        ("plain text, ümläut 日本", "plain text, ümläut 日本"), ("a\u{1B}[2J\n\u{7F}\u{9B}b", "a?[2J???b"),
        ("\u{202E}gpj.exe", "?gpj.exe"), ("", ""),
    ])
    func marksWhatSteers(text: String, expected: String) {
        #expect(PrintableText.of(text, limit: 100) == expected)
    }

    @Test func cutsLongTexts() {
        #expect(PrintableText.of("abcdef", limit: 3) == "abc…")
        #expect(PrintableText.of("abc", limit: 3) == "abc")
    }

    /// Names may hold what steers a terminal; ends of lines are the text's own.
    @Test func linesKeepTheirEndsAndNothingThatSteers() {
        #expect(PrintableText.lines("a\tb\r\nc\n") == "a\tb\r\nc\n")
        #expect(PrintableText.lines("a\u{1B}[2Jb\rc\u{202E}d\u{9B}5me") == "a?[2Jb?c?d?5me")
        #expect(PrintableText.lines("größer ≤ 3 × 10⁵ 表") == "größer ≤ 3 × 10⁵ 表")
    }
}
