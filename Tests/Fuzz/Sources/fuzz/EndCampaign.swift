import Foundation

/// Runs that are killed at random moments, and runs whose words can't be written.
struct EndCampaign {
    let scene: Scene
    let tally: Tally
    let seed: UInt64
    let folder: String

    private static let commands = [
        "train --data builtin:ring[0:1000] --preset mlp-ring --steps 40 --checkpoint-every 5 --out out",
        "report --generated builtin:ring[0:200] --reference builtin:ring[0:300] --out out",
        "series SCENE/run --reference builtin:ring[0:200] --samples 100 --out out",
        "audit --generated builtin:ring[0:100] --training builtin:ring[0:200] --no-images --out out",
        "sample SCENE/ring.onnx --count 2000 --out out.npy",
    ]

    private func words(_ text: String) -> [String] {
        text.split(separator: " ").map { $0.replacingOccurrences(of: "SCENE", with: scene.folder) }
    }

    private func clear() throws {
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    /// Kills a run once and lets the same command go on: it must succeed, and nothing hidden may stay.
    func kill(_ turn: Int) throws {
        var chance = Chance(seed: seed, "kill \(turn)")
        let command = words(chance.pick(Self.commands))
        try clear()
        // Machines differ, and so do the lengths of runs.
        let moment = Double(chance.below(chance.pick([100, 300, 1000, 3000]))) / 1000
        let killed = try scene.run(command, in: folder, seconds: 120, kill: moment)
        let isBegun = FileManager.default.fileExists(atPath: folder + "/out/run.json")
        let again = try scene.run(
            command + (command[0] == "train" && isBegun ? ["--resume"] : []), in: folder, seconds: 120)
        tally.count("kills", inputs: 1, killed)
        let hidden = ((try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []).first {
            $0.contains(".ganeval-")
        }
        let found =
            fault(of: again, seconds: 120, memory: FileCampaign.memory) ?? hidden.map { "left \($0)" }
            ?? ([0, 3, 4].contains(again.code ?? -1) ? nil : "the run after a kill failed")
        if let found {
            tally.keep(found, kind: "kills", command: command, label: "seed \(seed), turn \(turn)", run: again)
        }
    }

    /// Output that goes nowhere changes no code but that of a command whose words are all that it makes.
    func silence(_ turn: Int) throws {
        var chance = Chance(seed: seed, "silence \(turn)")
        let command = words(
            chance.pick(
                Self.commands.dropFirst() + [
                    "gate SCENE/report --policy SCENE/policy.yaml", "inspect SCENE/ring.onnx",
                    "history --store SCENE/store --csv",
                    "inspect /nowhere", "metrics", "doctor --no-store",
                    "measure --real SCENE/points.csv --generated SCENE/points.csv",
                    "compare SCENE/report SCENE/report --out out", "sample", "--help",
                ]))
        let redirection = chance.pick([">/dev/full", ">&-", "2>/dev/full", "2>&-", ">&- 2>&-", "> /dev/full 2>&1"])
        try clear()
        let plain = try scene.run(command, in: folder, seconds: 120)
        try clear()
        let run = try scene.run(command, in: folder, seconds: 120, redirection: redirection)
        tally.count("silence", inputs: 1, run)
        let isLost = redirection.hasPrefix(">") && plain.code == 0
        guard run.code != plain.code, !(isLost && run.code == 1) else { return }
        tally.keep(
            "ended with \(run.code.map(String.init) ?? "signal \(run.signal)") instead of \(plain.code ?? -1)",
            kind: "silence",
            command: command + [redirection], label: "seed \(seed), turn \(turn)", run: run)
    }
}
