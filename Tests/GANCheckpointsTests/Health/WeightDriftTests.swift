import GANNumerics
import OrderedCollections
import Testing

@testable import GANCheckpoints

@Suite struct WeightDriftTests {
    private func tensors(
        _ values: KeyValuePairs<String, [Float]>
    ) -> OrderedDictionary<String, WeightTensor> {
        OrderedDictionary(
            values.map { ($0.key, WeightTensor(Tensor(shape: [$0.value.count], scalars: $0.value))) },
            uniquingKeysWith: { first, _ in first })
    }

    @Test func isTheNormOfTheChangeByTheNormBefore() throws {
        let before = tensors(["a.weight": [3, 4], "b.weight": [0, 12]])
        let after = tensors(["a.weight": [3, 8], "b.weight": [3, 12]])
        let drift = try #require(WeightDrift(from: before, to: after))
        // √(4² + 3²)/√(3² + 4² + 12²); the first tensor moved 4/5, the second 3/12.
        #expect(drift.change == 5.0 / 13)
        #expect(drift.largest?.name == "a.weight" && drift.largest?.change == 0.8)
        #expect(drift.norm == Double(9 + 64 + 9 + 144).squareRoot())
        #expect(WeightDrift(from: before, to: before)?.change == 0)
    }

    @Test func statisticsAndCountersAreLeftOut() throws {
        let before = tensors(["n.weight": [1, 0], "n.running_mean": [0, 0], "n.running_var": [1, 1]])
        let after = tensors(["n.weight": [1, 1], "n.running_mean": [9, 9], "n.running_var": [7, 7]])
        let drift = try #require(WeightDrift(from: before, to: after))
        #expect(drift.change == 1 && drift.largest?.name == "n.weight")
    }

    @Test func otherNetworksCanNotBeCompared() {
        let one = tensors(["a.weight": [1, 2]])
        #expect(WeightDrift(from: one, to: tensors(["a.weight": [1, 2, 3]])) == nil)
        #expect(WeightDrift(from: one, to: tensors(["b.weight": [1, 2]])) == nil)
        #expect(WeightDrift(from: one, to: tensors(["a.weight": [1, 2], "b.weight": [1, 2]])) == nil)
    }

    @Test(arguments: [[Float.nan, 1], [Float.infinity, 1], [0, 0]])
    func whatHasNoSizeHasNoRelativeChange(before: [Float]) throws {
        let drift = try #require(WeightDrift(from: tensors(["a": before]), to: tensors(["a": [1, 1]])))
        #expect(drift.change == nil && drift.norm == 2.0.squareRoot())
    }

    @Test func longTensorsAreSummedInPieces() throws {
        let count = 70_000
        let before = tensors(["a": [Float](repeating: 1, count: count)])
        let after = tensors(["a": [Float](repeating: 1.5, count: count)])
        let drift = try #require(WeightDrift(from: before, to: after))
        #expect(drift.change == 0.5)
    }
}
