import GANNumerics
import Testing

@testable import GANModels

/// Values against PyTorch's are in `NetworkForwardTests`; here are small ones worked out by hand, and what can be wrong.
@Suite struct WeightNormsTests {
    private let orthogonal = Tensor(shape: [2, 2], scalars: [3, 0, 0, 4])

    @Test func dividesBySpectralNorm() throws {
        let norms = WeightNorms([
            "a.weight_orig": orthogonal, "a.weight_u": Tensor(shape: [2], scalars: [0, 1]),
            "a.weight_v": Tensor(shape: [2], scalars: [0, 1]),
        ])
        #expect(try norms.tensor("a.weight", outputAxis: 0)?.scalars == [0.75, 0, 0, 1])
        #expect(norms.plainShapes == ["a.weight": [2, 2]])
    }

    @Test func bringsRowsToTheirMagnitudes() throws {
        let direction = Tensor(shape: [2, 2], scalars: [3, 4, 0, 2])
        func weight(_ magnitude: Tensor) throws -> [Float]? {
            try WeightNorms(["weight_g": magnitude, "weight_v": direction]).tensor("weight", outputAxis: 0)?.scalars
        }
        #expect(try weight(Tensor(shape: [2, 1], scalars: [10, 1])) == [6, 8, 0, 1])
        // Along the other axis: column lengths 3 and √20.
        let columns = try #require(try weight(Tensor(shape: [1, 2], scalars: [3, 20])))
        #expect(columns[0] == 3 && columns[2] == 0 && abs(columns[1] - 80 / Float(20).squareRoot()) < 1e-5)
        let whole = try #require(try weight(Tensor(1)))
        #expect(abs(whole[0] - 3 / Float(29).squareRoot()) < 1e-6)
    }

    @Test func saysWhatIsMissingOrDoesNotFit() {
        let spectral = WeightNorms(["a.parametrizations.weight.original": orthogonal])
        let names = ["a.parametrizations.weight.0._u", "a.parametrizations.weight.0._v"]
        #expect(throws: WeightNorms.Problem.missing(names)) { try spectral.tensor("a.weight", outputAxis: 0) }
        let long = WeightNorms([
            "a.weight_orig": orthogonal, "a.weight_u": Tensor(shape: [3]), "a.weight_v": Tensor(shape: [2]),
        ])
        #expect(throws: WeightNorms.Problem.self) { try long.tensor("a.weight", outputAxis: 0) }
        let wrong = WeightNorms(["a.weight_g": Tensor(shape: [3, 1]), "a.weight_v": orthogonal])
        #expect(throws: WeightNorms.Problem.self) { try wrong.tensor("a.weight", outputAxis: 0) }
        let alone = WeightNorms(["a.weight_g": Tensor(shape: [2, 1])])
        #expect(throws: WeightNorms.Problem.missing(["a.weight_v"])) { try alone.tensor("a.weight", outputAxis: 0) }
    }

    /// All of it comes up in the network's one error.
    @Test func bindingListsTheParts() {
        let description = NetworkDescription(
            input: [2],
            layers: [
                .linear(inputs: 2, outputs: 2, bias: false, key: "a"),
                .linear(inputs: 2, outputs: 3, bias: false, key: "b"),
            ])
        let tensors = [
            "a.weight_orig": orthogonal, "a.weight_u": Tensor(shape: [2]), "b.weight_g": Tensor(shape: [2, 1]),
            "b.weight_v": orthogonal, "weight_orig_copy": orthogonal, "my_weight_g": Tensor(1),
        ]
        #expect(
            throws: ModelError.wrongTensors(
                path: "f", missing: ["a.weight_v"], misshapen: ["b.weight is [2, 2], expected [3, 2]"],
                extra: ["my_weight_g []", "weight_orig_copy [2, 2]"])
        ) {
            try Network(description, tensors: tensors, path: "f")
        }
    }

    /// Before `weight_v` was kept, the normalized weight lay beside its parts.
    @Test func aStoredWeightIsTakenAsItIs() throws {
        let weight = Tensor(shape: [2, 2], scalars: [1, 2, 3, 4])
        let norms = WeightNorms([
            "a.weight": weight, "a.weight_orig": Tensor(shape: [2, 2], scalars: [5, 6, 7, 8]),
            "a.weight_u": Tensor(shape: [2], scalars: [1, 0]),
        ])
        #expect(norms.plainShapes == ["a.weight": [2, 2]])
        #expect(try norms.tensor("a.weight", outputAxis: 0) == weight)
    }

    /// σ of diag(2, 1) is 2, and one step from (1, 0) finds it.
    @Test func modulesOfOnesOwnIterateOnce() throws {
        let norms = WeightNorms([
            "a.module.weight_bar": Tensor(shape: [2, 2], scalars: [2, 0, 0, 1]),
            "a.module.weight_u": Tensor(shape: [2], scalars: [1, 0]),
            "a.module.weight_v": Tensor(shape: [2], scalars: [0, 1]),
        ])
        #expect(norms.plainShapes == ["a.module.weight": [2, 2]])
        #expect(try norms.tensor("a.module.weight", outputAxis: 0)?.scalars == [1, 0, 0, 0.5])
    }
}
