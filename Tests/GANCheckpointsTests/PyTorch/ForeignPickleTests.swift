import Foundation
import GANFiles
import OrderedCollections
import TestSupport
import Testing

@testable import GANCheckpoints

/// Pickles as other projects write them, against the state dicts that those projects' own code saves.
@Suite struct ForeignPickleTests {
    private func read(_ name: String) throws -> WeightFile {
        try WeightFile.read(Fixture.url("foreign/\(name)").path)
    }

    /// Names, their order, types and bits are those of `G_ema.state_dict()`; nothing of the sources is needed.
    @Test(arguments: ["stylegan2-ada-skip", "stylegan2-ada-orig-conditional", "stylegan2-ada-protocol3"])
    func snapshotsHoldTheirStateDict(folder: String) throws {
        let file = try read("\(folder)/network-snapshot-000200.pkl")
        #expect(file.format == .pickle && file.alarmingNames.isEmpty)
        let chosen = try file.select(role: .generator)
        #expect(chosen.path == "G_ema" && chosen.role == .movingAverage)
        let expected = try read("\(folder)/G_ema.pth").select(role: .generator)
        #expect(chosen.names == expected.names && !chosen.names.isEmpty)
        for name in expected.names {
            #expect(chosen.tensors[name]?.shape == expected.tensors[name]?.shape, "\(name)")
            #expect(chosen.tensors[name]?.floats() == expected.tensors[name]?.floats(), "\(name)")
        }
        #expect(chosen.digest() == expected.digest())
        #expect(file.stateDicts().map(\.path) == ["G", "D", "G_ema"])
    }

    /// What a graph needs and names don't tell.
    @Test func attributesAreKeptAsValues() throws {
        let chosen = try read("stylegan2-ada-orig-conditional/network-snapshot-000200.pkl").select(role: .generator)
        let module = try #require(chosen.module)
        #expect(module.classes[""] == "Generator" && module.classes["synthesis.b8.conv0"] == "SynthesisLayer")
        for (name, value) in [("z_dim", 16), ("c_dim", 3), ("w_dim", 16), ("img_channels", 3), ("num_ws", 6)] {
            #expect(module.attribute(name)?.integer == value, "\(name)")
        }
        #expect(module.attribute("activation", of: "synthesis.b8.conv0") == .text("lrelu"))
        #expect(module.attribute("conv_clamp", of: "synthesis.b8.conv0") == WeightAttribute.none)
        #expect(module.attribute("use_noise", of: "synthesis.b8.conv0")?.boolean == true)
        #expect(module.attribute("up", of: "synthesis.b8.conv0")?.integer == 2)
        #expect(module.attribute("architecture", of: "synthesis.b8")?.text == "orig")
        #expect(module.attribute("block_resolutions", of: "synthesis")?.numbers == [4, 8, 16])
        // A NumPy scalar, and one that the state dict has as a buffer instead.
        let gain = try #require(module.attribute("weight_gain", of: "synthesis.b4.conv1.affine")?.number)
        #expect(abs(gain - 0.25) < 1e-12)
        #expect(module.attribute("w_avg", of: "mapping") == nil)
        #expect(module.sources.values.elementsEqual([17]))
    }

    /// One network in every kind of file in which people have it.
    @Test(arguments: [
        "whole-module.pt", "module-in-dict.pt", "options-object.pt", "omegaconf.ckpt", "easydict.pt", "datetime.pt",
        "numpy-generator.pt", "optimizer-object.pt", "plain-pickle.pkl", "numpy-pickle.pkl", "pickled-dict.npy",
        "torchscript.pt", "exported.pt2",
    ])
    func everyKindOfFileHoldsTheSameWeights(name: String) throws {
        let expected = try read("file-kinds/plain.pth").select(role: .generator)
        let chosen = try read("file-kinds/\(name)").select(role: .generator)
        #expect(Set(chosen.names) == Set(expected.names))
        for name in expected.names {
            #expect(chosen.tensors[name]?.floats() == expected.tensors[name]?.floats(), "\(name)")
        }
    }

    @Test func aWholeModuleSaysWhatItsLayersAre() throws {
        let chosen = try read("file-kinds/whole-module.pt").select(role: .generator)
        let module = try #require(chosen.module)
        #expect(module.classes.count > 5)
        #expect(module.classes.values.contains("torch.nn.modules.conv.ConvTranspose2d"))
        #expect(module.attributes.values.contains(.list([.integer(4), .integer(4)])))
    }

    /// The average is found whatever projects call it, also where it is a list of parameters in order.
    @Test(arguments: [
        ("lucidrains-GE.pt", "GAN.GE"), ("genforce.pth", "models.generator_smooth"),
        ("gan-stability.pt", "generator_test"), ("fastgan.pth", "g_ema"),
    ])
    func averagesAreFound(name: String, path: String) throws {
        let expected = try read("file-kinds/plain.pth").select(role: .generator)
        let file = try read("file-kinds/\(name)")
        let chosen = try file.select(role: .generator)
        #expect(chosen.path == path && chosen.role == .movingAverage)
        #expect(Set(chosen.names) == Set(expected.names))
        for name in expected.names {
            #expect(chosen.tensors[name]?.floats() == expected.tensors[name]?.floats(), "\(name)")
        }
        #expect(try file.select(path, role: .generator).digest() == chosen.digest())
    }

    /// An index, or one of its files, is the whole model; one that is alone says what is missing.
    @Test func partsAreOneModel() throws {
        let expected = try read("file-kinds/plain.pth").select(role: .generator)
        for name in ["model.safetensors.index.json", "model-00002-of-00002.safetensors"] {
            let file = try read("file-kinds/\(name)")
            let chosen = try file.select(role: .generator)
            #expect(Set(chosen.names) == Set(expected.names) && file.notes.contains { $0.contains("from 2 files") })
            for name in expected.names {
                #expect(chosen.tensors[name]?.floats() == expected.tensors[name]?.floats(), "\(name)")
            }
        }
        let folder = try TemporaryFolder()
        for name in ["model-00001-of-00002.safetensors", "model.safetensors.index.json"] {
            let from = Fixture.url("foreign/file-kinds/\(name)")
            try FileManager.default.copyItem(at: from, to: URL(fileURLWithPath: folder.file(name)))
        }
        let part = try WeightFile.read(folder.file("model-00001-of-00002.safetensors"))
        let alone = #expect(throws: CheckpointError.self) { try part.select(role: .generator) }
        #expect(alone?.fact.contains("part 1 of 2") == true)
        #expect(alone?.fact.contains("model-00002-of-00002.safetensors is missing") == true)
        let index = folder.file("model.safetensors.index.json")
        let missing = #expect(throws: CheckpointError.self) { try WeightFile.read(index) }
        #expect(missing?.fact.contains("model-00002-of-00002.safetensors") == true)
        let inside = #expect(throws: CheckpointError.self) { try WeightFile.read(folder.path) }
        #expect(inside?.remedy.contains("model.safetensors.index.json") == true)
        for text in [#"{"weight_map": {"a": "../b.safetensors"}}"#, "{}", #"{"weight_map": {}}"#] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: index))
            #expect(throws: CheckpointError.self, "\(text)") { try WeightFile.read(index) }
        }
    }
}
