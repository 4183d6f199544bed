import Foundation

/// Damaged files of one kind, a run after another.
struct FileCampaign {
    let scene: Scene
    let tally: Tally
    let seed: UInt64
    /// Where this campaign works; nobody else may.
    let folder: String

    static let seconds = 60.0
    static let memory = 1536 << 20

    /// Names that would speak to a terminal, a spreadsheet, a page or a CI system.
    private static let names = [
        "=pwned|calc!A1", "a\u{1B}[31mpwned", "\n::error::pwned", "<img src=x onerror=pwned>", "##[pwned]", "-pwned",
        "[x](pwned)",
        "é́pwned", " pwned ", "pwned,\"",
    ]

    /// One run of the program on damaged files of `kind`; `turn` counts them.
    func turn(_ turn: Int, of kind: Kind) throws {
        var chance = Chance(seed: seed, "\(kind.name) \(turn)")
        let seeds = try scene.seeds(of: kind)
        let manager = FileManager.default
        try? manager.removeItem(atPath: folder)
        try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var paths: [String] = []
        for number in 0..<kind.batch {
            let start = chance.pick(seeds)
            let bytes = Mutation.of(start.bytes, others: seeds.map(\.bytes), isText: kind.isText, by: &chance)
            let isHostile = kind.fileName == nil && chance.below(10) == 0
            let name =
                kind.fileName
                ?? "\(number)\(isHostile ? chance.pick(Self.names).replacingOccurrences(of: "/", with: ":") : "")\(start.ending)"
            paths.append(folder + "/" + name)
            try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name))
        }
        let label = "seed \(seed), turn \(turn)"
        let command = arguments(kind, files: paths)
        let run = try scene.run(command, in: folder, seconds: Self.seconds)
        tally.count(kind.name, inputs: paths.count, run)
        guard let found = fault(of: run, seconds: Self.seconds, memory: Self.memory) ?? leftover() else { return }
        if paths.count == 1 {
            return tally.keep(found, kind: kind.name, command: command, label: label, file: paths[0], run: run)
        }
        // Which of them it was.
        var isFound = false
        for path in paths {
            let command = arguments(kind, files: [path])
            let run = try scene.run(command, in: folder, seconds: Self.seconds)
            guard let found = fault(of: run, seconds: Self.seconds, memory: Self.memory) else { continue }
            isFound = true
            tally.keep(found, kind: kind.name, command: command, label: label, file: path, run: run)
        }
        if !isFound { tally.keep(found + ", all together", kind: kind.name, command: command, label: label, run: run) }
    }

    /// Throws where none of the whole files of `kind` is taken: damaged ones would never get far.
    func check(_ kind: Kind) throws {
        var last = ""
        for seed in try scene.seeds(of: kind) {
            try? FileManager.default.removeItem(atPath: folder)
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let path = folder + "/" + (kind.fileName ?? "0\(seed.ending)")
            try Data(seed.bytes).write(to: URL(fileURLWithPath: path))
            let run = try scene.run(arguments(kind, files: [path]), in: folder, seconds: Self.seconds)
            if [0, 3, 4].contains(run.code ?? -1) { return }
            last = run.errorText
        }
        throw Trouble("\(kind.name): no whole file of it is taken: \(last)")
    }

    private func arguments(_ kind: Kind, files: [String]) -> [String] {
        kind.command.split(separator: " ").flatMap { word -> [String] in
            if word == "FILES" { return files }
            return [
                word.replacingOccurrences(of: "FILE", with: files[0]).replacingOccurrences(of: "DIR", with: folder)
                    .replacingOccurrences(of: "SCENE", with: scene.folder)
                    .replacingOccurrences(of: "FIXTURES", with: scene.fixtures)
            ]
        }
    }

    /// A hidden file that a run left which ended by itself.
    private func leftover() -> String? {
        let all = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
        return all.first { $0.contains(".ganeval-") }.map { "left \($0)" }
    }
}
