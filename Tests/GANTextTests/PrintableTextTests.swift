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
}
