import GANData
import GANMetrics
import GANModels
import GANNumerics
import TestSupport
import Testing

@testable import GANEvaluation
@testable import GANTraining

/// What training leaves in a discriminator: with nothing to hold it back it learns few rows by heart, with a gradient penalty it doesn't.
@Suite struct TrainedDiscriminatorTests {
    private static let width = 48

    /// Two clouds of points that a linear generator can't make, in many directions that mean nothing.
    private static func clouds(_ count: Int, seed: UInt64) -> ArraySource {
        var rows = SeededGenerator(seed: seed).normalRows(count, columns: width)
        for row in 0..<count { rows.scalars[row * width] += row % 2 == 0 ? 12 : -12 }
        return ArraySource(name: "clouds \(seed)", rule: "test", shape: .vector(width), samples: rows)
    }

    private static func preset(_ regularizers: [ChosenRegularizer]) -> Preset {
        Preset(
            name: "clouds", summary: "", sampleShape: .vector(width), latentSize: 8,
            generator: NetworkDescription(
                input: [8], layers: [.linear(inputs: 8, outputs: width, bias: true, key: "main.0")]),
            discriminator: NetworkDescription(
                input: [width],
                layers: [
                    .linear(inputs: width, outputs: 96, bias: true, key: "main.0"), .leakyRectifier(slope: 0.2),
                    .linear(inputs: 96, outputs: 96, bias: true, key: "main.2"), .leakyRectifier(slope: 0.2),
                    .linear(inputs: 96, outputs: 1, bias: true, key: "main.4"),
                ]),
            weightDeviation: nil, steps: 1000,
            hyperparameters: Hyperparameters(
                batchSize: 25, learningRate: 2e-3, beta1: 0.5, beta2: 0.999, averageDecay: 0.9,
                regularizers: regularizers))
    }

    private func overfitting(_ regularizers: [ChosenRegularizer], steps: Int) throws -> MetricResult {
        let preset = Self.preset(regularizers)
        let training = Self.clouds(50, seed: 1)
        let plan = try TrainingPlan(preset: preset, source: training, seed: 1, checkpointEvery: 1000, logEvery: 1000)
        var trainer = try AdversarialTrainer(preset, plan: plan)
        let rows = try training.read(rows: 0..<50)
        var draw = SeededGenerator(seed: 5)
        for _ in 0..<steps { _ = trainer.train(on: rows.rows(at: draw.sample(25, below: 50))) }
        func scores(_ rows: Matrix<Float>) -> [Double] {
            trainer.discriminator.evaluate(rows).scalars.map { Double($0) }
        }
        let latents = SeededGenerator(seed: 7).normalRows(500, columns: 8)
        let fresh = Self.clouds(500, seed: 2)
        let found = try DiscriminatorScores(
            training: scores(rows), heldOut: scores(try fresh.read(rows: 0..<500)),
            generated: scores(trainer.generator.evaluate(latents)), scale: .logit)
        return try #require(ValidationOverfitting.evaluate(found))
    }

    @Test func aFreeDiscriminatorLearnsItsRowsByHeart() throws {
        let ratio = try overfitting([], steps: 1000)
        #expect(ratio.value > 0.5)
        #expect(try #require(ratio.interval).low > 0.2)
    }

    @Test func aGradientPenaltyKeepsItFromThat() throws {
        let ratio = try overfitting([ChosenRegularizer(RealGradientPenalty(weight: 100))], steps: 600)
        #expect(ratio.value < 0.2)
        #expect(ratio.value > -0.1)
    }
}
