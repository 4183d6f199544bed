import Foundation
import GANAutodiff
import GANModels
import GANNumerics
import Testing

@testable import GANTraining

@Suite struct SequenceTrainerTests {
    private let lines: [[UInt32]] = [[97, 98], [98, 97, 97], [97]]

    private func trainer(_ gradient: SequenceGradient, seed: UInt64 = 1) throws -> SequenceTrainer {
        var settings = SequenceTrainer.Settings(gradient)
        (settings.batchSize, settings.width, settings.latentSize) = (8, 6, 3)
        return try SequenceTrainer(lines: lines, settings: settings, seed: seed)
    }

    @Test(arguments: SequenceGradient.allCases) func theSameSeedMakesTheSameLines(_ gradient: SequenceGradient) throws {
        func made(_ seed: UInt64) throws -> [[UInt32]] {
            var trainer = try trainer(gradient, seed: seed)
            let before = trainer.generator.parameters
            for _ in 0..<3 {
                let isSound = trainer.train()
                #expect(isSound)
            }
            #expect(trainer.step == 3 && trainer.generator.parameters != before)
            return trainer.lines(40, seed: 5)
        }
        let first = try made(1)
        #expect(try first == made(1) && first != made(2))
        #expect(first.allSatisfy { $0.count <= 3 && Set($0).isSubset(of: [97, 98]) } && Set(first).count > 1)
    }

    @Test func linesAreNumbersAndBack() {
        let alphabet = SequenceAlphabet(lines)
        #expect(alphabet.symbols == [97, 98] && alphabet.length == 3 && alphabet.end == 2 && alphabet.width == 3)
        #expect(alphabet.numbers([98, 97]) == [1, 0, 2] && alphabet.line([1, 0, 2]) == [98, 97])
        // What stands behind the end says nothing.
        #expect(alphabet.line([2, 0, 1]).isEmpty)
    }

    /// Choices are one-hot, fall like the softmax, and pass on its gradient.
    @Test func choicesGoStraightThrough() {
        let probabilities: [Float] = [0.6, 0.3, 0.1]
        let logits = Variable.parameter(
            Tensor(shape: [4000, 3], scalars: (0..<4000).flatMap { _ in probabilities.map { log($0) } }))
        let choice = SymbolChoice(logits, temperature: 1, isSoft: true, SeededGenerator(seed: 3))
        for symbol in 0..<3 {
            let share = stride(from: symbol, to: 12_000, by: 3).reduce(0) { $0 + choice.chosen.scalars[$1] } / 4000
            // Four standard errors.
            #expect(abs(share - probabilities[symbol]) < 0.032)
        }
        #expect(zip(choice.symbols.value.scalars, choice.chosen.scalars).allSatisfy { abs($0 - $1) < 1e-6 })
        let gradient = Gradient.of(choice.symbols.channels(0..<1).sum(), at: [logits])[0].value.scalars
        // A softmax's derivatives add up to 0 in each row, and that of the value itself is p (1 − p) > 0.
        #expect(gradient[0] > 0 && gradient[1] < 0 && abs(gradient[0] + gradient[1] + gradient[2]) < 1e-6)
        let hard = SymbolChoice(logits, temperature: 1, isSoft: false, SeededGenerator(seed: 3))
        #expect(hard.chosen == choice.chosen && hard.symbols.value == choice.chosen)
    }
}
