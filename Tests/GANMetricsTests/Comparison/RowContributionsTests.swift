import GANNumerics
import Testing

@testable import GANMetrics

@Suite struct RowContributionsTests {
    @Test func centresAndGivesErrorsOfDifferences() {
        let first = RowContributions(metric: "precision", value: 0.5, generated: [1, 0, 1, 0], reference: [3, 5])
        let second = RowContributions(metric: "precision", value: 0.75, generated: [1, 1, 1, 0], reference: [3, 5])
        #expect(first.generated == [0.5, -0.5, 0.5, -0.5] && first.reference == [-1, 1])
        // Variances 1/3 and 1/4 of four rows; the reference's, 2 of two rows, is in both and cancels.
        #expect(isClose(first.standardError, (1.0 / 12 + 1).squareRoot()))
        #expect(isClose(second.differenceError(to: first, paired: false), (1.0 / 12 + 1.0 / 16).squareRoot()))
        // One pair of four differs.
        #expect(isClose(second.differenceError(to: first, paired: true), (0.25 / 4).squareRoot()))
        #expect(first.differenceError(to: first, paired: true) == 0)
    }

    @Test func pairsOfLikeRowsNarrowTheError() throws {
        let target = normalRows(1, 400, 3)
        let base = normalRows(2, 400, 3)
        let near = mapped(base) { 1.05 * $0 }
        let reference = try ComparisonReference(rows: target, matched: target)
        let (first, second) = (try reference.measure(base), try reference.measure(near))
        for (a, b) in zip(first.contributions, second.contributions) {
            #expect(
                b.differenceError(to: a, paired: true) < 0.7 * b.differenceError(to: a, paired: false), "\(a.metric)")
        }
    }

    /// Each lacks the other's half of the data: which half the reference happens to be full of decides the difference of coverage.
    @Test func contributionsKnowThatTheReferenceIsASampleToo() throws {
        var values: [String: [Double]] = [:]
        var errors: [String: [Double]] = [:]
        for seed in 0..<80 as Range<UInt64> {
            let real = normalRows(seed, 200, 2)
            let base = normalRows(1000 + seed, 200, 2)
            func half(_ sign: Float) -> Matrix<Float> {
                var rows = base
                for row in 0..<rows.rows { rows[row, 0] = sign * abs(rows[row, 0]) }
                return rows
            }
            let reference = try ComparisonReference(rows: real, matched: real)
            let (first, second) = (try reference.measure(half(-1)), try reference.measure(half(1)))
            for (one, other) in zip(first.contributions, second.contributions) {
                values[one.metric, default: []].append(other.value - one.value)
                errors[one.metric, default: []].append(other.differenceError(to: one, paired: true))
            }
        }
        for name in ["coverage", "precision"] {
            let found = try #require(values[name])
            let ratio = try Statistics.mean(#require(errors[name])) / Statistics.standardDeviation(found)
            // With the reference taken as fixed, a quarter of it for coverage.
            #expect(ratio > 0.8 && ratio < 1.8, "\(name): \(ratio)")
        }
    }

    /// Projections of the U-statistic: their spread is that over fresh samples of both sides.
    @Test func kernelDistanceContributionsTellItsError() throws {
        var (values, errors) = ([Double](), [Double]())
        for seed in 0..<60 {
            let pairs = PairStatistics(
                real: normalRows(UInt64(seed), 150, 3),
                generated: mapped(normalRows(UInt64(500 + seed), 120, 3)) { $0 + 0.6 },
                demand: {
                    var demand = PairStatistics.Demand()
                    demand.kernels = [.cubic]
                    return demand
                }())
            let found = RowContributions.kernelDistance(pairs)
            values.append(found.value)
            errors.append(found.standardError)
        }
        let ratio = Statistics.mean(errors) / Statistics.standardDeviation(values)
        #expect(ratio > 0.75 && ratio < 1.35, "\(ratio)")
    }
}
