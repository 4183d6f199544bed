import GANNumerics
import Testing

@testable import GANCheckpoints

private func tensor(_ offset: Int, _ shape: [Int], _ strides: [Int], _ type: ElementType = .float32) -> PickleTensor {
    PickleTensor(storage: 0, type: type, offset: offset, shape: shape, strides: strides, byte: 0)
}

@Suite struct StridedViewTests {
    @Test(arguments: [
        (0, [2, 3], [3, 1], true), (4, [2, 3], [3, 1], true), (0, [3, 2], [1, 3], false), (0, [], [], true),
        (9, [], [], true), (0, [1, 5], [77, 1], true), (0, [5, 1], [1, 1_000_000], true), (3, [0, 7], [7, 1], true),
        (0, [2, 2], [0, 1], false), (0, [10], [0], false), (1, [3], [3], false),
    ])
    func viewsInsideAreTaken(offset: Int, shape: [Int], strides: [Int], contiguous: Bool) throws {
        let view = try #require(StridedView(tensor(offset, shape, strides), available: 40))
        #expect(view.isContiguous == contiguous && view.count == shape.reduce(1, *))
    }

    @Test(arguments: [
        (10, [], []), (0, [11], [1]), (5, [2, 3], [3, 1]), (0, [2, 2], [9, 1]), (11, [0], [1]),
        (0, [1 << 40, 1 << 40], [0, 0]), (0, [3], [1 << 62]), (1 << 62, [2], [1 << 62]), (.max, [], []),
        (0, [1 << 62, 2], [0, 0]), (0, [1 << 61], [0]),
    ])
    func viewsOutsideAreNot(offset: Int, shape: [Int], strides: [Int]) {
        #expect(StridedView(tensor(offset, shape, strides), available: 40) == nil)
    }

    /// Against the definition, for random shapes, strides and types.
    @Test func gathersWhatTheDefinitionSays() throws {
        var generator = SeededGenerator(seed: 8)
        for _ in 0..<300 {
            let type = [ElementType.uint8, .float16, .float32, .float64][generator.index(below: 4)]
            let rank = generator.index(below: 5)
            let shape = (0..<rank).map { _ in 1 + generator.index(below: 4) }
            let strides = (0..<rank).map { _ in generator.index(below: 7) }
            let offset = generator.index(below: 9)
            let storage = (0..<200 * type.size).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
            let view = try #require(StridedView(tensor(offset, shape, strides, type), available: storage.count))
            var expected: [UInt8] = []
            for index in 0..<shape.reduce(1, *) {
                var (rest, place) = (index, offset)
                for axis in (0..<rank).reversed() {
                    place += rest % shape[axis] * strides[axis]
                    rest /= shape[axis]
                }
                expected += storage[place * type.size..<(place + 1) * type.size]
            }
            #expect(view.elements(of: storage[...]).elementsEqual(expected), "\(shape) \(strides) \(offset)")
        }
    }
}
