import GANData
import GANNumerics
import Testing

@testable import GANTraining

@Suite struct TrainingDataTests {
    /// Points whose first coordinate is their row.
    private func points(_ count: Int) -> ArraySource {
        ArraySource(
            name: "points", rule: "test", shape: .vector(2),
            samples: Matrix(rows: count, columns: 2, scalars: (0..<count).flatMap { [Float($0), 0] }))
    }

    private func rows(_ data: inout TrainingData, step: Int) throws -> [Int] {
        let batch = try data.batch(step: step)
        return (0..<batch.rows).map { Int(batch[$0, 0]) }
    }

    @Test func anEpochShowsEachRowOnceAndAnotherEpochAnotherOrder() throws {
        var data = try TrainingData(points(12), batchSize: 4, seed: SeededGenerator(seed: 1))
        let first = try (0..<3).flatMap { try rows(&data, step: $0) }
        let second = try (3..<6).flatMap { try rows(&data, step: $0) }
        #expect(first.sorted() == Array(0..<12) && second.sorted() == Array(0..<12))
        #expect(first != second && first != Array(0..<12))
    }

    @Test func aStepsRowsAreAFunctionOfSeedAndStep() throws {
        var data = try TrainingData(points(50), batchSize: 8, seed: SeededGenerator(seed: 1))
        let forwards = try (0..<20).map { try rows(&data, step: $0) }
        var other = try TrainingData(points(50), batchSize: 8, seed: SeededGenerator(seed: 1))
        for step in [19, 3, 11, 0] { #expect(try rows(&other, step: step) == forwards[step]) }
        var another = try TrainingData(points(50), batchSize: 8, seed: SeededGenerator(seed: 2))
        #expect(try rows(&another, step: 0) != forwards[0])
    }

    @Test func anIncompleteBatchIsLeftOut() throws {
        var data = try TrainingData(points(11), batchSize: 4, seed: SeededGenerator(seed: 1))
        let epoch = try (0..<2).flatMap { try rows(&data, step: $0) }
        #expect(Set(epoch).count == 8)
    }

    @Test func imagesComeInTheNetworksRangeAndPointsAsTheyAre() throws {
        let image = ArraySource(
            name: "i", rule: "test", shape: .image(height: 1, width: 2, channels: 1),
            samples: Matrix(rows: 1, columns: 2, scalars: [0, 255]))
        var data = try TrainingData(image, batchSize: 1, seed: SeededGenerator(seed: 1))
        #expect(try data.batch(step: 0).scalars == [-1, 1])
    }

    @Test func aBatchMustFit() {
        #expect(throws: TrainingError.tooFewSamples(source: "points", count: 3, needed: 4)) {
            try TrainingData(points(3), batchSize: 4, seed: SeededGenerator(seed: 1))
        }
    }
}
