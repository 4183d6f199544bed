import GANAutodiff
import GANNumerics
import Testing

@Suite struct ActivationsTests {
    let x = Draw.awayFromZero([3, 4], seed: 31)

    @Test func derivatives() {
        GradientCheck().run("ELU", [x]) { $0[0].exponentialLinear(alpha: 0.7) }
        GradientCheck().run("SiLU", [x]) { $0[0].sigmoidLinear() }
        GradientCheck().run("GELU", [x]) { $0[0].gaussianErrorLinear() }
        GradientCheck().run("GELU by tanh", [x]) { $0[0].gaussianErrorLinear(approximately: true) }
        GradientCheck().run("error function", [x]) { $0[0].errorFunction() }
        GradientCheck().run("softmax", [x]) { $0[0].softmax() }
    }

    @Test func valuesWorkedOutByHand() {
        func value(_ x: Float, _ function: (Variable) -> Variable) -> Float {
            function(.constant(Tensor(shape: [1, 1], scalars: [x]))).value.scalars[0]
        }
        // e⁻¹ − 1, and no effect on positive values.
        #expect(abs(value(-1) { $0.exponentialLinear(alpha: 2) } - 2 * (0.367_879_44 - 1)) < 1e-6)
        #expect(value(3) { $0.exponentialLinear(alpha: 2) } == 3)
        #expect(value(200) { $0.exponentialLinear() } == 200)
        #expect(value(-200) { $0.exponentialLinear() } == -1)
        // Φ(1) = 0.8413447.
        #expect(abs(value(1) { $0.gaussianErrorLinear() } - 0.841_344_7) < 1e-6)
        #expect(value(-100) { $0.sigmoidLinear() } > -1e-30)
        #expect(value(88) { $0.softmax() } == 1)
    }
}
