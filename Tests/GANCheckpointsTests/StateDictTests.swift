import GANNumerics
import OrderedCollections
import Testing

@testable import GANCheckpoints

/// A file of empty groups and small tensors, made without a file.
private func file(_ members: OrderedDictionary<String, WeightNode>) -> [StateDict] {
    var finder = StateDictFinder()
    finder.visit(WeightGroup(members: members), path: [])
    return finder.found
}

private let tensor = WeightNode.tensor(WeightTensor(Tensor(shape: [2], scalars: [1, 2])))
private let scalar = WeightNode.tensor(WeightTensor(Tensor(1)))

private func dict(_ names: String...) -> WeightNode {
    .group(WeightGroup(members: OrderedDictionary(uniqueKeysWithValues: names.map { ($0, tensor) })))
}

@Suite struct StateDictTests {
    @Test func findsAllOfATrainingState() throws {
        let found = try CheckpointFixture.read("training_state.pt").stateDicts()
        #expect(found.map(\.path) == ["g", "d", "g_ema", "g_optim", "d_optim"])
        #expect(found.map(\.role) == [.generator, .discriminator, .movingAverage, .optimizer, .optimizer])
        #expect(found[0].tensorCount == 8 && found[0].elementCount == 4 * 6 * 16 + 4 * 6 + 1 + 6 * 4 + 1)
        #expect(found[3].tensors.keys.contains("state.0.exp_avg"))
    }

    @Test func splitsALightningCheckpoint() throws {
        let found = try CheckpointFixture.read("lightning.ckpt").stateDicts().filter { $0.role != .optimizer }
        #expect(found.map(\.path) == ["state_dict.generator", "state_dict.discriminator"])
        #expect(found.map(\.role) == [.generator, .discriminator])
        #expect(found[0].tensors.keys.contains("0.weight") && found[0].prefix.isEmpty)
    }

    @Test func takesWrappersOff() throws {
        let half = try #require(try CheckpointFixture.read("data_parallel_half.pth").stateDicts().first)
        #expect(half.prefix == "module." && half.path == "." && half.tensors.keys.contains("0.weight"))
        let averaged = try #require(try CheckpointFixture.read("averaged.pth").stateDicts().first)
        #expect(averaged.prefix == "module.module." && averaged.role == .movingAverage && averaged.isAverage)
        #expect(averaged.tensors["n_averaged"] == nil && averaged.notes.count == 1)
        let names = file(["x": dict("_orig_mod.module.generator.0.weight", "_orig_mod.module.generator.1.weight")])
        #expect(names[0].prefix == "_orig_mod.module.generator." && names[0].role == .generator)
        let both = file(["state_dict": dict("model.netG.a.w", "model.netD.a.w", "model.loss.weight")])
        #expect(
            both.map(\.path) == ["state_dict.model.netG", "state_dict.model.netD", "state_dict.model"])
        #expect(both.map(\.role) == [.generator, .discriminator, .other])
    }

    @Test(arguments: [
        ("g_ema", WeightRole.movingAverage), ("ema", .movingAverage), ("G_ema", .movingAverage),
        ("netG_ema", .movingAverage), ("generator_ema", .movingAverage), ("ema_model", .movingAverage),
        ("model_ema", .movingAverage), ("shadow", .movingAverage), ("Gs", .movingAverage), ("genEma", .movingAverage),
        ("g", .generator), ("G", .generator), ("netG", .generator), ("generator", .generator), ("gen", .generator),
        ("netG_state_dict", .generator), ("generator_state_dict", .generator), ("net_g", .generator),
        ("d", .discriminator), ("D", .discriminator), ("netD", .discriminator), ("discriminator", .discriminator),
        ("critic", .discriminator), ("D_state_dict", .discriminator), ("d_ema", .discriminator),
        ("optimizer_G", .optimizer), ("optG", .optimizer), ("d_optim", .optimizer), ("lr_scheduler", .optimizer),
        ("state_dict", .other), ("model", .other), ("weights", .other), ("encoder", .other), ("", .other),
    ])
    func guessesRolesFromNames(name: String, role: WeightRole) {
        #expect(WeightNameHints(name).role == role)
    }

    @Test func namesOnTheWayCount() {
        let found = file(["ema": .group(WeightGroup(members: ["G": dict("w"), "D": dict("w")]))])
        #expect(found.map(\.path) == ["ema.G", "ema.D"])
        #expect(found.map(\.role) == [.movingAverage, .discriminator] && found.allSatisfy(\.isAverage))
    }

    @Test func layersWithALetterAreNoNetworks() {
        #expect(file(["w": dict("g.weight", "h.weight")]).map(\.path) == ["w"])
        #expect(file(["w": dict("g.weight", "d.weight", "step")]).map(\.path) == ["w.g", "w.d", "w"])
        #expect(file(["w": dict("g.weight", "g.bias")]).first?.prefix == "")
    }

    @Test func strayTensorsAreNoStateDict() {
        let group = WeightNode.group(WeightGroup(isNamed: false, members: ["0": tensor]))
        let found = file([
            "g": dict("w"), "rng_state": tensor, "losses": .group(WeightGroup(members: ["a": scalar])), "l": group,
        ])
        #expect(found.map(\.path) == ["g"])
    }
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
        for path in ["g_emo", "", "g.0", "args", "losses"] {
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

    @Test func theDigestIsThatOfTheWeights() throws {
        let first = try CheckpointFixture.read("zip.pth").select(role: .generator)
        #expect(first.digest() == (try CheckpointFixture.read("legacy.pth").select(role: .generator).digest()))
        let array = try CheckpointFixture.read("weights.npz").select(role: .generator)
        let compressed = try CheckpointFixture.read("weights_compressed.npz").select(role: .generator)
        #expect(array.digest() == compressed.digest() && array.digest() != first.digest())
        #expect(first.digest() != (try CheckpointFixture.read("training_state.pt").select(role: .generator).digest()))
        #expect(first.floatTensors()["0.weight"]?.shape == [4, 6, 4, 4])
    }

    @Test func listedNamesCannotSteerATerminal() throws {
        do {
            _ = try WeightFile(root: WeightGroup(members: ["a\u{1B}[2J": dict("w"), "b": dict("w")]), path: "f")
                .select(role: .generator)
        } catch { #expect(error.fact.contains("a?[2J") && !error.fact.contains("\u{1B}")) }
    }
}
