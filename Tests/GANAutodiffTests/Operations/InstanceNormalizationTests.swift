import GANAutodiff
import GANNumerics
import Testing

@Suite struct InstanceNormalizationTests {
    @Test func derivatives() {
        GradientCheck().run("instance normalization", [Draw.normal([2, 2, 3, 2], seed: 51)]) {
            $0[0].instanceNormalized(epsilon: 0.1)
        }
    }

    @Test func eachImagesChannelsHaveMeanZeroAndVarianceOne() {
        let x = Draw.uniform([3, 4, 5, 2], 2, 9, seed: 52)
        let y = Variable.constant(x).instanceNormalized(epsilon: 0).value
        for image in 0..<3 {
            for channel in 0..<2 {
                let values = (0..<20).map { Double(y.scalars[(image * 20 + $0) * 2 + channel]) }
                #expect(abs(values.reduce(0, +)) < 1e-4)
                #expect(abs(values.map { $0 * $0 }.reduce(0, +) / 20 - 1) < 1e-4)
            }
        }
        let single = Variable.constant(Draw.normal([2, 1, 1, 3], seed: 53)).instanceNormalized().value
        #expect(single.scalars.allSatisfy { $0 == 0 })
    }
}
