import Foundation
import GANAutodiff
import GANFiles
import GANNumerics
import Testing

@testable import GANTraining

@Suite struct RegularizerTests {
    /// D(x) = w·x with ‖w‖ = 5·`scale`: the slope is the same everywhere.
    private func context(_ weights: Variable) -> RegularizerContext {
        let judge = { (x: Variable) in x.multiplied(by: weights) }
        let real = Variable.parameter(Tensor(shape: [2, 2], scalars: [1, 2, 3, 4]))
        let generated = Variable.parameter(Tensor(shape: [2, 2], scalars: [0, -1, 2, 5]))
        return RegularizerContext(
            real: real, realLogits: judge(real), generated: generated, generatedLogits: judge(generated), judge: judge,
            random: SeededGenerator(seed: 1))
    }

    private func weights(_ scale: Float) -> Variable {
        .parameter(Tensor(shape: [2, 1], scalars: [3 * scale, -4 * scale]))
    }

    @Test func penaltiesOfALinearDiscriminator() throws {
        for (regularizer, steep, flat) in [
            (GradientPenalty(weight: 10) as any Regularizer, 160.0, 2.5), (OneSidedGradientPenalty(weight: 10), 160, 0),
            (RealGradientPenalty(weight: 10), 125, 1.25), (GeneratedGradientPenalty(weight: 10), 125, 1.25),
        ] {
            for (scale, expected) in [(Float(1), steep), (0.1, flat)] {
                let term = try #require(regularizer.term(context(weights(scale))))
                #expect(abs(Double(term.value.scalar) - expected) < 1e-3, "\(type(of: regularizer).name)")
            }
        }
    }

    /// d/dw of λ(‖w‖ − 1)² is 2λ(‖w‖ − 1)·w/‖w‖.
    @Test func theGradientPenaltyIsDifferentiatedTwice() throws {
        let weights = weights(1)
        let term = try #require(GradientPenalty(weight: 10).term(context(weights)))
        let gradient = Gradient.of(term, at: [weights])[0].value.scalars
        #expect(abs(gradient[0] - 80 * 0.6) < 1e-3 && abs(gradient[1] + 80 * 0.8) < 1e-3)
    }

    /// Through a rectifier and its weights, against central differences.
    @Test func aNonlinearDiscriminatorsPenaltyIsADifference() throws {
        let (samples, others) = (
            Tensor(SeededGenerator(seed: 3).normalRows(4, columns: 3)),
            Tensor(SeededGenerator(seed: 4).normalRows(4, columns: 3))
        )
        let start = [
            Tensor(SeededGenerator(seed: 5).normalRows(3, columns: 4)),
            Tensor(SeededGenerator(seed: 6).normalRows(4, columns: 1)),
        ]
        func term(_ parameters: [Variable]) throws -> Variable {
            let judge = { (x: Variable) in
                x.multiplied(by: parameters[0]).hyperbolicTangent().multiplied(by: parameters[1])
            }
            let (real, generated) = (Variable.parameter(samples), Variable.parameter(others))
            return try #require(
                GradientPenalty(weight: 1).term(
                    RegularizerContext(
                        real: real, realLogits: judge(real), generated: generated, generatedLogits: judge(generated),
                        judge: judge, random: SeededGenerator(seed: 1))))
        }
        let parameters = start.map { Variable.parameter($0) }
        let gradients = Gradient.of(try term(parameters), at: parameters).map(\.value.scalars)
        for index in 0..<2 {
            for place in gradients[index].indices {
                func moved(_ step: Float) throws -> Float {
                    var copies = start
                    copies[index].scalars[place] += step
                    return try term(copies.map { .parameter($0) }).value.scalar
                }
                let difference = (try moved(0.005) - moved(-0.005)) / 0.01
                #expect(abs(difference - gradients[index][place]) < 0.02 * max(1, abs(difference)))
            }
        }
    }

    @Test func clippingBoundsEveryWeightAndAddsNoTerm() throws {
        let clipping = WeightClipping(weight: 0.5)
        #expect(clipping.term(context(weights(1))) == nil)
        var parameters = [Tensor(shape: [4], scalars: [-3, 0.2, 0.5, .nan])]
        clipping.constrain(&parameters)
        #expect(parameters[0].scalars[0...2] == [-0.5, 0.2, 0.5] && parameters[0].scalars[3].isNaN)
    }

    @Test func aLazyTermIsSeldomAndHeavy() throws {
        let chosen = ChosenRegularizer(RealGradientPenalty(weight: 10), every: 4)
        let context = context(weights(1))
        #expect(chosen.term(context, update: 3) == nil)
        #expect(abs(try #require(chosen.term(context, update: 8)).value.scalar - 500) < 1e-2)
        let text = try JSONText(encoding: chosen)
        #expect(text.text == #"{"every":4,"name":"real_gradient_penalty","weight":10}"#)
        #expect(try text.decoded(as: ChosenRegularizer.self) == chosen)
        #expect(throws: DecodingError.self) {
            try JSONText(#"{"every":0,"name":"real_gradient_penalty","weight":10}"#).decoded(as: ChosenRegularizer.self)
        }
    }

    @Test func namesAreUnique() {
        let names = Regularizers.all.map { $0.name }
        #expect(Set(names).count == names.count)
    }
}
