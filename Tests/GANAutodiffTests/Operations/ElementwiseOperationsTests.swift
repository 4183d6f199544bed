import GANAutodiff
import GANNumerics
import Testing

@Suite struct ElementwiseOperationsTests {
    let a = Draw.normal([3, 4], seed: 1)
    let b = Draw.uniform([3, 4], 0.5, 2, seed: 2)

    @Test func arithmetic() {
        GradientCheck().run("add", [a, b]) { $0[0] + $0[1] }
        GradientCheck().run("subtract", [a, b]) { $0[0] - $0[1] }
        GradientCheck().run("multiply", [a, b]) { $0[0] * $0[1] }
        GradientCheck().run("divide", [a, b]) { $0[0] / $0[1] }
        GradientCheck().run("negate", [a]) { -$0[0] }
        GradientCheck().run("scale", [a]) { $0[0].scaled(by: -2.5) * $0[0] }
        GradientCheck().run("shift", [a]) { $0[0].shifted(by: 1.5) * $0[0] }
        GradientCheck().run("square", [a]) { $0[0].squared() }
    }

    @Test func powersAndLogarithms() {
        for exponent: Float in [0.5, -0.5, -1, 3, 1.7] {
            GradientCheck().run("power \(exponent)", [b]) { $0[0].power(exponent) }
        }
        GradientCheck().run("exponential", [a]) { $0[0].exponential() }
        GradientCheck().run("logarithm", [b]) { $0[0].logarithm() }
    }

    @Test func activations() {
        GradientCheck().run("tanh", [a]) { $0[0].hyperbolicTangent() }
        GradientCheck().run("sigmoid", [a]) { $0[0].sigmoid() }
        GradientCheck().run("softplus", [a]) { $0[0].softplus() }
        let kinked = Draw.awayFromZero([3, 4])
        GradientCheck().run("leaky rectifier", [kinked]) { $0[0].leakyRectified(slope: 0.2) * $0[0] }
        GradientCheck().run("maximum", [a, b]) { Variable.maximum($0[0], $0[1]) * $0[0] }
        GradientCheck().run("absolute", [kinked]) { $0[0].absolute() * $0[0] }
        GradientCheck().run("rectifier", [kinked]) { $0[0].rectified() * $0[0] }
    }

    @Test func extremeLogitsStayFinite() {
        let logits = Variable.parameter(Tensor(shape: [4], scalars: [-200, -40, 40, 200]))
        let values = logits.softplus().value.scalars
        #expect([values[0], values[2], values[3]] == [0, 40, 200])
        // exp(−40) to float32's precision: its last bit is the mathematical library's.
        #expect(abs(values[1] / 4.248354e-18 - 1) < 1e-6)
        #expect(logits.sigmoid().value.scalars.allSatisfy { $0.isFinite })
        let gradient = Gradient.of(logits.softplus().sum(), at: [logits])[0].value.scalars
        #expect(gradient[0] == 0 && gradient[3] == 1)
    }
}
