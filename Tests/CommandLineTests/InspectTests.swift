import Foundation
import TestSupport
import Testing

@Suite struct InspectTests {
    private func fixture(_ name: String) -> String { Fixture.url("checkpoints/files/\(name)").path }

    @Test func aTrainingStateIsShown() throws {
        let outcome = try Program().run("inspect", fixture("training_state.pt"))
        #expect(outcome.code == 0 && outcome.errors.isEmpty)
        for text in [
            "format        PyTorch", "SHA-256", "  g_ema", "moving average, 8 tensors",
            "weights used: g_ema (moving average)",
            "others for --select: g, d", "0.weight", "[4, 6, 4, 4]", "421 parameters in 8 tensors", "lr", "0.0002",
            "nothing wrong was found",
        ] { #expect(outcome.output.contains(text), "\(text)") }
        // The path is as long as it is.
        #expect(outcome.outputLines.dropFirst().allSatisfy { $0.count <= 80 })
    }

    @Test func selectLooksElsewhere() throws {
        let program = try Program()
        let outcome = try program.run("inspect", fixture("training_state.pt"), "--select", "d")
        #expect(outcome.code == 0 && outcome.output.contains("weights used: d (discriminator)"))
        let unknown = try program.run("inspect", fixture("training_state.pt"), "--select", "g_emo")
        #expect(unknown.code == 1 && unknown.output.isEmpty && unknown.errors.contains("Did you mean 'g_ema'?"))
    }

    @Test func faultsAreListed() throws {
        let outcome = try Program().run("inspect", fixture("sick.pth"))
        #expect(outcome.code == 0)
        #expect(outcome.output.contains("(!) 3.weight: all weights are zero"))
        #expect(outcome.output.contains("(i) 0.weight: 1 of 4 outputs are dead"))
    }

    @Test func machinesReadTheSame() throws {
        let program = try Program()
        let document = try object(program.run("inspect", fixture("lightning.ckpt"), "--json").output)
        #expect(document["schema"] as? String == "ganeval.inspect/1" && document["format"] as? String == "PyTorch")
        let dicts = try #require(document["state_dicts"] as? [[String: Any]])
        #expect(dicts.map { $0["path"] as? String }.prefix(2) == ["state_dict.generator", "state_dict.discriminator"])
        let selected = try #require(document["selected"] as? [String: Any])
        #expect(selected["path"] as? String == "state_dict.generator" && selected["parameters"] as? Int == 421)
        let tensors = try #require(selected["tensors"] as? [[String: Any]])
        #expect(tensors.count == 8 && tensors[0]["output_axis"] as? Int == 1)
        let sick = try object(program.run("inspect", fixture("sick.pth"), "--json").output)
        let findings = (sick["selected"] as? [String: Any])?["findings"] as? [[String: Any]]
        #expect(findings?.count == 7)
    }

    @Test func hostileFilesAreRefusedInWords() throws {
        let program = try Program()
        let path = Fixture.url("checkpoints/hostile_zip.pth").path
        let outcome = try program.run("inspect", path)
        #expect(outcome.code == 1 && outcome.output.isEmpty)
        #expect(outcome.errors.contains("\(path), data.pkl, byte 25: the pickle asks for posix.system"))
        #expect(try program.folder.entries().isEmpty)
    }

    @Test func aFileWithoutOneClearNetworkListsThem() throws {
        let outcome = try Program().run("inspect", fixture("views.pth"))
        #expect(outcome.code == 0 && outcome.output.contains("weights used: the file's own"))
        let extras = try Program().run("inspect", fixture("extras.pth"))
        #expect(extras.code == 0 && extras.output.contains("/data/run"))
    }

    @Test func aCheckpointOfGanevalTellsItsStory() throws {
        let run = try TrainedOnce.ring()
        let outcome = try Program().run("inspect", run.checkpoint)
        #expect(outcome.code == 0)
        for text in [
            "ganeval checkpoint", "step          40", "seed", "plan", "weights used: generator_ema (moving average)",
            "discriminator, ", "moving average, ",
        ] {
            #expect(outcome.output.contains(text), "\(text)")
        }
        let document = try object(try Program().run("inspect", run.checkpoint, "--json").output)
        #expect((document["description"] as? [String: Any])?["step"] as? Int == 40)
    }
}
