import Testing

@testable import GANText

@Suite struct FigureTextNounsTests {
    @Test func oneIsSingularAndAllElseIsPlural() {
        #expect(FigureText.count(1, "sample") == "1 sample")
        #expect([0, 2, 12_000].map { FigureText.count($0, "sample") } == ["0 samples", "2 samples", "12,000 samples"])
        #expect(FigureText.noun(1, "class is", "classes are") == "class is")
        #expect(FigureText.noun(3, "class is", "classes are") == "classes are")
    }
}
