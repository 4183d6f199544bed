import GANAutodiff
import GANNumerics
import Testing

@Suite struct GradientTests {
    @Test func unrelatedTargetsGetZeros() {
        let (x, y) = (Variable.parameter(Tensor(2)), Variable.parameter(Tensor(shape: [2], repeating: 3)))
        let gradients = Gradient.of(x * x, at: [x, y])
        #expect(gradients[0].value.scalar == 4)
        #expect(gradients[1].value.scalars == [0, 0])
    }

    @Test func sharedInputsAddUp() {
        let x = Variable.parameter(Tensor(3))
        let y = x * x + x.scaled(by: 2) * x
        #expect(Gradient.of(y, at: [x])[0].value.scalar == 18)
    }

    @Test func detachingStopsTheGradient() {
        let x = Variable.parameter(Tensor(3))
        #expect(Gradient.of(x.detached * x, at: [x])[0].value.scalar == 3)
    }

    @Test func plainGradientsAreConstants() {
        let x = Variable.parameter(Tensor(3))
        #expect(!Gradient.of(x * x, at: [x])[0].requiresGradient)
        #expect(Gradient.of(x * x, at: [x], differentiable: true)[0].requiresGradient)
    }

    @Test func thirdDerivative() {
        let x = Variable.parameter(Tensor(2))
        let first = Gradient.of(x * x * x * x, at: [x], differentiable: true)[0]
        let second = Gradient.of(first, at: [x], differentiable: true)[0]
        #expect(Gradient.of(second, at: [x])[0].value.scalar == 48)
    }

    @Test func gradientPenaltyOfACriticDifferentiatesTwice() {
        // WGAN-GP (1704.00028): (‖∇ₓ D(x)‖ − 1)² as a function of D's weights, through a convolution and a rectifier.
        let x = Draw.normal([2, 4, 4, 1], seed: 30)
        let w = Draw.normal([2, 3, 3, 1], seed: 31)
        let v = Draw.normal([1, 32], seed: 32)
        GradientCheck(tolerance: 0.05).run("gradient penalty", [w, v]) { weights in
            let input = Variable.parameter(x)
            let hidden = input.convolved(with: weights[0], stride: 1, padding: 1).softplus()
            let score = hidden.reshaped([2, 32]).multiplied(by: weights[1], transposingOther: true).sum()
            let gradient = Gradient.of(score, at: [input], differentiable: true)[0]
            let norms = gradient.reshaped([2, 16]).squared().summedRows().power(0.5)
            return norms.shifted(by: -1).squared().mean()
        }
    }
}
