import Testing

@testable import GANText

@Suite struct MarkdownTableTests {
    @Test func fillsRowsAndAlignsFigures() {
        let lines = MarkdownTable([("", .left), ("Value", .right)]).lines([["a", "1"], ["", "2"], ["b"]])
        #expect(lines == ["| | Value |", "| --- | ---: |", "| a | 1 |", "| | 2 |", "| b | |"])
    }
}
