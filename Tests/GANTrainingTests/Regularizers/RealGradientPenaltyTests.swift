import Foundation
import GANAutodiff
import GANModels
import GANNumerics
import TestSupport
import Testing

@testable import GANTraining

@Suite struct RealGradientPenaltyTests {
    /// D(x) = a·x₀² + b·x₁ has the gradient (2·a·x₀, b): the penalty is γ/2 · mean of 4a²x₀² + b², its derivative at a
    /// γ · mean of 4a·x₀².
    @Test func valueAndGradientAreThoseOfTheFormula() {
        let real = Variable.parameter(Tensor(shape: [2, 2], scalars: [1, 5, -3, 7]))
        let weights = Variable.parameter(Tensor(shape: [2, 1], scalars: [0.5, 2]))
        let mixed = Variable.concatenated([real.channels(0..<1).squared(), real.channels(1..<2)])
        let logits = mixed.multiplied(by: weights)
        let term = RealGradientPenalty.term(at: real, logits: logits, weight: 10)
        // 4·0.25·1 + 4 and 4·0.25·9 + 4.
        #expect(abs(term.value.scalar - 5 * (5 + 13) / 2) < 1e-4)
        let gradient = Gradient.of(term, at: [weights])[0].value.scalars
        #expect(abs(gradient[0] - 10 * 2 * (1 + 9) / 2) < 1e-3 && abs(gradient[1] - 10 * 2) < 1e-3)
    }

    /// Through convolutions and batch normalization, against central differences at the weights.
    @Test func theGradientThroughADiscriminatorIsADifference() throws {
        let network = try Network(TinyTraining.preset.discriminator, seed: SeededGenerator(seed: 2))
        let samples = Tensor(SeededGenerator(seed: 3).normalRows(4, columns: 64))
        func term(_ parameters: [Variable]) -> Variable {
            let real = Variable.parameter(samples)
            let logits = network.forward(real, weights: parameters, mode: .training).output
            return RealGradientPenalty.term(at: real, logits: logits, weight: 2)
        }
        let parameters = network.parameters.map { Variable.parameter($0) }
        let gradients = Gradient.of(term(parameters), at: parameters).map(\.value.scalars)
        let largest = gradients.joined().map(abs).max() ?? 0
        #expect(largest > 0.01)
        for index in [0, 1, 3] {
            for place in stride(from: 0, to: gradients[index].count, by: 9) {
                func moved(_ step: Float) -> Float {
                    var copies = network.parameters
                    copies[index].scalars[place] += step
                    return term(copies.map { .parameter($0) }).value.scalar
                }
                let difference = (moved(0.005) - moved(-0.005)) / 0.01
                #expect(abs(difference - gradients[index][place]) < 0.05 * largest, "\(index), \(place)")
            }
        }
    }

    /// A run with the penalty takes other steps, says the term in its loss, and is as repeatable.
    @Test func aRunUsesIt() throws {
        func trained(_ weight: Double?) throws -> (AdversarialTrainer, AdversarialTrainer.Report) {
            var preset = TinyTraining.preset
            if let weight { preset.hyperparameters.regularizers = [.init(RealGradientPenalty(weight: weight))] }
            let plan = try TrainingPlan(
                preset: preset, source: TinyTraining.source(), seed: 1, checkpointEvery: 6, logEvery: 3)
            var trainer = try AdversarialTrainer(preset, plan: plan)
            var data = try TrainingData(TinyTraining.source(), batchSize: 8, seed: SeededGenerator(seed: 1))
            let report = trainer.train(on: try data.batch(step: 0))
            _ = trainer.train(on: try data.batch(step: 1))
            return (trainer, report)
        }
        let (plain, first) = try trained(nil)
        let (penalized, second) = try trained(100)
        #expect(second.discriminatorLoss > first.discriminatorLoss)
        #expect(penalized.networkTensors() != plain.networkTensors())
        let again = try withThreads(3) { try trained(100) }
        #expect(again.0.networkTensors() == penalized.networkTensors() && again.1 == second)
    }
}
