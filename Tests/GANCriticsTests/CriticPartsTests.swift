import GANAutodiff
import GANData
import GANModels
import GANNumerics
import Testing

@testable import GANCritics

@Suite struct CriticPartsTests {
    /// The penalty is a gradient's norm: its own gradient at the weights differentiates twice.
    @Test func thePenaltyIsDifferentiatedAtTheWeights() throws {
        var network = try Network(
            NetworkDescription(
                input: [3],
                layers: [
                    .linear(inputs: 3, outputs: 6, bias: true, key: "a"), .leakyRectifier(slope: 0.2),
                    .linear(inputs: 6, outputs: 1, bias: true, key: "b"),
                ]), seed: SeededGenerator(seed: 4))
        let (real, generated) = (CriticTrainerTests.rows(1, 5, columns: 3), CriticTrainerTests.rows(2, 5, columns: 3))
        func loss(_ weights: [Variable]) -> Variable {
            CriticObjective.wasserstein(penalty: 10).loss(
                network, weights: weights, real: real, generated: generated, mix: [0, 0.25, 0.5, 0.75, 1])
        }
        let weights = network.parameters.map { Variable.parameter($0) }
        let gradients = Gradient.of(loss(weights), at: weights).map(\.value)
        func value() -> Double { Double(loss(network.parameters.map { Variable.constant($0) }).value.scalar) }
        // Where a unit changes its side within the step, the difference says nothing: a few of 31 may.
        var (right, all) = (0, 0)
        let step: Float = 2e-3
        for tensor in network.parameters.indices {
            for index in network.parameters[tensor].scalars.indices {
                let kept = network.parameters[tensor].scalars[index]
                network.parameters[tensor].scalars[index] = kept + step
                let above = value()
                network.parameters[tensor].scalars[index] = kept - step
                let below = value()
                network.parameters[tensor].scalars[index] = kept
                let expected = (above - below) / Double(2 * step)
                let found = Double(gradients[tensor].scalars[index])
                if abs(found - expected) < 0.02 * max(1, abs(expected)) { right += 1 }
                all += 1
            }
        }
        #expect(all == 31 && right >= 28, "\(right) of \(all)")
    }

    @Test func rowsComeOnceAnEpoch() {
        var order = BatchOrder(rows: 10, batch: 3, stream: SeededGenerator(seed: 1))
        let epochs = (0..<2).map { _ in (0..<3).flatMap { _ in order.next() } }
        for epoch in epochs { #expect(Set(epoch).count == 9 && epoch.allSatisfy { (0..<10).contains($0) }) }
        #expect(epochs[0] != epochs[1])
    }

    @Test func scalingKeepsDistancesOrEvensColumns() {
        let rows = Matrix<Float>(rows: 2, columns: 3, scalars: [0, 10, 5, 4, 30, 5])
        let even = RowScaling(rows, rows, kind: .eachColumn).apply(rows)
        #expect(even.scalars == [-1, -1, 0, 1, 1, 0])
        let common = RowScaling(rows, rows, kind: .common)
        // The spread of the columns that vary: √((4 + 100)/2).
        #expect(abs(common.unit - 52.0.squareRoot()) < 1e-5)
        let scaled = common.apply(rows)
        #expect(abs(Double(scaled.scalars[4] - scaled.scalars[1]) * common.unit - 20) < 1e-4)
    }

    @Test func largeImagesBecomeMeansOverSquares() throws {
        #expect(ImageReduction(.vector(3)) == nil)
        #expect(ImageReduction(.image(height: 28, width: 32, channels: 3))?.factor == 1)
        let reduction = try #require(ImageReduction(.image(height: 33, width: 40, channels: 2)))
        #expect(reduction.factor == 2 && reduction.shape == .image(height: 17, width: 20, channels: 2))
        var image = Matrix<Float>(rows: 1, columns: 33 * 40 * 2)
        for y in 0..<33 {
            for x in 0..<40 {
                image.scalars[(y * 40 + x) * 2] = Float(x)
                image.scalars[(y * 40 + x) * 2 + 1] = Float(y)
            }
        }
        let small = reduction.apply(image)
        // Squares of two; the last row of squares is half there.
        #expect(small.scalars[0] == 0.5 && small.scalars[1] == 0.5 && small.scalars[2] == 2.5)
        #expect(small.scalars[16 * 40 + 1] == 32)
    }

    @Test func networksMakeOneScoreOfARow() throws {
        for shape in [
            SampleShape.vector(5), .image(height: 8, width: 8, channels: 1), .image(height: 28, width: 28, channels: 1),
            .image(height: 32, width: 17, channels: 3),
        ] {
            let layers = try CriticNetwork.layers(for: shape)
            #expect(try layers.outputShape() == [1], "\(shape)")
        }
    }
}
