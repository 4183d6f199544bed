import GANNumerics
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct TiedDistancesTests {
    /// Eight columns of small whole numbers, as counts of four tosses.
    private static func counts(_ seed: UInt64, _ rows: Int) -> Matrix<Float> {
        mapped(normalRows(seed, rows, 8)) { min(4, max(0, ($0 + 1.2).rounded())) }
    }

    /// Equal distributions get their null, ties or not.
    @Test func nullsAreThoseOfTheTies() throws {
        var (values, nulls): ([[Double]], [[Double]]) = ([], [])
        for seed in 0..<12 {
            let (real, generated) = (Self.counts(UInt64(2 * seed), 300), Self.counts(UInt64(2 * seed + 1), 300))
            let results = [
                try Density.evaluate(real: real, generated: generated),
                try Coverage.evaluate(real: real, generated: generated),
                try BetaRecall.evaluate(real: real, generated: generated),
            ]
            values.append(results.map(\.value))
            nulls.append(try results.map { try #require($0.null).value })
            for result in results { #expect(result.diagnostics.contains { $0.code == "tied_distances" }) }
        }
        let exact = [1, Coverage.null(real: 300, generated: 300, neighbours: 5), 300.0 / 599]
        for (metric, slack) in [(0, 0.1), (1, 0.04), (2, 0.1)] {
            let value = Statistics.mean(values.map { $0[metric] })
            let null = Statistics.mean(nulls.map { $0[metric] })
            #expect(abs(null - value) < slack, "\(metric): \(null) for \(value)")
            // What the exact null was wrong by.
            #expect(abs(exact[metric] - value) > 0.05, "\(metric): \(value)")
        }
    }

    @Test func nullsWithoutTiesAreExact() throws {
        let (real, generated) = (normalRows(1, 300, 8), normalRows(2, 300, 8))
        let coverage = try Coverage.evaluate(real: real, generated: generated)
        #expect(try #require(coverage.null).value == Coverage.null(real: 300, generated: 300, neighbours: 5))
        #expect(try #require(try Density.evaluate(real: real, generated: generated).null).value == 1)
        #expect(!coverage.diagnostics.contains { $0.code == "tied_distances" })
        // A few repeated rows are no ties of the features.
        let few = real.rows(in: 0..<290).appendingRows(of: real.rows(in: 0..<5))
        #expect(try #require(try Density.evaluate(real: few, generated: generated).null).value == 1)
    }
}
