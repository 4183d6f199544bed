import GANData
import GANNumerics
import Testing

@testable import GANAudit

@Suite struct LatentStartsTests {
    private func source(_ values: [Float]) -> ArraySource {
        ArraySource(
            name: "s", rule: "test", shape: .vector(1), samples: Matrix(rows: values.count, columns: 1, scalars: values)
        )
    }

    @Test func beginsAtTheNearestSamplesAndOneDraw() throws {
        let targets = Matrix<Float>(rows: 2, columns: 1, scalars: [10, 0])
        let starts = try LatentStarts(targets: targets, samples: source([0, 9, 4, 12, 11]), count: 4)
        #expect(starts.numbers == [[1, 4, 3, 5 + 0], [0, 2, 1, 5 + 4]])
        #expect(starts.nearest == [1, 0])
        // Two starts are both nearest ones, since a draw would cost half of the search.
        #expect(
            try LatentStarts(targets: targets, samples: source([0, 9, 4]), count: 2).numbers == [[1, 2], [0, 2]])
        // Samples that are lacking are replaced by draws.
        #expect(try LatentStarts(targets: targets, samples: source([7]), count: 3).numbers == [[0, 1, 2], [0, 4, 5]])
    }

    @Test func noTargetsHaveNoStarts() throws {
        let starts = try LatentStarts(targets: Matrix(rows: 0, columns: 1), samples: source([1, 2]), count: 4)
        #expect(starts.numbers.isEmpty && starts.nearest.isEmpty)
    }
}
