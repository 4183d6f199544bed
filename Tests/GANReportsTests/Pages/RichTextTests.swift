import Testing

@testable import GANReports

@Suite struct RichTextTests {
    private let name = "a*b\u{1b}[31m @all"

    @Test func whatIsOursStaysAndWhatIsNotIsMadeSafe() {
        let text: RichText = "(!) \(name) *ours* \(figure: "3 [1, 5]")"
        #expect(text.markdown(limit: 100) == "(!) a\\*b\\[31m &#64;all *ours* 3 \\[1, 5]")
        #expect(text.plain == "(!) a*b[31m @all *ours* 3 [1, 5]")
    }

    @Test func noNameEndsItsQuotes() {
        let text: RichText = "\(code: "a`b|c") \(strong: "d*") \(link: "e", to: "f.html") \(12_000)"
        #expect(text.markdown(limit: 100) == "`abc` **d\\*** [e](f.html) 12,000")
        #expect(text.plain == "a`b|c d* e 12,000")
    }

    @Test func eachTextIsShortenedByItself() {
        let text: RichText = "\(String(repeating: "a", count: 50)) and \(String(repeating: "b", count: 50))"
        #expect(text.markdown(limit: 9) == "aaaa…aaaa and bbbb…bbbb")
    }

    @Test func lists() {
        #expect(RichText.list([]).plain == "" && RichText.list(["a"]).plain == "a")
        #expect(RichText.list(["a", "b", "c"]).plain == "a, b and c")
    }
}
