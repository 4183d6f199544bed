import Foundation
import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct FrechetDistanceInfinityTests {
    static let quick = FrechetDistanceInfinity.Options(interval: false)

    static func numbers(_ part: String, _ result: MetricResult) -> [Double] {
        switch result.parts[part] {
        case .numbers(let values): return values
        case .counts(let values): return values.map(Double.init)
        default: return []
        }
    }

    @Test func agreesWithLinearCongruentialValues() throws {
        let expected = try Fixture.json("lcg/expected.json")
        let result = try FrechetDistanceInfinity.evaluate(
            real: LinearCongruential.training.converted(to: Float.self),
            generated: LinearCongruential.generated.converted(to: Float.self),
            options: .init(sizes: [100, 150, 200, 250], order: .file))
        let distances: [Double] = try lookUp(["fid prefixes n=100,150,200,250"], in: expected)
        let found = Self.numbers("distances", result)
        #expect(found.count == 4 && zip(found, distances).allSatisfy { isClose($0, $1) }, "\(found)")
        #expect(
            isClose(result.value, try lookUp(["fid_inf intercept of OLS fid~1/n over those prefixes"], in: expected)))
        #expect(isFinite(result) && result.interval != nil)
    }

    /// The last prefix is the whole set, and every prefix is what `FrechetDistance` says of it: with a triangular factor,
    /// with one of eigenvectors, with the centred rows themselves, and with prefixes on both sides of d.
    @Test(arguments: GoldenCase.names)
    func eachDistanceIsThatOfThePrefix(_ name: String) throws {
        let golden = try GoldenCase(name)
        let rows = golden.generated.rows
        let sizes = [2, 20, rows / 3, rows / 2, rows]
        for estimator in CovarianceEstimator.allCases {
            let result = try FrechetDistanceInfinity.evaluate(
                real: golden.real, generated: golden.generated,
                options: .init(sizes: sizes, order: .file, estimator: estimator, interval: false))
            for (size, distance) in zip(sizes, Self.numbers("distances", result)) {
                let direct = try FrechetDistance.evaluate(
                    real: golden.real, generated: golden.generated.rows(in: 0..<size),
                    options: .init(estimator: estimator, interval: false)
                ).value
                #expect(isClose(distance, direct, relative: 1e-6), "\(distance) for \(direct) at \(size)")
            }
        }
    }

    /// Several blocks of rows, panels of columns and waves of decompositions.
    @Test func manyRowsAndColumnsAgreeWithTheDistance() throws {
        let (real, generated) = (normalRows(1, 700, 300), mapped(normalRows(2, 2600, 300)) { 1.1 * $0 + 100.2 })
        let result = try FrechetDistanceInfinity.evaluate(
            real: mapped(real) { $0 + 100 }, generated: generated,
            options: .init(sizes: Array(stride(from: 200, through: 2600, by: 120)), order: .file, interval: false))
        let distances = Self.numbers("distances", result)
        for (index, size) in [(0, 200), (1, 320), (11, 1520), (20, 2600)] {
            let direct = try FrechetDistance.evaluate(
                real: mapped(real) { $0 + 100 }, generated: generated.rows(in: 0..<size),
                options: .init(interval: false)
            ).value
            #expect(isClose(distances[index], direct, relative: 1e-9), "\(distances[index]) for \(direct)")
        }
    }

    @Test func lineIsOrdinaryLeastSquares() {
        let exact = FrechetDistanceInfinity.Line(sizes: [10, 20, 50], distances: [3 + 0.7, 3 + 0.35, 3 + 0.14])
        #expect(isClose(exact.intercept, 3, relative: 1e-12) && isClose(exact.slope, 7, relative: 1e-12))
        #expect(exact.largestResidual < 1e-12)
        // x = 1, 1/2, 1/4 and y = 1, 0, 1 by hand: slope 1/7·…, from Sxy = 1/12·… in exact fractions.
        let bent = FrechetDistanceInfinity.Line(sizes: [1, 2, 4], distances: [1, 0, 1])
        #expect(isClose(bent.slope, 2.0 / 7, relative: 1e-12), "\(bent.slope)")
        #expect(isClose(bent.intercept, 2.0 / 3 - 2.0 / 7 * 7 / 12, relative: 1e-12))
    }

    @Test func defaultSizesAreTheDocumentedOnes() throws {
        func sizes(_ rows: Int, _ width: Int, _ options: FrechetDistanceInfinity.Options = .init()) throws -> [Int] {
            try FrechetDistanceInfinity.sizes(rows: rows, width: width, options: options)
        }
        let paper = try sizes(50_000, 2048)
        #expect(paper.count == 6 && paper.first == 5000 && paper.last == 50_000)
        let narrow = try sizes(50_000, 1024)
        #expect(narrow.count == 15 && narrow.first == 5000 && narrow.last == 50_000 && narrow[7] == 27_500)
        #expect(try sizes(100_000, 8).first == 5000)
        #expect(try sizes(10_000, 100).first == 1000)
        #expect(try sizes(10_000, 2048).first == 4096)
        #expect(try sizes(1000, 2048).first == 500)
        #expect(try sizes(300, 8).first == 50)
        #expect(try sizes(4, 8) == [2, 3, 4])
        let reciprocal = try sizes(50_000, 8, .init(points: 3, spacing: .reciprocal))
        #expect(reciprocal == [5000, 9091, 50_000])
    }

    /// The intercept of equal Gaussians is the real side's share of the floor, and not 0.
    @Test func nullIsTheRealSidesShare() throws {
        var (values, nulls, whole) = ([Double](), [Double](), [Double]())
        for seed in 0..<40 {
            let result = try FrechetDistanceInfinity.evaluate(
                real: normalRows(UInt64(seed), 300, 8), generated: normalRows(UInt64(seed + 100), 900, 8),
                options: Self.quick)
            values.append(result.value)
            nulls.append(try #require(result.null).value)
            whole.append(number("distance_at_largest", result))
        }
        let error = Statistics.standardDeviation(values) / 40.0.squareRoot()
        #expect(abs(Statistics.mean(values) - Statistics.mean(nulls)) < 3 * error)
        #expect(Statistics.mean(values) > 5 * error)
        #expect(Statistics.mean(whole) > Statistics.mean(values) + 3 * error)
    }

    @Test func oneSidedFloorIsTheLimitOfTheTwoSided() {
        for estimator in CovarianceEstimator.allCases {
            let limit = FrechetDistance.nullFloor(spectrum: [1, 2, 5], real: 100, estimator: estimator)
            let large = FrechetDistance.nullFloor(
                spectrum: [1, 2, 5], real: 100, generated: 1_000_000_000, estimator: estimator)
            #expect(isClose(limit, large, relative: 1e-6))
        }
    }

    /// Two generators of equal quality but other sample counts: the distance differs, its extrapolation hardly.
    @Test func takesAwayTheBiasOfTheSampleCount() throws {
        let real = normalRows(1, 4000, 16)
        var (few, many) = ([MetricResult](), [MetricResult]())
        for seed in 0..<12 {
            let generated = mapped(normalRows(UInt64(50 + seed), 4000, 16)) { 1.2 * $0 }
            few.append(
                try FrechetDistanceInfinity.evaluate(
                    real: real, generated: generated.rows(in: 0..<400), options: Self.quick))
            many.append(try FrechetDistanceInfinity.evaluate(real: real, generated: generated, options: Self.quick))
        }
        func mean(_ results: [MetricResult], _ pick: (MetricResult) -> Double) -> Double {
            Statistics.mean(results.map(pick))
        }
        let bias = mean(few) { number("distance_at_largest", $0) } - mean(many) { number("distance_at_largest", $0) }
        let left = mean(few, \.value) - mean(many, \.value)
        #expect(bias > 0.1 && abs(left) < 0.35 * bias, "\(left) of \(bias)")
    }

    @Test func jackknifeErrorMatchesSpreadOverSeeds() throws {
        var (values, reaches) = ([Double](), [Double]())
        for seed in 0..<40 {
            let result = try FrechetDistanceInfinity.evaluate(
                real: normalRows(UInt64(seed), 400, 5),
                generated: mapped(normalRows(UInt64(seed + 100), 400, 5)) { $0 + 0.4 })
            let interval = try #require(result.interval)
            #expect(isClose((interval.low + interval.high) / 2, result.value, relative: 1e-9))
            values.append(result.value)
            reaches.append((interval.high - interval.low) / 2)
        }
        let implied = Statistics.mean(reaches) / Statistics.studentQuantile(0.975, degrees: 19)
        let ratio = implied / Statistics.standardDeviation(values)
        #expect(ratio > 0.7 && ratio < 1.5, "\(ratio)")
    }

    @Test func orderIsSeededUnlessTheFilesIsAskedFor() throws {
        // Sorted by class: the first rows of the file are no sample of it.
        let real = normalRows(1, 300, 3)
        var sorted = normalRows(2, 300, 3)
        for row in 150..<300 { sorted[row, 0] += 6 }
        let seeded = try FrechetDistanceInfinity.evaluate(real: real, generated: sorted, options: Self.quick)
        let again = try FrechetDistanceInfinity.evaluate(real: real, generated: sorted, options: Self.quick)
        let file = try FrechetDistanceInfinity.evaluate(
            real: real, generated: sorted, options: .init(order: .file, interval: false))
        let other = try FrechetDistanceInfinity.evaluate(
            real: real, generated: sorted, options: .init(interval: false, seed: 7))
        #expect(seeded == again && seeded.value != other.value)
        let whole = number("distance_at_largest", seeded)
        #expect(isClose(seeded.value, whole, relative: 0.25) && seeded.value != file.value)
        #expect(Self.numbers("distances", seeded)[0] > 0.5 * whole && Self.numbers("distances", file)[0] < 0.2 * whole)
    }

    @Test func sameBytesForAnyNumberOfThreads() throws {
        let (real, generated) = (normalRows(1, 400, 24), normalRows(2, 1500, 24))
        let one = try withThreads(1) { try FrechetDistanceInfinity.evaluate(real: real, generated: generated) }
        let five = try withThreads(5) { try FrechetDistanceInfinity.evaluate(real: real, generated: generated) }
        #expect(one == five)
    }

    @Test(arguments: [Float(1e-30), 1e18, 1e38])
    func extremeScalesStayFinite(_ scale: Float) throws {
        let (real, generated) = (
            mapped(normalRows(1, 60, 4)) { scale * $0 / 8 }, mapped(normalRows(2, 60, 4)) { scale * $0 / 8 }
        )
        #expect(isFinite(try FrechetDistanceInfinity.evaluate(real: real, generated: generated)))
    }

    @Test func smallSizesAndConstantColumnsAreSaid() throws {
        let curved = try FrechetDistanceInfinity.evaluate(
            real: normalRows(1, 200, 30), generated: normalRows(2, 200, 30), options: .init(sizes: [20, 60, 200]))
        #expect(curved.null == nil && curved.diagnostics.contains { $0.code == "curved_extrapolation" })
        let fewReal = try FrechetDistanceInfinity.evaluate(
            real: normalRows(1, 20, 30), generated: normalRows(2, 200, 30))
        #expect(fewReal.null == nil && fewReal.diagnostics.contains { $0.code == "fewer_samples_than_dimensions" })
        #expect(fewReal.interval == nil && fewReal.diagnostics.contains { $0.code == "interval_omitted" })
        let constant = Matrix<Float>(rows: 50, columns: 3, repeating: 7)
        let result = try FrechetDistanceInfinity.evaluate(real: constant, generated: mapped(constant) { $0 + 1 })
        #expect(isClose(result.value, 3, relative: 1e-12) && isFinite(result))
    }

    @Test func statisticsStandForTheirFeatures() throws {
        let (real, generated) = (normalRows(1, 300, 6), mapped(normalRows(2, 400, 6)) { 1.2 * $0 })
        let direct = try FrechetDistanceInfinity.evaluate(real: real, generated: generated)
        var statistics = GaussianStatistics(Moments(of: real))
        let known = try FrechetDistanceInfinity.evaluate(real: statistics, generated: generated)
        #expect(known.value == direct.value && known.null == direct.null && known.interval == nil)
        statistics.count = nil
        let unknown = try FrechetDistanceInfinity.evaluate(real: statistics, generated: generated)
        #expect(unknown.value == direct.value && unknown.null == nil)
        #expect(unknown.diagnostics.contains { $0.code == "unknown_counts" })
        statistics.covariance[0, 1] = 3
        statistics.covariance[1, 0] = 3
        #expect(throws: MetricError.self) {
            try FrechetDistanceInfinity.evaluate(real: statistics, generated: generated)
        }
    }

    @Test func badInputIsNamed() throws {
        let good = normalRows(1, 10, 3)
        #expect(
            throws: MetricError.tooFewRows(metric: "frechet_distance_infinity", role: "generated", rows: 3, needed: 4)
        ) { try FrechetDistanceInfinity.evaluate(real: good, generated: good.rows(in: 0..<3)) }
        #expect(throws: MetricError.tooFewRows(metric: "frechet_distance_infinity", role: "real", rows: 1, needed: 2)) {
            try FrechetDistanceInfinity.evaluate(real: good.rows(in: 0..<1), generated: good)
        }
        var bad = good
        bad[3, 2] = .infinity
        #expect(
            throws: MetricError.nonFinite(metric: "frechet_distance_infinity", role: "generated", row: 3, column: 2)
        ) { try FrechetDistanceInfinity.evaluate(real: good, generated: bad) }
        for sizes in [[], [5], [5, 5], [1, 5], [5, 11]] {
            #expect(throws: MetricError.self) {
                try FrechetDistanceInfinity.evaluate(real: good, generated: good, options: .init(sizes: sizes))
            }
        }
        #expect(throws: MetricError.self) {
            try FrechetDistanceInfinity.evaluate(real: good, generated: good, options: .init(points: 1))
        }
        let wide = Matrix<Float>(rows: 4, columns: 100_000, repeating: 1)
        #expect(try FrechetDistanceInfinity.evaluate(real: wide, generated: wide).value == 0)
    }
}
