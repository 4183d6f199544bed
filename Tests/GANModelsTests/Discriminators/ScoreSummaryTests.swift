import GANData
import GANNumerics
import Testing

@testable import GANModels

@Suite struct ScoreSummaryTests {
    /// Scores each sample by its first value.
    private struct FirstValue: Discriminator {
        var name: String { "first" }
        var digest: String { "dd" }
        var sampleShape: SampleShape { .vector(2) }
        var valueRange: ValueRange { ValueRange(low: -1, high: 1) }
        func logits(values: Matrix<Float>) throws -> Matrix<Float> {
            Matrix(rows: values.rows, columns: 1, scalars: (0..<values.rows).map { values[$0, 0] })
        }
    }

    @Test func figuresAreThoseOfTheScores() {
        let summary = ScoreSummary([3, -1, 0, 2, 1], of: FirstValue())
        #expect(summary.count == 5 && summary.mean == 1 && summary.quantiles == [-1, 0, 1, 2, 3])
        #expect(abs(summary.standardDeviation - 2.5.squareRoot()) < 1e-12)
        #expect(summary.positiveShare == 0.6 && summary.discriminator == "first" && summary.digest == "dd")
    }

    @Test func fewScoresHaveNoSpread() {
        #expect(ScoreSummary([], of: FirstValue()).quantiles.isEmpty)
        let one = ScoreSummary([4], of: FirstValue())
        #expect(one.standardDeviation == 0 && one.quantiles == [4, 4, 4, 4, 4] && one.positiveShare == 1)
    }

    @Test func allRowsAreScoredInTheirOrder() throws {
        let source = try SampleSources.open("builtin:ring[0:1500]")
        var done: [Int] = []
        let scores = try FirstValue().scores(of: source, called: "ring") { done.append($0) }
        let rows = try source.read(rows: 0..<1500)
        #expect(scores == (0..<1500).map { rows[$0, 0] } && done == [1024, 1500])
        let images = try SampleSources.open("builtin:shapes[0:5]")
        #expect(throws: ModelError.self) { try FirstValue().scores(of: images, called: "shapes") }
    }
}
