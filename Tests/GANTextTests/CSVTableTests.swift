import Testing

@testable import GANText

@Suite struct CSVTableTests {
    @Test(arguments: [
        ("plain.png", "plain.png"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""),
        ("a\r\nb", "\"a\r\nb\""), (" a", "\" a\""), ("", ""), ("\"\u{301}", "\"\"\"\u{301}\""),
    ])
    func quotesWhatWouldBreakALine(field: String, expected: String) {
        // By scalars, for a quote and its accent are one character.
        #expect(Array(CSVTable.quoted(field).unicodeScalars) == Array(expected.unicodeScalars))
    }

    @Test func namesFromOutsideAreNoFormulas() {
        #expect(CSVTable.line([.outside("=a"), .outside("a=b"), .plain("-1")]) == "'=a,a=b,-1\r\n")
        #expect(CSVTable.line([.outside("a\u{1b}\nb")]) == "a??b\r\n")
        // With the combining accent, the sign is a different Character but still begins a formula.
        #expect(CSVTable.line([.outside("=\u{301}a")]).unicodeScalars.first == "'")
    }

    @Test func whatThereIsNotIsEmpty() {
        #expect(
            CSVTable.line([.number(nil), .number(.infinity), .number(0.5), .count(nil), .count(3)]) == ",,0.5,,3\r\n")
    }
}
