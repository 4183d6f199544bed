import GANNumerics
import Testing

@testable import GANMetrics

@Suite struct DiscriminatorScoresTests {
    @Test func figuresAgreeWithIndependentOnes() throws {
        let fixture = try DiscriminatorFixture.load()
        let scores = try fixture.scores()
        let separation = ScoreSeparation.evaluate(scores)
        #expect(abs(separation.value - fixture.aucHeldOut) < 1e-12)
        let training = try #require(separation.figure("training_auc"))
        #expect(abs(training - fixture.aucTraining) < 1e-12)
        let accuracy = try #require(ScoreAccuracy.evaluate(scores))
        #expect(abs(accuracy.value - fixture.balancedAccuracy) < 1e-12)
        let overfitting = try #require(ValidationOverfitting.evaluate(scores))
        #expect(abs(overfitting.value - fixture.overfitting) < 1e-12)
        let interval = try #require(overfitting.interval)
        #expect(abs(interval.low - fixture.overfittingInterval[0]) < 1e-8)
        #expect(abs(interval.high - fixture.overfittingInterval[1]) < 1e-8)
        let sign = try #require(TrainingSign.evaluate(scores))
        #expect(abs(sign.value - fixture.trainingSign) < 1e-12)
        let gap = try #require(TrainingGap.evaluate(scores))
        #expect(abs(gap.value - fixture.standardizedGap) < 1e-12)
        let plain = try #require(gap.figure("gap"))
        #expect(abs(plain - fixture.gap) < 1e-12)
        let bound = JensenShannonBound.evaluate(real: fixture.heldOut, generated: fixture.generated)
        #expect(abs(bound.value - fixture.jensenShannon) < 1e-12)
    }

    @Test func signsAndOrdersMatter() throws {
        let fixture = try DiscriminatorFixture.load()
        let turned = try DiscriminatorScores(
            training: fixture.training.map { -$0 }, heldOut: fixture.heldOut.map { -$0 },
            generated: fixture.generated.map { -$0 }, scale: .logit)
        #expect(abs(ScoreSeparation.evaluate(turned).value - (1 - fixture.aucHeldOut)) < 1e-12)
        // A ratio of differences knows neither sign nor zero nor unit.
        let scaled = try DiscriminatorScores(
            training: fixture.training.map { 7 - 3 * $0 }, heldOut: fixture.heldOut.map { 7 - 3 * $0 },
            generated: fixture.generated.map { 7 - 3 * $0 }, scale: .critic)
        let ratio = try #require(ValidationOverfitting.evaluate(scaled)?.value)
        #expect(abs(ratio - fixture.overfitting) < 1e-12)
        // Held-out rows in the place of training rows turn the gap round.
        let swapped = try DiscriminatorScores(
            training: fixture.heldOut, heldOut: fixture.training, generated: fixture.generated, scale: .logit)
        let gap = try #require(TrainingGap.evaluate(swapped)?.value)
        #expect(abs(gap + fixture.standardizedGap) < 1e-12)
    }

    @Test func criticsHaveNoThreshold() throws {
        let scores = try DiscriminatorFixture.load().scores(.critic)
        #expect(ScoreAccuracy.evaluate(scores) == nil)
        #expect(TrainingSign.evaluate(scores) == nil)
        #expect(ValidationOverfitting.evaluate(scores) != nil)
        #expect(TrainingGap.evaluate(scores) != nil)
    }

    @Test func withoutHeldOutRowsNothingIsSaidOfOverfitting() throws {
        let fixture = try DiscriminatorFixture.load()
        let scores = try DiscriminatorScores(
            training: fixture.training, heldOut: nil, generated: fixture.generated, scale: .logit)
        #expect(ValidationOverfitting.evaluate(scores) == nil)
        #expect(TrainingGap.evaluate(scores) == nil)
        #expect(CalibrationComparison(scores, seed: 1) == nil)
        let separation = ScoreSeparation.evaluate(scores)
        #expect(abs(separation.value - fixture.aucTraining) < 1e-12)
        #expect(separation.diagnostics.contains { $0.code == "no_held_out_rows" })
    }

    @Test func overfittingHasAFairNullAndInterval() throws {
        var (nulls, halves) = (0, 0)
        for seed in 0..<200 as Range<UInt64> {
            let generated = normalScores(200, seed: 3 * seed, mean: -2)
            let training = normalScores(200, seed: 3 * seed + 1, mean: 1)
            func covers(_ heldOutMean: Double, _ truth: Double) throws -> Bool {
                let scores = try DiscriminatorScores(
                    training: training, heldOut: normalScores(200, seed: 3 * seed + 2, mean: heldOutMean),
                    generated: generated, scale: .logit)
                let interval = try #require(ValidationOverfitting.evaluate(scores)?.interval)
                return interval.low <= truth && truth <= interval.high
            }
            if try covers(1, 0) { nulls += 1 }
            if try covers(-0.5, 0.5) { halves += 1 }
        }
        // 190 ± 3.1.
        #expect(nulls >= 179)
        #expect(halves >= 179)
    }

    @Test func meansThatCanNotBeToldApartGiveNoInterval() throws {
        let scores = try DiscriminatorScores(
            training: normalScores(50, seed: 1), heldOut: normalScores(50, seed: 2),
            generated: normalScores(50, seed: 3), scale: .logit)
        let result = try #require(ValidationOverfitting.evaluate(scores))
        #expect(result.interval == nil)
        #expect(result.diagnostics.contains { $0.code == "scores_not_told_apart" })
        let constant = [Double](repeating: 1, count: 30)
        let none = try DiscriminatorScores(
            training: constant, heldOut: constant, generated: constant, scale: .logit)
        #expect(none.areConstant)
        #expect(ValidationOverfitting.evaluate(none) == nil)
        #expect(TrainingGap.evaluate(none) == nil)
        #expect(ScoreSeparation.evaluate(none).value == 0.5)
    }

    @Test func scoresThatSayNothingAreRefused() throws {
        let good = normalScores(30, seed: 1)
        #expect(throws: MetricError.self) {
            try DiscriminatorScores(training: good, heldOut: [1, 2], generated: good, scale: .logit)
        }
        var bad = good
        bad[7] = .nan
        let error = try #require(throws: MetricError.self) {
            try DiscriminatorScores(training: good, heldOut: nil, generated: bad, scale: .logit)
        }
        #expect("\(error.fact)".contains("row 7"))
    }

    @Test func aDiscriminatorThatCanOnlyGuessBoundsNothing() {
        let result = JensenShannonBound.evaluate(
            real: normalScores(100, seed: 1, deviation: 3), generated: normalScores(100, seed: 2, deviation: 3))
        #expect(result.value < 0)
        #expect(result.figure("bound") == 0)
        #expect(result.diagnostics.contains { $0.code == "bounds_nothing" })
        #expect(JensenShannonBound.evaluate(real: [0, 0], generated: [0, 0]).value == 0)
        // The optimal discriminator of two normals at distance 2, whose divergence is 0.3368 nats by numerical integration.
        let real = normalScores(20_000, seed: 3, mean: 1).map { 2 * $0 }
        let generated = normalScores(20_000, seed: 4, mean: -1).map { 2 * $0 }
        #expect(abs(JensenShannonBound.evaluate(real: real, generated: generated).value - 0.3368) < 0.012)
    }
}
