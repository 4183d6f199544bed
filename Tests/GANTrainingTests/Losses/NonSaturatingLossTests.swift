import Foundation
import GANAutodiff
import GANNumerics
import Testing

@testable import GANTraining

@Suite struct NonSaturatingLossTests {
    private let real = Tensor(shape: [2, 1], scalars: [1, -2])
    private let generated = Tensor(shape: [2, 1], scalars: [0, 3])

    private func softplus(_ x: Double) -> Double { log(1 + exp(x)) }

    @Test func valuesAreThoseOfTheFormula() {
        let generator = NonSaturatingLoss.generator(real: .constant(real), generated: .constant(generated)).value.scalar
        #expect(abs(Double(generator) - (softplus(0) + softplus(-3)) / 2) < 1e-6)
        let discriminator = NonSaturatingLoss.discriminator(real: .constant(real), generated: .constant(generated))
        let expected = (softplus(-1) + softplus(2)) / 2 + (softplus(0) + softplus(3)) / 2
        #expect(abs(Double(discriminator.value.scalar) - expected) < 1e-6)
    }

    /// Derivatives: −sigmoid(−D)/n of the generator's part, the same at real logits, sigmoid(D)/n at generated ones.
    @Test func gradientsPushLogitsApart() {
        func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
        let (x, z) = (Variable.parameter(real), Variable.parameter(generated))
        let loss = NonSaturatingLoss.discriminator(real: x, generated: z)
        let gradients = Gradient.of(loss, at: [x, z]).map(\.value.scalars)
        let expected = [[-sigmoid(-1) / 2, -sigmoid(2) / 2], [sigmoid(0) / 2, sigmoid(3) / 2]]
        for (found, wanted) in zip(gradients.joined(), expected.joined()) {
            #expect(abs(Double(found) - wanted) < 1e-6)
        }
        let generator = Gradient.of(NonSaturatingLoss.generator(real: x, generated: z), at: [z])[0].value.scalars
        #expect(abs(Double(generator[0]) + 0.25) < 1e-6 && abs(Double(generator[1]) + sigmoid(-3) / 2) < 1e-6)
    }

    @Test func namesAreUniqueAndTheUsualOneIsListed() {
        let names = AdversarialLosses.all.map { $0.name }
        #expect(Set(names).count == names.count && names.contains(ChosenLoss.usual.type.name))
    }
}
