import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct KernelDistanceSubsetsTests {
    /// The sums over memberships against the same estimator on each subset's rows.
    @Test func eachSubsetIsTheEstimatorOnItsRows() throws {
        let (real, generated) = (normalRows(1, 90, 6), mapped(normalRows(2, 80, 6)) { $0 + 0.3 })
        let options = KernelDistanceSubsets.Options(subsets: 7, size: 30, seed: 5)
        let draw = KernelDistanceSubsets.draw(real: 90, generated: 80, options: options)
        let values = try zip(draw.first, draw.second).map { first, second in
            try KernelDistance.evaluate(real: real.rows(at: first), generated: generated.rows(at: second)).value
        }
        let result = try KernelDistanceSubsets.evaluate(real: real, generated: generated, options: options)
        #expect(isClose(result.value, Statistics.mean(values), relative: 1e-9))
        let mean = Statistics.mean(values)
        let spread = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 7).squareRoot()
        #expect(isClose(number("std", result), spread, relative: 1e-7))
        #expect(result.interval == nil && result.diagnostics.contains { $0.code == "interval_omitted" })
    }

    @Test func drawsAreWithoutReplacementAndSeeded() {
        let options = KernelDistanceSubsets.Options(subsets: 5, size: 20, seed: 3)
        let draw = KernelDistanceSubsets.draw(real: 25, generated: 40, options: options)
        for rows in draw.first + draw.second { #expect(rows.count == 20 && Set(rows).count == 20) }
        #expect(draw == KernelDistanceSubsets.draw(real: 25, generated: 40, options: options))
        var other = options
        other.seed = 4
        #expect(draw != KernelDistanceSubsets.draw(real: 25, generated: 40, options: other))
        #expect(Set(draw.first).count == 5)
    }

    @Test func allRowsWhereTheSetsAreSmaller() throws {
        let (real, generated) = (normalRows(1, 60, 4), normalRows(2, 60, 4))
        let result = try KernelDistanceSubsets.evaluate(real: real, generated: generated)
        #expect(
            isClose(result.value, try KernelDistance.evaluate(real: real, generated: generated).value, relative: 1e-9))
        #expect(
            result.diagnostics.contains { $0.code == "smaller_subsets" } && result.parts["subset_size"] == .count(60))
    }

    @Test func optionsOutOfRangeAreNamed() {
        let rows = normalRows(1, 10, 3)
        for options in [KernelDistanceSubsets.Options(subsets: 0), .init(size: 1), .init(subsets: 1_000_000)] {
            #expect(throws: MetricError.self) {
                try KernelDistanceSubsets.evaluate(real: rows, generated: rows, options: options)
            }
        }
    }
}
