import GANNumerics
import OrderedCollections
import Testing

@testable import GANCheckpoints

private let tensor = WeightNode.tensor(WeightTensor(Tensor(shape: [2], scalars: [1, 2])))

private func dict(_ names: String...) -> WeightNode {
    .group(WeightGroup(members: OrderedDictionary(uniqueKeysWithValues: names.map { ($0, tensor) })))
}

@Suite struct SelectedWeightsTests {
    @Test(arguments: [
        ("training_state.pt", "g_ema", "d", 4),
        ("lightning.ckpt", "state_dict.generator", "state_dict.discriminator", 1),
        ("network_names.pth", "netG_state_dict", "netD_state_dict", 1), ("zip.pth", ".", ".", 0),
    ])
    func choosesWhatIsClear(name: String, generator: String, discriminator: String, alternatives: Int) throws {
        let file = try CheckpointFixture.read(name)
        let selected = try file.select(role: .generator)
        #expect(selected.path == generator)
        #expect(try file.select(role: .discriminator).path == discriminator)
        #expect(selected.tensors["0.weight"]?.shape == [4, 6, 4, 4])
        #expect(selected.names.first == "0.weight" && selected.names.count == selected.tensors.count)
        #expect(selected.alternatives.count == min(alternatives, 2))
    }

    @Test(arguments: ["g", "state_dict, generator.", "state_dict.generator", "state_dict.generator."])
    func aPathDecides(path: String) throws {
        let file = try CheckpointFixture.read(path == "g" ? "training_state.pt" : "lightning.ckpt")
        let selected = try file.select(path, role: .generator)
        #expect(selected.role == .generator && selected.tensors["0.weight"]?.shape == [4, 6, 4, 4])
    }

    @Test func otherGroupsCanBeChosen() throws {
        let state = try CheckpointFixture.read("training_state.pt")
        #expect(try state.select("g_optim.state.0", role: .generator).tensors["exp_avg"] != nil)
        #expect(try CheckpointFixture.read("lightning.ckpt").select("state_dict", role: .generator).tensors.count == 12)
        #expect(try state.select(".", role: .generator).tensors["g.0.weight"] != nil)
    }

    @Test func anUnknownPathListsWhatThereIs() throws {
        let file = try CheckpointFixture.read("training_state.pt")
        for path in ["g_emo", "", "args", "losses"] {
            do {
                _ = try file.select(path, role: .generator)
                Issue.record("'\(path)' was found")
            } catch {
                guard case .unknownSelection(_, path, let nearest, let candidates) = error else { throw error }
                #expect(candidates.contains("g_ema (moving average)") && candidates.count == 5)
                if path == "g_emo" { #expect(nearest == "g_ema" && error.remedy.contains("Did you mean 'g_ema'?")) }
            }
        }
    }

    @Test func doubtIsAnError() throws {
        func select(_ members: OrderedDictionary<String, WeightNode>) throws -> String {
            let root = WeightGroup(members: members)
            return try WeightFile(root: root, path: "f").select(role: .generator).path
        }
        #expect(try select(["a": dict("w")]) == "a")
        #expect(try select(["G": dict("w"), "other": dict("w")]) == "G")
        #expect(try select(["G": dict("w"), "G_ema": dict("w"), "D_ema": dict("w")]) == "G_ema")
        #expect(
            throws: CheckpointError.ambiguousWeights(path: "f", wanted: "generator", candidates: ["a", "b"])
        ) { try select(["a": dict("w"), "b": dict("w")]) }
        #expect(throws: CheckpointError.self) { try select(["g": dict("w"), "generator": dict("w")]) }
        #expect(
            throws: CheckpointError.missingWeights(
                path: "f", wanted: "generator", candidates: ["d (discriminator)"])
        ) { try select(["d": dict("w")]) }
        #expect(throws: CheckpointError.missingWeights(path: "f", wanted: "generator", candidates: [])) {
            try select(["step": .value("1")])
        }
    }

    /// An extractor's weights: neither name of a GAN's networks speaks for or against them.
    @Test func anyNetworkIsTheOneThatIsThere() throws {
        func select(_ members: OrderedDictionary<String, WeightNode>) throws -> String {
            try WeightFile(root: WeightGroup(members: members), path: "f").select(role: .network).path
        }
        #expect(try select(["D": dict("w")]) == "D")
        #expect(try select(["encoder": dict("w"), "G": dict("w"), "D": dict("w")]) == "encoder")
        #expect(throws: CheckpointError.self) { try select(["G": dict("w"), "D": dict("w")]) }
        #expect(throws: CheckpointError.missingWeights(path: "f", wanted: "network", candidates: [])) {
            try select(["step": .value("1")])
        }
    }

    @Test func theDigestIsThatOfTheWeights() throws {
        let first = try CheckpointFixture.read("zip.pth").select(role: .generator)
        #expect(first.digest() == (try CheckpointFixture.read("legacy.pth").select(role: .generator).digest()))
        let array = try CheckpointFixture.read("weights.npz").select(role: .generator)
        let compressed = try CheckpointFixture.read("weights_compressed.npz").select(role: .generator)
        #expect(array.digest() == compressed.digest() && array.digest() != first.digest())
        #expect(first.digest() != (try CheckpointFixture.read("training_state.pt").select(role: .generator).digest()))
    }

    @Test func listedNamesCannotSteerATerminal() throws {
        do {
            _ = try WeightFile(root: WeightGroup(members: ["a\u{1B}[2J": dict("w"), "b": dict("w")]), path: "f")
                .select(role: .generator)
        } catch { #expect(error.fact.contains("a?[2J") && !error.fact.contains("\u{1B}")) }
    }
}
