import GANNumerics
import Testing

@testable import GANMetrics

@Suite struct CalibrationTests {
    @Test func figuresAgreeWithIndependentOnes() throws {
        let fixture = try DiscriminatorFixture.load()
        let raw = ScoreCalibration.raw
        let reliability = Reliability(
            real: fixture.heldOut.map(raw.probability), generated: fixture.generated.map(raw.probability))
        #expect(abs(reliability.brierScore.value - fixture.brier) < 1e-12)
        #expect(abs(reliability.calibrationError.value - fixture.calibrationError) < 1e-12)
        let test = try #require(reliability.calibrationTest)
        #expect(abs(test.value - fixture.calibrationZ) < 1e-10)
        let line = try #require(ScoreCalibration.platt(real: fixture.heldOut, generated: fixture.generated).line)
        #expect(abs(line.slope - fixture.platt[0]) < 1e-6)
        #expect(abs(line.intercept - fixture.platt[1]) < 1e-6)
        let isotonic = ScoreCalibration.isotonic(real: fixture.heldOut, generated: fixture.generated)
        for (score, expected) in zip(fixture.grid, fixture.isotonic) {
            #expect(abs(isotonic.probability(score) - expected) < 1e-12)
        }
    }

    @Test func isotonicMapsRiseAndPoolEqualScores() {
        let map = ScoreCalibration.isotonic(real: [1, 1, 2, 5], generated: [1, 3, 0, -1])
        #expect(map.probability(-9) == 0)
        #expect(map.probability(0) == 0)
        // Two of three at 1, one of two at 2 and 3: three of five in all.
        #expect(abs(map.probability(2) - 0.6) < 1e-15)
        #expect(abs(map.probability(0.5) - 0.3) < 1e-15)
        #expect(map.probability(9) == 1)
        let all = stride(from: -2.0, through: 6, by: 0.1).map(map.probability)
        #expect(zip(all, all.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test func plattStaysFiniteWhereRowsAreSeparated() throws {
        let map = ScoreCalibration.platt(real: [1e6, 2e6, 3e6], generated: [-1e6, -2e6])
        let line = try #require(map.line)
        #expect(line.slope.isFinite && line.slope > 0 && line.intercept.isFinite)
        let probability = map.probability(3e6)
        #expect(probability > 0.5 && probability < 1)
        let flat = ScoreCalibration.platt(real: [4, 4, 4], generated: [4, 4, 4])
        #expect(abs(flat.probability(4) - 0.5) < 1e-9)
    }

    @Test func calibrationMendsADiscriminatorThatIsTooSure() throws {
        // Logits four times as large as they should be, and off by one.
        func logits(_ seed: UInt64, _ mean: Double) -> [Double] {
            normalScores(3000, seed: seed, mean: mean).map { 4 * 1.4 * $0 + 1 }
        }
        let scores = try DiscriminatorScores(
            training: logits(1, 0.7), heldOut: logits(2, 0.7), generated: logits(3, -0.7), scale: .logit)
        let comparison = try #require(CalibrationComparison(scores, seed: 1))
        func probability(_ method: ScoreCalibration.Method) throws -> Double {
            try #require(comparison[method]?.reliability.calibrationTest?.figure("p_value"))
        }
        #expect(try probability(.raw) < 1e-6)
        #expect(try probability(.platt) > 0.05)
        #expect(try probability(.isotonic) > 0.05)
        for method in [ScoreCalibration.Method.platt, .isotonic] {
            let raw = try #require(comparison[.raw]), mended = try #require(comparison[method])
            #expect(mended.reliability.calibrationError.value < raw.reliability.calibrationError.value)
            #expect(mended.reliability.brierScore.value < raw.reliability.brierScore.value)
            #expect(mended.bound.value > raw.bound.value)
        }
        let line = try #require(comparison[.platt]?.calibration.line)
        #expect(abs(line.slope - 0.25) < 0.03)
    }

    @Test func calibratedProbabilitiesPassAsOftenAsTheyShould() throws {
        var (passed, near) = (0, 0)
        for seed in 0..<100 as Range<UInt64> {
            let scores = try DiscriminatorScores(
                training: normalScores(100, seed: 5 * seed), heldOut: normalScores(600, seed: 5 * seed + 1, mean: 0.5),
                generated: normalScores(600, seed: 5 * seed + 2, mean: -0.5), scale: .logit)
            let judged = try #require(CalibrationComparison(scores, seed: seed)?[.raw]).reliability
            if let p = judged.calibrationTest?.figure("p_value"), p > 0.05 { passed += 1 }
            let error = judged.calibrationError
            if let null = error.null, abs(error.value - null.value) < 0.5 * null.value { near += 1 }
        }
        #expect(passed >= 95)
        #expect(near >= 90)
    }

    @Test func halvesShareNoRowAndCriticsHaveNoRawProbabilities() throws {
        let fixture = try DiscriminatorFixture.load()
        let comparison = try #require(CalibrationComparison(try fixture.scores(.critic), seed: 4))
        #expect(comparison[.raw] == nil)
        #expect(comparison[.platt] != nil && comparison[.isotonic] != nil)
        #expect(comparison.rows == 35 && comparison.fittedRows == 35)
        #expect(comparison.freshSamples.count == 80 - 35)
        #expect(comparison == CalibrationComparison(try fixture.scores(.critic), seed: 4))
    }

    @Test func binsHoldTheirBoundsAndCountAllRows() {
        let reliability = Reliability(real: [0, 0.5, 1], generated: [1, 0.25], bins: 4)
        #expect(reliability.bins.map(\.count) == [1, 1, 1, 2])
        #expect(reliability.bins.map(\.observed) == [1, 0, 1, 0.5])
        #expect(reliability.bins[3].predicted == 1)
        #expect(Reliability(real: [1], generated: [0]).calibrationTest == nil)
    }
}
