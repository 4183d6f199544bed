import GANEvaluation
import Testing

@testable import GANReports

@Suite struct SeriesTableTests {
    @Test func bothKindsOfAStepStandTogether() {
        let table = SeriesTable(MockSeries.full())
        #expect(table.rows.prefix(4).map(\.step) == ["100", "100", "200", "200"])
        #expect(table.rows.prefix(2).map(\.weights) == ["moving average", "raw"])
        #expect(table.heads == ["Fréchet distance", "Precision", "Coverage", "Too close"])
        #expect(table.rows[0].figures[3] == "1.1 %" && table.rows[0].figures[0].contains("["))
    }

    @Test func theChosenMetricComesFirst() {
        let table = SeriesTable(MockSeries.single(distances: [30, 12], coverages: [0.4, 0.7], metric: "coverage"))
        #expect(table.heads.first == "Coverage" && table.heads.filter { $0 == "Coverage" }.count == 1)
        #expect(table.rows.map(\.standing) == ["", "best"])
    }
}
