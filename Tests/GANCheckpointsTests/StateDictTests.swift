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
        ("netD2", .discriminator), ("D_128", .discriminator), ("netG.0", .generator), ("gen3", .generator),
        ("state_dict", .other), ("model", .other), ("weights", .other), ("encoder", .other), ("", .other),
        // Letters after digits name layers.
        ("Conv2d_1a_3x3", .other), ("Mixed_5d", .other), ("Conv1D", .other), ("block4g", .other), ("128", .other),
    ])
    func guessesRolesFromNames(name: String, role: WeightRole) {
        #expect(WeightNameHints(name).role == role)
    }

    @Test func namesOnTheWayCount() {
        let found = file(["ema": .group(WeightGroup(members: ["G": dict("w"), "D": dict("w")]))])
        #expect(found.map(\.path) == ["ema.G", "ema.D"])
        #expect(found.map(\.role) == [.movingAverage, .discriminator] && found.allSatisfy { $0.isAverage })
    }

    @Test func layersWithALetterAreNoNetworks() {
        #expect(file(["w": dict("g.weight", "h.weight")]).map(\.path) == ["w"])
        #expect(file(["w": dict("g.weight", "d.weight", "step")]).map(\.path) == ["w.g", "w.d", "w"])
        #expect(file(["w": dict("g.weight", "g.bias")]).first?.prefix == "")
    }

    @Test func layersNamedByDimensionsAndLettersAreOneNetwork() {
        let names = ["Conv2d_1a_3x3.bn.weight", "Conv2d_1a_3x3.conv.weight", "Mixed_5d.branch.weight", "fc.weight"]
        let found = file(["w": dict("Mixed_5d.branch.weight", "fc.weight", "Conv2d_1a_3x3.conv.weight", names[0])])
        #expect(found.map(\.path) == ["w"] && found.map(\.role) == [.other])
        #expect(found.first?.tensors.keys.sorted() == names)
    }

    @Test func strayTensorsAreNoStateDict() {
        let group = WeightNode.group(WeightGroup(isNamed: false, members: ["0": tensor]))
        let found = file([
            "g": dict("w"), "rng_state": tensor, "losses": .group(WeightGroup(members: ["a": scalar])), "l": group,
        ])
        #expect(found.map(\.path) == ["g"])
    }
}
