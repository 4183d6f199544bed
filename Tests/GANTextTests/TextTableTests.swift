import Testing

@testable import GANText

@Suite struct TextTableTests {
    @Test func wordsStandLeftAndFiguresRight() {
        let lines = TextTable([.left, .right, .left]).lines([["metric", "value", "note"], ["recall", "0.6", ""]])
        #expect(lines == ["metric  value  note", "recall    0.6"])
    }

    @Test func columnsHaveALeastWidthAGapAndAMargin() {
        let table = TextTable([.init(.left, least: 4), .left], gap: 1, indent: 2)
        #expect(table.lines([["a", "b"], ["ab", "c"]]) == ["  a    b", "  ab   c"])
        #expect(table.widths([["a", "bcd"]]) == [4, 3])
    }

    @Test func aTextThatIsTooLongStandsAboveItsRow() {
        let lines = TextTable([.init(.left, most: 4), .right]).lines([["ab", "1"], ["a.long.name", "22"]])
        #expect(lines == ["ab     1", "a.long.name", "      22"])
    }

    @Test func rowsMayBeShorterThanTheTable() {
        #expect(TextTable([.left, .left, .left]).lines([["a"], ["b", "c", "d"]]) == ["a", "b  c  d"])
    }
}
