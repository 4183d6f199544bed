import GANAutodiff
import GANNumerics
import Testing

@Suite struct LossesTests {
    @Test func derivatives() {
        let logits = Draw.normal([3, 4], seed: 40)
        GradientCheck().run("log softmax", [logits]) { $0[0].logSoftmax() }
        GradientCheck().run("cross entropy", [logits]) { $0[0].crossEntropy(labels: [2, 0, 3]) }
    }

    @Test func knownValues() {
        let even = Variable.constant(Tensor(shape: [2, 4], repeating: 100))
        #expect(abs(even.crossEntropy(labels: [0, 3]).value.scalar - 1.3862944) < 1e-6)
        let extreme = Variable.constant(Tensor(shape: [1, 2], scalars: [1000, -1000]))
        #expect(extreme.crossEntropy(labels: [0]).value.scalar == 0)
        #expect(extreme.crossEntropy(labels: [1]).value.scalar == 2000)
    }
}
