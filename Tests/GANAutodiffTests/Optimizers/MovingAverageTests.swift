import GANNumerics
import Testing

@testable import GANAutodiff

@Suite struct MovingAverageTests {
    /// d = (1 + step) / (10 + step) until that passes the decay.
    @Test(arguments: [(0, 0.1), (8, 0.5), (80, 0.9), (1_000_000, 0.9)])
    func rampsUpToTheDecay(step: Int, decay: Double) {
        var average = [Tensor(shape: [2], scalars: [1, 2])]
        let values = [Tensor(shape: [2], scalars: [3, -2])]
        MovingAverage.update(&average, towards: values, decay: 0.9, step: step)
        #expect(abs(Double(average[0].scalars[0]) - (decay * 1 + (1 - decay) * 3)) < 1e-6)
        #expect(abs(Double(average[0].scalars[1]) - (decay * 2 - (1 - decay) * 2)) < 1e-6)
    }

    @Test func staysWhereItsTargetStays() {
        var average = [Tensor(shape: [40_000], repeating: 0.3)]
        let values = average
        for step in 0..<5 { MovingAverage.update(&average, towards: values, decay: 0.99, step: step) }
        #expect(average == values)
    }
}
