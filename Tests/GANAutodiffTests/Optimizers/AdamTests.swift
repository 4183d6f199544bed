import GANNumerics
import TestSupport
import Testing

@testable import GANAutodiff

@Suite struct AdamTests {
    /// Three steps by the paper's algorithm 1 in double precision, with α 0.1, β₁ 0.5, β₂ 0.75, ε 0.01.
    ///
    /// Gradients 2, −1, 0.5 from θ = 1:
    /// t = 1: m = 1, v = 1, m̂ = 2, v̂ = 4; t = 2: m = 0, v = 1, m̂ = 0; t = 3: m = 0.25, v = 0.8125, m̂ = 2/7,
    /// v̂ = 0.8125/0.578125.
    @Test func followsTheAlgorithm() {
        var adam = Adam(
            parameters: [Tensor(shape: [1])], learningRate: 0.1, beta1: 0.5, beta2: 0.75, epsilon: 0.01)
        var parameters = [Tensor(shape: [1], repeating: 1)]
        let first = 1 - 0.1 * 2 / 2.01
        let third = first - 0.1 * (2.0 / 7) / ((0.8125 / 0.578125).squareRoot() + 0.01)
        for (gradient, expected) in [(2, first), (-1, first), (0.5, third)] as [(Float, Double)] {
            adam.update(&parameters, gradients: [Tensor(shape: [1], repeating: gradient)])
            #expect(abs(Double(parameters[0].scalars[0]) - expected) < 1e-6)
        }
        #expect(adam.step == 3)
        #expect(abs(adam.firstMoments[0].scalars[0] - 0.25) < 1e-6)
        #expect(abs(adam.secondMoments[0].scalars[0] - 0.8125) < 1e-6)
    }

    @Test func treatsEveryElementAlikeForAnyNumberOfThreads() {
        func run() -> [Tensor] {
            var parameters = [Tensor(SeededGenerator(seed: 1).normalRows(300, columns: 333)), Tensor(shape: [2])]
            var adam = Adam(parameters: parameters, learningRate: 0.1)
            for step in 0..<3 {
                let gradients = [
                    Tensor(SeededGenerator(seed: 2).split(step).normalRows(300, columns: 333)),
                    Tensor(shape: [2], repeating: 1),
                ]
                adam.update(&parameters, gradients: gradients)
            }
            return parameters
        }
        let alone = withThreads(1, run)
        #expect(withThreads(4, run) == alone)
        #expect(alone[1].scalars[0] == alone[1].scalars[1])
    }

    /// At a constant gradient each step has length α, whatever the gradient's size.
    @Test(arguments: [1e-3, 1, 1e3] as [Float]) func stepsAreAsLongAsTheRate(gradient: Float) {
        var parameters = [Tensor(shape: [1])]
        var adam = Adam(parameters: parameters, learningRate: 0.01)
        for _ in 0..<10 { adam.update(&parameters, gradients: [Tensor(shape: [1], repeating: gradient)]) }
        #expect(abs(parameters[0].scalars[0] + 0.1) < 1e-5)
    }
}
