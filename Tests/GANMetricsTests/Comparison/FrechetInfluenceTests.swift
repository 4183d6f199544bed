import GANNumerics
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct FrechetInfluenceTests {
    private let real = mapped(normalRows(1, 600, 5)) { 1.3 * $0 + 0.4 }
    private let generated = normalRows(2, 500, 5)

    private func influence(_ rows: Matrix<Float>, of real: Matrix<Float>) throws -> FrechetInfluence {
        try FrechetInfluence(
            reference: FrechetReference(Moments(of: real), estimator: .maximumLikelihood), generated: Moments(of: rows))
    }

    /// The moments of `rows` in which row `index` counts `weight` times: what an influence is the derivative of.
    private func distance(
        adding weight: Int, copies index: Int, to rows: Matrix<Float>, real: Matrix<Float>
    ) throws
        -> Double
    {
        // Every row 200 times, so that one more is a small step.
        let repeated = (0..<rows.rows).flatMap { [Int](repeating: $0, count: 200) }
        let changed = repeated + [Int](repeating: index, count: weight)
        return try FrechetDistance.distance(
            real: Moments(of: real), generated: Moments(of: rows.rows(at: changed)), estimator: .maximumLikelihood)
    }

    @Test func valueIsTheDistance() throws {
        let expected = try FrechetDistance.evaluate(real: real, generated: generated).value
        let reference = try FrechetReference(Moments(of: real))
        let found = try FrechetInfluence(reference: reference, generated: Moments(of: generated))
        #expect(isClose(found.value, expected, relative: 1e-10))
        let same = try FrechetInfluence(reference: reference, generated: Moments(of: real))
        #expect(same.value == 0)
    }

    @Test func isTheDerivativeByAGeneratedRowsWeight() throws {
        let few = generated.rows(in: 0..<40)
        let values = try influence(few, of: real).ofGenerated(few)
        #expect(abs(Statistics.mean(values) - values.reduce(0, +) / 40) < 1e-12)
        let base = try distance(adding: 0, copies: 0, to: few, real: real)
        let mean = Statistics.mean(values)
        for index in [0, 7, 39] {
            let moved = try distance(adding: 4, copies: index, to: few, real: real)
            let step = 4.0 / (40 * 200 + 4)
            #expect(isClose((moved - base) / step, values[index] - mean, relative: 0.02), "row \(index)")
        }
    }

    @Test func isTheDerivativeByARealRowsWeight() throws {
        let few = real.rows(in: 0..<40)
        let reference = try FrechetReference(Moments(of: few), estimator: .maximumLikelihood)
        let values = try FrechetInfluence(reference: reference, generated: Moments(of: generated)).ofReference(few)
        let mean = Statistics.mean(values)
        let repeated = (0..<40).flatMap { [Int](repeating: $0, count: 200) }
        func distance(_ rows: [Int]) throws -> Double {
            try FrechetDistance.distance(
                real: Moments(of: few.rows(at: rows)), generated: Moments(of: generated), estimator: .maximumLikelihood)
        }
        let base = try distance(repeated)
        for index in [3, 21] {
            let moved = try distance(repeated + [index, index, index, index])
            #expect(isClose((moved - base) / (4.0 / 8004), values[index] - mean, relative: 0.02), "row \(index)")
        }
    }

    /// The derivative at both sets' moments gives their difference up to third order.
    @Test func atTheMiddleItGivesTheDifference() throws {
        // What is left out grows with the square of the change, relative to it: 36 times from the first to the second.
        for (scale, shift, tolerance) in [(Float(1.05), Float(0.05), 0.01), (1.3, 0.3, 0.2)] {
            let first = normalRows(5, 2000, 6)
            let second = mapped(normalRows(6, 2000, 6)) { scale * $0 + shift }
            let target = mapped(normalRows(7, 3000, 6)) { 1.5 * $0 }
            var both = Moments(of: first)
            both.merge(Moments(of: second))
            let reference = try FrechetReference(Moments(of: target), estimator: .maximumLikelihood)
            let middle = try FrechetInfluence(reference: reference, generated: both)
            let linear =
                Statistics.mean(middle.ofGenerated(second)) - Statistics.mean(middle.ofGenerated(first))
            let exact =
                try FrechetInfluence(reference: reference, generated: Moments(of: second)).value
                - FrechetInfluence(reference: reference, generated: Moments(of: first)).value
            #expect(isClose(linear, exact, relative: tolerance), "\(linear) for \(exact)")
        }
    }

    /// A column without variance has no root and must not make NaN of the others.
    @Test func constantColumnsAreLeftOut() throws {
        var (flatReal, flat) = (real, generated)
        for row in 0..<flatReal.rows { flatReal[row, 2] = 3 }
        for row in 0..<flat.rows { flat[row, 2] = 3 }
        let found = try FrechetInfluence(
            reference: FrechetReference(Moments(of: flatReal)), generated: Moments(of: flat))
        #expect(
            found.ofGenerated(flat).allSatisfy { $0.isFinite } && found.ofReference(flatReal).allSatisfy(\.isFinite))
        #expect(
            isClose(found.value, try FrechetDistance.evaluate(real: flatReal, generated: flat).value, relative: 1e-8))
    }

    @Test func refusesWhatHasNoMoments() throws {
        let reference = try FrechetReference(Moments(of: real))
        #expect(throws: MetricError.tooFewRows(metric: "frechet_distance", role: "generated", rows: 1, needed: 2)) {
            try FrechetInfluence(reference: reference, generated: Moments(of: generated.rows(in: 0..<1)))
        }
        #expect(throws: MetricError.widthsDiffer(metric: "frechet_distance", real: 5, generated: 3)) {
            try FrechetInfluence(reference: reference, generated: Moments(of: normalRows(3, 20, 3)))
        }
        #expect(throws: MetricError.tooFewRows(metric: "frechet_distance", role: "real", rows: 0, needed: 2)) {
            try FrechetReference(Moments(width: 5))
        }
    }

    /// The standard error from contributions is the spread over fresh samples.
    @Test func standardErrorIsTheSpreadOverSeeds() throws {
        var (values, errors) = ([Double](), [Double]())
        for seed in 0..<60 {
            let rows = mapped(normalRows(UInt64(100 + seed), 400, 4)) { 1.2 * $0 + 0.3 }
            let target = normalRows(UInt64(900 + seed), 500, 4)
            let found = try FrechetInfluence(
                reference: FrechetReference(Moments(of: target)), generated: Moments(of: rows))
            let contributions = RowContributions.frechetDistance(found, generated: rows, reference: target)
            values.append(contributions.value)
            errors.append(contributions.standardError)
        }
        let ratio = Statistics.mean(errors) / Statistics.standardDeviation(values)
        #expect(ratio > 0.75 && ratio < 1.35, "\(ratio)")
    }
}
