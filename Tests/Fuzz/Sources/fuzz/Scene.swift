import Foundation

/// What damaged files are made from and read beside: made once by the program itself.
struct Scene {
    let program: String
    let fixtures: String
    let folder: String

    init(program: String, fixtures: String, folder: String) throws {
        (self.program, self.fixtures, self.folder) = (program, fixtures, folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var chance = Chance(seed: 1, "scene")
        let points = (0..<60).map { _ in "\(chance.below(1000)).5,\(chance.below(1000)).25,-\(chance.below(1000))e-3" }
        try write(points.joined(separator: "\n"), "points.csv")
        try write(Data((0..<3073 * 3).map { $0 % 3073 == 0 ? 3 : UInt8(chance.below(256)) }), "records.bin")
        try write(
            #"{"gates": [{"metric": "coverage", "min": 0.5}, {"metric": "frechet_distance", "max": 3}]}"#, "policy.json"
        )
        try write("gates: [{metric: audit.copied_share, max: 0.01}]\n", "audit-policy.yaml")
        try write(
            #"{"modes": [{"name": "a", "centre": [0, 1], "spread": 0.1}, {"name": "b", "centre": [1, 0], "spread": 0.1}]}"#,
            "modes.json")
        let encoder = try String(contentsOfFile: fixtures + "/onnx/encoder.yaml", encoding: .utf8)
        try write(
            encoder.replacingOccurrences(of: "encoder.onnx", with: fixtures + "/onnx/encoder.onnx"), "encoder.yaml")
        for command in [
            "train --data builtin:ring[0:1000] --preset mlp-ring --steps 4 --checkpoint-every 2 --out run",
            "export run/checkpoints/step-000004.safetensors --onnx ring.onnx",
            "sample ring.onnx --count 60 --out points.npy",
            "report --generator ring.onnx --reference builtin:ring[0:300] --samples 200 --store store --out report",
            "audit --generator ring.onnx --training builtin:ring[0:300] --samples 200 --no-store --out audit",
            "gate init report --out policy.yaml",
        ] {
            let run = try run(command.split(separator: " ").map(String.init), seconds: 300)
            guard run.code == 0 || run.code == 4 else { throw Trouble("\(command): \(run.errorText)") }
        }
    }

    private func write(_ text: String, _ name: String) throws { try write(Data(text.utf8), name) }

    private func write(_ data: Data, _ name: String) throws {
        try data.write(to: URL(fileURLWithPath: folder + "/" + name))
    }

    static let environment = [
        "PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "SWIFT_BACKTRACE": "enable=no", "GITHUB_ACTIONS": "true",
        "GANEVAL_ONNX_SECONDS": "3", "GANEVAL_THREADS": "1", "LANG": "C.UTF-8",
    ]

    /// Runs the program within `place`, by default the scene.
    func run(
        _ arguments: [String], in place: String? = nil, seconds: Double, kill: Double? = nil, redirection: String = ""
    ) throws -> Run {
        let place = place ?? folder
        var environment = Self.environment
        environment["GANEVAL_STORE"] = place + "/store"
        return try Run(
            [program] + arguments, in: place, environment: environment, seconds: seconds, kill: kill,
            redirection: redirection)
    }

    /// The files that a kind begins with.
    func seeds(of kind: Kind) throws -> [(ending: String, bytes: [UInt8])] {
        let paths = try kind.seeds.flatMap { pattern -> [String] in
            let whole = pattern.hasPrefix("scene/") ? folder + pattern.dropFirst(5) : fixtures + "/" + pattern
            let (place, name) = (
                URL(fileURLWithPath: whole).deletingLastPathComponent().path,
                URL(fileURLWithPath: whole).lastPathComponent
            )
            let ends = name.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
            guard ends.count > 1, let first = ends.first, let last = ends.last else { return [whole] }
            return try FileManager.default.contentsOfDirectory(atPath: place).sorted().filter { entry in
                entry.hasPrefix(first) && entry.hasSuffix(last)
                    && ends.dropFirst().dropLast().allSatisfy { entry.contains($0) }
            }.map { place + "/" + $0 }
        }
        guard !paths.isEmpty else { throw Trouble("\(kind.name) has no files to begin with") }
        return try paths.map { path in
            let name = URL(fileURLWithPath: path).lastPathComponent
            // A name without an ending says the kind as a whole, as those of IDX files do.
            let ending = name.firstIndex(of: ".").map { String(name[$0...]) } ?? "-" + name
            return (ending, [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))))
        }
    }
}
