import GANNumerics
import Testing

@testable import GANCheckpoints

@Suite struct TensorStatisticsTests {
    @Test func countsAndSums() {
        let tensor = WeightTensor(Tensor(shape: [2, 3], scalars: [0, -2, .nan, 3, .infinity, -.infinity]))
        let statistics = TensorStatistics(tensor, axis: 0)
        #expect(statistics.nanCount == 1 && statistics.infiniteCount == 2 && statistics.zeroCount == 1)
        #expect(statistics.minimum == -2 && statistics.maximum == 3)
        #expect(statistics.unitSquares == [4, 9] && statistics.sumOfSquares == 13)
        #expect(TensorStatistics(tensor, axis: 1).unitSquares == [9, 4, 0])
    }

    @Test func vectorsAndNothing() {
        #expect(TensorStatistics(WeightTensor(Tensor(shape: [3], scalars: [1, 2, 2])), axis: 0).unitSquares == [9])
        let none = TensorStatistics(WeightTensor(Tensor(shape: [0, 3])), axis: 0)
        #expect(none.unitSquares == [0] && none.minimum == .infinity && none.zeroCount == 0)
    }

    /// Units longer and shorter than a piece, along both axes, against a plain sum.
    @Test(arguments: [[3, 2, 40_000], [70_000, 3], [2, 70_001], [5, 7, 11]])
    func piecesGiveTheSumsOfTheWhole(shape: [Int]) {
        var generator = SeededGenerator(seed: 2)
        let count = shape.reduce(1, *)
        let scalars = (0..<count).map { _ in Float(generator.index(below: 9)) - 4 }
        let tensor = WeightTensor(Tensor(shape: shape, scalars: scalars))
        for axis in 0...1 {
            let inner = shape[(axis + 1)...].reduce(1, *)
            var expected = [Double](repeating: 0, count: shape[axis])
            // Small whole numbers: sums are exact in any order.
            for index in 0..<count { expected[index / inner % shape[axis]] += Double(scalars[index] * scalars[index]) }
            let statistics = TensorStatistics(tensor, axis: axis)
            #expect(statistics.unitSquares == expected)
            #expect(statistics.zeroCount == scalars.count { $0 == 0 })
        }
    }

    @Test func integersOfAnySizeAreExact() {
        let bytes = withUnsafeBytes(of: (Int64(1) << 40, Int64(-3))) { Array($0) }
        let statistics = TensorStatistics(WeightTensor(shape: [2], type: .int64, bytes: bytes[...]), axis: 0)
        #expect(statistics.minimum == -3 && statistics.maximum == 0x1p40)
    }
}
