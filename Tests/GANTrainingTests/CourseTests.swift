import GANModels
import GANNumerics
import Testing

@testable import GANTraining

@Suite struct CourseTests {
    /// Wide lines are told apart at once, equal ones never.
    @Test func criticsTellLinesApart() throws {
        func divergence(_ distance: Double) throws -> Double {
            try #require(
                try ParallelLines(distance: distance, steps: 60, seed: 1).estimate(loss: .usual, regularizers: []))
        }
        #expect(try divergence(2) > 0.5 && divergence(0) < 0.05)
        #expect(throws: TrainingError.self) {
            try ParallelLines(distance: 1, steps: 1, seed: 1).estimate(
                loss: ChosenLoss(WassersteinLoss.self), regularizers: [])
        }
    }

    /// D(x) = 3x − 4y has the slope 5 everywhere, which is its weight's singular value.
    @Test func aLinearCriticsSlopeIsItsNorm() throws {
        let network = try Network(
            NetworkDescription(input: [2], layers: [.linear(inputs: 2, outputs: 1, bias: true, key: "d")]),
            tensors: ["d.weight": Tensor(shape: [1, 2], scalars: [3, -4]), "d.bias": Tensor(shape: [1])], path: "test")
        let starts = SeededGenerator(seed: 1).normalRows(3, columns: 2)
        #expect(abs(CriticSlope.largest(of: network, from: starts, steps: 2, stepLength: 0.1) - 5) < 1e-5)
        #expect(abs(try CriticSlope.bound(of: network) - 5) < 1e-5)
    }

    @Test func mixturesTrainWithoutAFolder() throws {
        let preset = try #require(Preset.named("mlp-ring-sn-hinge"))
        let trainer = try #require(try MixtureTraining(preset: preset, data: "ring", steps: 2, seed: 1).run())
        #expect(trainer.step == 2 && trainer.samples(5, seed: 1).rows == 5)
        let exact = try CriticSlope.norms(of: trainer.discriminator)
        let norms = trainer.judgingSpectral?.norms(trainer.discriminator.parameters).filter { $0 != 1 } ?? []
        #expect(norms.count == exact.count)
        for (norm, exact) in zip(norms, exact) { #expect(abs(norm / exact - 1) < 0.01) }
    }
}
