import Testing

@testable import GANModels

@Suite struct StateModuleTests {
    private func keys(_ names: [String]) -> [String] {
        StateModule.ordered(Dictionary(uniqueKeysWithValues: names.map { ($0, [1]) })).map(\.key)
    }

    @Test func numbersDecideTheOrderNotTheirDigits() {
        #expect(
            keys(["main.10.weight", "main.2.bias", "main.2.weight", "main.0.weight"]) == [
                "main.0", "main.2", "main.10",
            ])
        #expect(keys(["a.1.0.weight", "b.0.9.weight", "c.1.weight"]) == ["b.0.9", "c.1", "a.1.0"])
        #expect(keys(["weight", "main.0.num_batches_tracked"]) == [""])
    }

    @Test func normalizationsFollowTheWeightsOfTheirNumber() {
        let names = ["bn1.weight", "bn1.running_mean", "conv1.weight", "conv2.weight"]
        #expect(keys(names) == ["conv1", "bn1", "conv2"])
    }

    @Test func channelsDecideWhereNamesDoNot() {
        let shapes = [
            "final.weight": [8, 3, 4, 4], "start.weight": [100, 16, 4, 4], "middle.weight": [16, 8, 4, 4],
            "norm.running_mean": [8], "norm.running_var": [8],
        ]
        let chain = StateModule.chained(StateModule.ordered(shapes), inputs: 0, outputs: 1)
        #expect(chain?.map(\.key) == ["start", "middle", "norm", "final"])
        // Two ways on from 16 channels, two normalizations of 8, a circle: no order.
        let ambiguous = shapes.merging(["other.weight": [16, 5, 4, 4]]) { $1 }
        #expect(StateModule.chained(StateModule.ordered(ambiguous), inputs: 0, outputs: 1) == nil)
        let twice = shapes.merging(["second.running_mean": [8]]) { $1 }
        #expect(StateModule.chained(StateModule.ordered(twice), inputs: 0, outputs: 1) == nil)
        let circle = ["a.weight": [2, 3, 4, 4], "b.weight": [3, 2, 4, 4]]
        #expect(StateModule.chained(StateModule.ordered(circle), inputs: 0, outputs: 1) == nil)
    }
}
