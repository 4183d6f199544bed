import GANNumerics
import OrderedCollections
import RealModule
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct FeatureLikelihoodDivergenceTests {
    private let training = LinearCongruential.training.converted(to: Float.self)
    private let heldOut = LinearCongruential.heldOut.converted(to: Float.self)
    private let generated = LinearCongruential.generated.converted(to: Float.self)

    private func evaluate(_ samples: Matrix<Float>) throws -> MetricResult {
        try FeatureLikelihoodDivergence.evaluate(training: training, heldOut: heldOut, generated: samples)
    }

    /// The reference's value and its deviation over five random halves.
    private func expected(_ key: String) throws -> (mean: Double, deviation: Double) {
        let values: [Double] = try lookUp([key], in: try Fixture.json("lcg/expected.json"))
        return (values[0], values[1])
    }

    @Test func agreesWithLinearCongruentialValuesWithinTheirSpread() throws {
        // Many halves, so that the spread that is left is the reference's own.
        func evaluate(_ samples: Matrix<Float>) throws -> MetricResult {
            try FeatureLikelihoodDivergence.evaluate(
                training: training, heldOut: heldOut, generated: samples, options: .init(baselines: 20))
        }
        let result = try evaluate(generated)
        let test = try expected("FLD test gen (5 seeds mean,std)")
        #expect(abs(result.value - test.mean) < 2 * test.deviation)
        // The reference's gap has no spread over seeds, but 50 steps of Adam at 0.5 still swing by about 0.3.
        let gap = try expected("FLD gap gen")
        #expect(abs(number("gap", result) - gap.mean) < 0.5 && isFinite(result))
        let fresh = try evaluate(LinearCongruential.matrix(seed: 5, rows: 250, columns: 8).converted(to: Float.self))
        let (freshTest, freshGap) = (
            try expected("FLD test: fresh iid (mat(5,250))"), try expected("FLD gap: fresh iid")
        )
        #expect(abs(fresh.value - freshTest.mean) < 2 * test.deviation)
        #expect(abs(number("gap", fresh) - freshGap.mean) < 0.5)
        // The deviation of one random half is the reference's, too.
        #expect(abs(number("baseline_deviation", result) - test.deviation) < 0.45)
    }

    @Test func copiesExplodeAndTheirGapIsNegative() throws {
        let copies = try evaluate(mapped(training.rows(in: 0..<250)) { $0 + 1e-4 })
        #expect(copies.value > 1e6 && number("gap", copies) < -1e6 && isFinite(copies))
        let exact = try evaluate(training)
        #expect(exact.value > 1e6 && isFinite(exact))
        // A tenth of copies hardly moves the value, and moves the gap far below that of real rows.
        let some = try evaluate(generated)
        #expect(abs(some.value) < 5 && number("gap", some) < number("gap_null", some) - 30)
    }

    @Test func worseSamplesScoreHigher() throws {
        let fresh = LinearCongruential.matrix(seed: 5, rows: 250, columns: 8).converted(to: Float.self)
        let values = try [0, 0.5, 1.5, 4].map { shift in try evaluate(mapped(fresh) { $0 + Float(shift) }).value }
        #expect(values == values.sorted() && values[3] > values[0] + 20)
    }

    @Test func unmovedByScaleAndOffsetOfTheFeatures() throws {
        let moved = { (rows: Matrix<Float>) in mapped(rows) { 4 * $0 + 16 } }
        let result = try FeatureLikelihoodDivergence.evaluate(
            training: moved(training), heldOut: moved(heldOut), generated: moved(generated))
        let plain = try evaluate(generated)
        #expect(abs(result.value - plain.value) < 0.02)
    }

    @Test func lossOfOneGaussianIsTheClosedForm() {
        // One centre at the origin: after the fit σ² tends to the mean square over D, and the loss to its entropy.
        let rows = normalRows(1, 400, 5).converted(to: Double.self)
        var options = FeatureLikelihoodDivergence.Options()
        options.epochs = 400
        options.learningRate = 0.05
        let model = IsotropicMixture(centres: Matrix(rows: 1, columns: 5), fittedTo: rows, options: options)
        let variance = Double.exp(model.logVariances[0])
        let mean = rows.scalars.reduce(0) { $0 + $1 * $1 } / 2000
        let loss = 0.5 * (mean / variance + .log(2 * .pi * variance))
        #expect(isClose(model.loss(of: rows), loss, relative: 1e-9))
    }

    @Test func squaredDistancesAreExactNearZero() {
        let rows = mapped(normalRows(1, 300, 7)) { $0 + 100 }.converted(to: Double.self)
        let near = Matrix(rows: 300, columns: 7, scalars: rows.scalars.map { $0 + 1e-7 })
        SquaredDistances.forEachTile(near, rows) { range, tile in
            for (offset, row) in range.enumerated() {
                #expect(isClose(tile[offset * 300 + row], 7e-14, relative: 1e-6))
                let other = (row + 1) % 300
                let square = (0..<7).reduce(0.0) { sum, column in
                    let difference = near[row, column] - rows[other, column]
                    return sum + difference * difference
                }
                #expect(isClose(tile[offset * 300 + other], square, relative: 1e-9))
            }
        }
    }

    @Test func sameSeedSameBytesForAnyNumberOfThreads() throws {
        let alone = try withThreads(1) { try evaluate(generated) }
        #expect(try withThreads(4) { try evaluate(generated) } == alone)
        let other = try FeatureLikelihoodDivergence.evaluate(
            training: training, heldOut: heldOut, generated: generated, options: .init(seed: 1))
        #expect(other.value != alone.value && number("gap", other) == number("gap", alone))
    }

    @Test func largeSetsAreDrawnDown() throws {
        let result = try FeatureLikelihoodDivergence.evaluate(
            training: training, heldOut: heldOut, generated: generated, options: .init(baselines: 1, largest: 100))
        #expect(number("samples", result) == 100 && result.diagnostics.contains { $0.code == "rows_drawn" })
    }

    /// Copies among training rows collapse the baseline, from where any samples look very good.
    @Test func duplicatedTrainingRowsAreSaid() throws {
        let rows = normalRows(1, 20, 4)
        func codes(_ training: Matrix<Float>) throws -> [String] {
            let result = try FeatureLikelihoodDivergence.evaluate(
                training: training, heldOut: normalRows(2, 100, 4), generated: normalRows(3, 100, 4))
            #expect(isFinite(result))
            return result.diagnostics.map(\.code)
        }
        #expect(try codes(rows.rows(at: (0..<100).map { $0 % 20 })).contains("collapsed_baseline"))
        #expect(try !codes(normalRows(1, 100, 4)).contains("collapsed_baseline"))
    }

    @Test func badInputIsNamed() throws {
        let good = normalRows(1, 10, 3)
        let name = FeatureLikelihoodDivergence.name
        #expect(throws: MetricError.tooFewRows(metric: name, role: "training", rows: 3, needed: 4)) {
            try FeatureLikelihoodDivergence.evaluate(training: good.rows(in: 0..<3), heldOut: good, generated: good)
        }
        #expect(throws: MetricError.widthsDiffer(metric: name, real: 3, generated: 2)) {
            try FeatureLikelihoodDivergence.evaluate(training: good, heldOut: good, generated: normalRows(1, 5, 2))
        }
        #expect(throws: MetricError.self) {
            try FeatureLikelihoodDivergence.evaluate(
                training: good, heldOut: good, generated: good, options: .init(learningRate: .nan))
        }
        let same = Matrix<Float>(rows: 8, columns: 2, repeating: 1)
        let constant = try FeatureLikelihoodDivergence.evaluate(training: same, heldOut: same, generated: same)
        #expect(isFinite(constant) && constant.diagnostics.contains { $0.code == "constant_columns" })
        let huge = mapped(good) { $0 * 1e30 }
        #expect(isFinite(try FeatureLikelihoodDivergence.evaluate(training: huge, heldOut: good, generated: huge)))
        #expect(
            isFinite(
                try FeatureLikelihoodDivergence.evaluate(
                    training: good, heldOut: good, generated: good.rows(in: 0..<1))))
    }
}
