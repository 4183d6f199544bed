import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct GaussianStatisticsTests {
    let good = GaussianStatistics(Moments(of: normalRows(1, 50, 3)))

    @Test func statisticsGiveTheDistanceOfTheirFeatures() throws {
        let (real, generated) = (normalRows(1, 300, 6), mapped(normalRows(2, 250, 6)) { 1.3 * $0 + 0.2 })
        let direct = try FrechetDistance.evaluate(real: real, generated: generated)
        var (first, second) = (
            GaussianStatistics(Moments(of: real)), GaussianStatistics(Moments(of: generated))
        )
        let known = try FrechetDistance.evaluate(real: first, generated: second)
        #expect(known.value == direct.value && known.interval == nil)
        // Rows tell more of the null than their moments do; the two agree where the features are Gaussian.
        #expect(isClose(try #require(known.null).value, try #require(direct.null).value, relative: 0.4))
        for sides in [(nil, 250), (300, nil), (nil, nil)] as [(Int?, Int?)] {
            (first.count, second.count) = sides
            let unknown = try FrechetDistance.evaluate(real: first, generated: second)
            #expect(unknown.value == direct.value && unknown.null == nil)
            #expect(unknown.diagnostics.contains { $0.code == "unknown_counts" })
        }
    }

    /// Commuting covariances: Σ(√a − √b)² and the means' distance.
    @Test func closedFormOfDiagonalGaussians() throws {
        func diagonal(_ variances: [Double], mean: [Double]) -> GaussianStatistics {
            var covariance = Matrix<Double>(rows: 3, columns: 3)
            for index in 0..<3 { covariance[index, index] = variances[index] }
            return GaussianStatistics(mean: mean, covariance: covariance)
        }
        let result = try FrechetDistance.evaluate(
            real: diagonal([1, 4, 0], mean: [0, 0, 0]), generated: diagonal([9, 1, 4], mean: [1, 0, 2]))
        #expect(isClose(result.value, 5 + 4 + 1 + 4, relative: 1e-12))
        #expect(result.diagnostics.contains { $0.code == "constant_columns" })
        let reverse = try FrechetDistance.evaluate(
            real: diagonal([9, 1, 4], mean: [1, 0, 2]), generated: diagonal([1, 4, 0], mean: [0, 0, 0]))
        #expect(isClose(reverse.value, 14, relative: 1e-12))
        #expect(reverse.diagnostics.contains { $0.code == "generated_constant_columns" })
    }

    @Test func supportsAtRightAnglesAreNotTakenForAnIndefiniteMatrix() throws {
        func line(_ axis: [Double]) -> GaussianStatistics {
            GaussianStatistics(
                mean: [0, 0, 0],
                covariance: Matrix(rows: 3, columns: 3, scalars: axis.flatMap { a in axis.map { a * $0 / 9 } }))
        }
        let result = try FrechetDistance.evaluate(real: line([1, 2, 2]), generated: line([2, 1, -2]))
        #expect(isClose(result.value, 2, relative: 1e-6), "\(result.value)")
    }

    @Test func defectiveStatisticsAreNamed() {
        func fails(_ change: (inout GaussianStatistics) -> Void) {
            var bad = good
            change(&bad)
            #expect(throws: MetricError.self) { try FrechetDistance.evaluate(real: bad, generated: good) }
            #expect(throws: MetricError.self) { try FrechetDistance.evaluate(real: good, generated: bad) }
        }
        fails { $0.mean.append(0) }
        fails { ($0.mean, $0.covariance) = ([], Matrix(rows: 0, columns: 0)) }
        fails { $0.covariance = Matrix(rows: 3, columns: 4) }
        fails { $0.mean[1] = .nan }
        fails { $0.covariance[2, 0] = .infinity }
        fails { $0.covariance[1, 1] = -0.1 }
        fails { $0.covariance[0, 1] += 0.01 }
        fails { $0.count = 1 }
        // Symmetric with positive variances, and yet no covariance: its correlation is 2.
        fails { $0.covariance = Matrix(rows: 3, columns: 3, scalars: [1, 2, 0, 2, 1, 0, 0, 0, 1]) }
        let narrow = GaussianStatistics(Moments(of: normalRows(1, 50, 2)))
        #expect(throws: MetricError.widthsDiffer(metric: "frechet_distance", real: 3, generated: 2)) {
            try FrechetDistance.evaluate(real: good, generated: narrow)
        }
    }

    @Test func asymmetryOfFloat32FilesPasses() throws {
        var rounded = good
        rounded.covariance = good.covariance.converted(to: Float.self).converted(to: Double.self)
        rounded.covariance[0, 1] += 1e-8
        #expect(try FrechetDistance.evaluate(real: good, generated: rounded).value < 1e-6)
    }

    /// A mean of 1e200 is a number, its square is not.
    @Test func momentsThatLeaveTheRangeAreAnError() {
        let unit = GaussianStatistics(mean: [0, 0], covariance: Matrix(rows: 2, columns: 2, scalars: [1, 0, 0, 1]))
        for (mean, variance) in [(1e200, 1.0), (0, 1e308)] {
            let huge = GaussianStatistics(
                mean: [mean, mean], covariance: Matrix(rows: 2, columns: 2, scalars: [variance, 0, 0, variance]))
            #expect(throws: MetricError.self) { try FrechetDistance.evaluate(real: unit, generated: huge) }
            #expect(throws: MetricError.self) { try FrechetDistance.evaluate(real: huge, generated: unit) }
        }
    }

    @Test func widthsAboveTheCapAreRefused() throws {
        let options = FrechetDistance.Options(largestOrder: 20)
        #expect(throws: MetricError.self) {
            try FrechetDistance.evaluate(real: normalRows(1, 40, 21), generated: normalRows(2, 5, 21), options: options)
        }
        #expect(throws: Never.self) {
            try FrechetDistance.evaluate(real: normalRows(1, 20, 90), generated: normalRows(2, 9, 90), options: options)
        }
        // 100,000 columns are no trouble where few rows stand for them.
        let wide = Matrix<Float>(rows: 4, columns: 100_000, repeating: 1)
        #expect(try FrechetDistance.evaluate(real: wide, generated: wide).value == 0)
    }
}
