import GANAutodiff
import GANNumerics
import Testing

@Suite struct BatchNormalizationTests {
    let x = Draw.normal([2, 3, 2, 3], seed: 20)
    let scale = Draw.uniform([3], 0.5, 1.5, seed: 21)
    let offset = Draw.normal([3], seed: 22)

    @Test func fusedAgreesWithTheReference() {
        let inputs = [x, scale, offset].map { Variable.parameter($0) }
        let weights = Variable.constant(Draw.normal(x.shape, seed: 23))
        let fused = inputs[0].batchNormalized(scale: inputs[1], offset: inputs[2]).result
        let reference = inputs[0].batchNormalizedReference(scale: inputs[1], offset: inputs[2])
        #expect(zip(fused.value.scalars, reference.value.scalars).allSatisfy { abs($0 - $1) < 1e-5 })
        let first = Gradient.of((fused * weights).sum(), at: inputs)
        let second = Gradient.of((reference * weights).sum(), at: inputs)
        for (a, b) in zip(first, second) {
            #expect(zip(a.value.scalars, b.value.scalars).allSatisfy { abs($0 - $1) < 1e-4 })
        }
    }

    @Test func derivatives() {
        GradientCheck(tolerance: 0.03).run("batch normalization", [x, scale, offset]) {
            $0[0].batchNormalized(scale: $0[1], offset: $0[2]).result
        }
        GradientCheck().run("fixed statistics", [x, scale, offset]) {
            $0[0].normalized(mean: [0.1, -0.2, 0.3], variance: [1, 2, 0.5], scale: $0[1], offset: $0[2]).squared()
        }
    }

    @Test func resultHasTheAskedMoments() {
        let (result, statistics) = Variable.constant(x).batchNormalized(
            scale: .constant(Tensor(shape: [3], repeating: 1)), offset: .constant(Tensor(shape: [3])))
        let sums = result.summedToChannels().value.scalars
        let squares = result.squared().summedToChannels().value.scalars
        #expect(sums.allSatisfy { abs($0) < 1e-4 })
        #expect(squares.allSatisfy { abs($0 / 12 - 1) < 1e-3 })
        #expect(statistics.rows == 12)
    }

    @Test func constantChannelGivesItsOffset() {
        let (result, _) = Variable.constant(Tensor(shape: [4, 1], repeating: 5)).batchNormalized(
            scale: .constant(Tensor(shape: [1], repeating: 2)), offset: .constant(Tensor(shape: [1], repeating: 0.25)))
        #expect(result.value.scalars.allSatisfy { abs($0 - 0.25) < 1e-6 })
    }
}
