import GANNumerics
import OrderedCollections
import Testing

@testable import GANCheckpoints

@Suite struct OutputAxesTests {
    private func axes(_ shapes: KeyValuePairs<String, [Int]>) -> [Int] {
        var tensors: OrderedDictionary<String, WeightTensor> = [:]
        for (name, shape) in shapes { tensors[name] = WeightTensor(Tensor(shape: shape)) }
        let axes = OutputAxes(tensors)
        return shapes.filter { $0.value.count > 1 }.map { axes[$0.key] }
    }

    @Test func biasesAndNormalizationsDecide() {
        #expect(axes(["a.weight": [4, 6, 3, 3], "a.bias": [6]]) == [1])
        #expect(axes(["a.weight": [4, 6, 3, 3], "a.bias": [4]]) == [0])
        #expect(axes(["a.weight": [4, 6, 3, 3], "b.weight": [6]]) == [1])
        #expect(axes(["a.weight": [4, 6, 3, 3], "b.weight": [4]]) == [0])
        // A scalar in between, as spectral normalization may leave, is skipped.
        #expect(axes(["a.weight": [4, 6, 3, 3], "a.s": [], "b.weight": [6]]) == [1])
    }

    @Test func theRestFollowsWhereAllAgree() {
        #expect(axes(["a.weight": [4, 6, 3, 3], "b.weight": [6], "c.weight": [6, 1, 3, 3]]) == [1, 1])
        #expect(axes(["a.weight": [4, 6, 3, 3], "b.weight": [4], "c.weight": [6, 1, 3, 3]]) == [0, 0])
        let mixed = axes([
            "a.weight": [4, 6, 3, 3], "a.bias": [6], "b.weight": [6, 1, 3, 3], "c.weight": [3, 5, 1, 1], "c.bias": [3],
        ])
        #expect(mixed == [1, 0, 0])
    }

    @Test func linearLayersAndSquaresStayAsTheyAre() {
        #expect(axes(["a.weight": [4, 6], "a.bias": [6]]) == [0])
        #expect(axes(["a.weight": [4, 4, 3, 3], "a.bias": [4]]) == [0])
        #expect(axes([:]).isEmpty)
    }
}
