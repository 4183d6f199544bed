import Testing

@testable import GANText

@Suite struct SentenceFigureTests {
    @Test func sharesAndProbabilitiesAreShort() {
        #expect(SentenceFigure.percent(0.12345) == "12.3 %")
        #expect(SentenceFigure.percent(0) == "0.0 %")
        #expect(SentenceFigure.percent(0.000456) == "0.046 %")
        #expect(SentenceFigure.probability(0.031415) == "p = 0.031")
        #expect(SentenceFigure.probability(1) == "p = 1.0")
        #expect(SentenceFigure.probability(0) == "p < 0.0001")
    }
}
