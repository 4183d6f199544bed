import Foundation

/// Every option of every command with numbers at which something may change, taken from the program's own list of them.
struct OptionCampaign {
    let scene: Scene
    let tally: Tally
    let folder: String

    /// A cheap run of each command, to which the options are added.
    private static let commands: [String: String] = [
        "sample": "SCENE/ring.onnx --count 3 --out out.npy",
        "train": "--data builtin:ring[0:100] --preset mlp-ring --steps 2 --out out",
        "report": "--generated builtin:ring[0:60] --reference builtin:ring[0:60] --no-store --out out",
        "audit":
            "--generated builtin:ring[0:30] --training builtin:ring[0:60] --held-out builtin:ring-test[0:60] --no-store --out out",
        "compare": "builtin:ring[0:40] builtin:ring[40:80] --reference builtin:ring[80:140] --no-store --out out",
        "series": "SCENE/run --reference builtin:ring[0:60] --samples 50 --no-store --out out",
        "measure": "--real SCENE/points.csv --generated SCENE/points.csv",
        "gate check": "SCENE/report --policy SCENE/policy.yaml", "gate init": "SCENE/report --out out.yaml",
        "history trend": "--store SCENE/store", "history prune": "--store SCENE/store --keep 5",
        "inspect": "SCENE/ring.onnx",
        "score": "SCENE/run/checkpoints/step-000004.safetensors --data builtin:ring[0:20]",
        "export": "SCENE/run/checkpoints/step-000004.safetensors --onnx out.onnx", "metrics": "",
        "doctor": "--no-store",
        "extractor list": "",
    ]

    /// Ends of types, signs, and what is no number.
    private static let values = [
        "0", "-1", "1", "0.5", "2147483648", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
        "1e19", "1e300",
        "-1e300", "5e-324", "nan", "inf", "", "٣",
    ]

    /// What would run for minutes by design, whatever is written behind it.
    private static let left: Set<String> = ["--watch", "--steps"]

    /// All runs, as commands with the value that is tried.
    func cases() throws -> [[String]] {
        let run = try scene.run(["--experimental-dump-help"], seconds: 60)
        guard let dump = try JSONSerialization.jsonObject(with: run.output) as? [String: Any],
            let root = dump["command"] as? [String: Any]
        else { throw Trouble("the program's options can't be read") }
        var cases: [[String]] = []
        func visit(_ command: [String: Any], _ names: [String]) {
            for child in command["subcommands"] as? [[String: Any]] ?? [] {
                visit(child, names + [child["commandName"] as? String ?? ""])
            }
            guard let base = Self.commands[names.joined(separator: " ")] else { return }
            let words = base.split(separator: " ").map { $0.replacingOccurrences(of: "SCENE", with: scene.folder) }
            for argument in command["arguments"] as? [[String: Any]] ?? [] where argument["kind"] as? String == "option"
            {
                guard let preferred = argument["preferredName"] as? [String: Any],
                    let name = preferred["name"] as? String,
                    !Self.left.contains("--" + name)
                else { continue }
                // An option that the base has is replaced.
                var own = words
                if let place = own.firstIndex(of: "--" + name) { own.removeSubrange(place...place + 1) }
                cases += Self.values.map { names + own + ["--\(name)=\($0)"] }
            }
        }
        visit(root, [])
        return cases
    }

    func run(_ arguments: [String]) throws {
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let run = try scene.run(arguments, in: folder, seconds: 120)
        tally.count("options", inputs: 1, run)
        if let found = fault(of: run, seconds: 120, memory: FileCampaign.memory) {
            tally.keep(found, kind: "options", command: arguments, label: arguments.last ?? "", run: run)
        }
    }
}
