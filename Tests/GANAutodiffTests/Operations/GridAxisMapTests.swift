import GANNumerics
import Testing

@testable import GANAutodiff

@Suite struct GridAxisMapTests {
    /// What the map makes of the numbers `values`.
    private func apply(_ map: GridAxisMap, _ values: [Float]) -> [Float] {
        let x = Variable.constant(Tensor(shape: [1, 1, values.count, 1], scalars: values))
        return x.gridMapped(rows: .repeated(1, scale: 1), columns: map).value.scalars
    }

    @Test func repeatsAndInterpolates() {
        #expect(apply(.repeated(2, scale: 3), [1, 5]) == [1, 1, 1, 5, 5, 5])
        // Places −¼ (held at 0), ¼, ¾ and 1¼ (held at 1).
        #expect(apply(.linear(2, scale: 2), [0, 4]) == [0, 1, 3, 4])
        #expect(apply(.linear(2, scale: 2, aligningCorners: true), [0, 3]) == [0, 1, 2, 3])
        #expect(apply(.linear(1, scale: 2, aligningCorners: true), [7]) == [7, 7])
    }

    @Test func averagesWindows() {
        #expect(apply(.averaged(5, kernel: 2, stride: 2), [1, 3, 5, 7, 100]) == [2, 6])
        #expect(apply(.averaged(3, kernel: 2, stride: 1, padding: 1), [2, 4, 6]) == [1, 3, 5, 3])
        #expect(
            apply(.averaged(3, kernel: 2, stride: 1, padding: 1, countingPadding: false), [2, 4, 6]) == [2, 3, 5, 6])
    }

    @Test func picksPositions() {
        #expect(apply(.padded(3, before: 2, after: 1, .zeros), [1, 2, 3]) == [0, 0, 1, 2, 3, 0])
        #expect(apply(.padded(3, before: 2, after: 1, .reflect), [1, 2, 3]) == [3, 2, 1, 2, 3, 2])
        #expect(apply(.padded(3, before: 2, after: 1, .replicate), [1, 2, 3]) == [1, 1, 1, 2, 3, 3])
        #expect(apply(.padded(3, before: 2, after: 1, .circular), [1, 2, 3]) == [2, 3, 1, 2, 3, 1])
        #expect(apply(.spread(2, step: 3, count: 6), [1, 2]) == [1, 0, 0, 2, 0, 0])
        #expect(apply(.selected(3, sources: [2, nil, 0]), [1, 2, 3]) == [3, 0, 1])
    }

    @Test func meetsAStatedNumberOfPositions() {
        #expect(apply(.nearest(3, outputs: 5), [1, 2, 3]) == [1, 1, 2, 2, 3])
        #expect(apply(.linear(3, outputs: 2, aligningCorners: false), [0, 4, 8]) == [1, 7])
        #expect(apply(.averaged(5, outputs: 2), [1, 2, 3, 4, 5]) == [2, 4])
        // A constant stays one whatever the weights are.
        for value in apply(.cubic(4, outputs: 7, aligningCorners: false), [2, 2, 2, 2]) {
            #expect(abs(value - 2) < 1e-6)
        }
        #expect(apply(.cubic(3, outputs: 3, aligningCorners: true), [3, 1, 2]) == [3, 1, 2])
    }

    @Test func theTransposeIsTheAdjoint() {
        let map = GridAxisMap.averaged(6, kernel: 3, stride: 2, padding: 1)
        let x: [Float] = [1, -2, 3, 5, -7, 11]
        let y: [Float] = [2, 3, -5]
        let left = zip(apply(map, x), y).map { $0 * $1 }.reduce(0, +)
        let right = zip(x, apply(map.transposed, y)).map { $0 * $1 }.reduce(0, +)
        #expect(abs(left - right) < 1e-5)
        #expect(map.transposed.transposed == map)
    }
}
