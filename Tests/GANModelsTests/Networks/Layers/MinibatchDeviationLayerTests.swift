import GANAutodiff
import GANNumerics
import Testing

@testable import GANModels

@Suite struct MinibatchDeviationLayerTests {
    /// Two samples of two values: (0, 1) and (4, 1) deviate by 2 and by 0, which is 1 in the mean.
    @Test func theChannelHoldsTheMeanDeviation() throws {
        let network = try Network(
            NetworkDescription(input: [1, 2, 1], layers: [.minibatchDeviation(key: "d")]),
            seed: SeededGenerator(seed: 1))
        let x = Variable.constant(Tensor(shape: [2, 1, 2, 1], scalars: [0, 1, 4, 1]))
        let (output, statistics) = network.forward(x, weights: [], mode: .training)
        #expect(output.shape == [2, 1, 2, 2])
        for (place, value) in output.value.scalars.enumerated() where place % 2 == 1 { #expect(abs(value - 1) < 1e-3) }
        #expect(statistics.count == 1 && network.description.mixesSamples)
        var trained = network
        trained.updateRunningStatistics(statistics)
        let alone = trained.evaluate(Matrix(rows: 1, columns: 2, scalars: [0, 1]))
        // A tenth of the way from 0 to 1, whatever comes with a sample.
        #expect(abs(alone[0, 1] - 0.1) < 1e-3 && alone[0, 0] == 0)
    }
}
