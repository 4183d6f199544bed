import Foundation
import GANData
import GANEvaluation
import GANNumerics
import OrderedCollections

/// What reports say of situations whose verdict is known: no fault may be called good, nothing honest copying.
///
/// Each seed draws other rows of the images into reference, held-out data and samples, and makes every scene of them. One JSON object a
/// scene, and a table of all in Markdown with `--out`.
struct VerdictBenchmark {
    let images: String
    let labels: String?
    let seeds: Int
    let only: String?
    let out: String?
    private var scenes: VerdictScenes
    private let isPoints: Bool

    init(_ options: Options) throws {
        var options = options
        guard let images = options.text("images") else {
            throw BenchmarkError(
                message: "Name a source of images with --images, of one size, such as an IDX file, or builtin:ring.")
        }
        self.images = images
        labels = options.text("labels")
        seeds = try options.count("seeds", default: 3)
        only = options.text("only")
        out = options.text("out")
        let source = try SampleSources.open(images)
        scenes = VerdictScenes(data: try VerdictImages(source, isTinted: options.text("tinted") == "yes"))
        scenes.reference = try options.count("reference", default: 5000)
        scenes.heldOut = try options.count("held-out", default: 2000)
        scenes.samples = try options.count("samples", default: 1500)
        scenes.isLabelled = options.text("labelled") == "yes"
        try options.finish()
        isPoints = source.knownModes != nil
        let needed = scenes.reference + scenes.heldOut + scenes.samples
        guard isPoints || source.count >= needed else {
            throw BenchmarkError(message: "\(images) has \(source.count) images; a scene takes \(needed).")
        }
    }

    /// How one kind of scene ended over all seeds.
    private struct Tally {
        var allowed: VerdictScene.Allowed
        var grades: OrderedDictionary<String, Int> = [:]
        var copying = 0
        var wrong = 0
        var rules: OrderedDictionary<String, Int> = [:]
    }

    func run() throws {
        var tallies: OrderedDictionary<String, Tally> = [:]
        for seed in 1...seeds {
            let cache = MemoryCache()
            for scene in try all(seed: UInt64(seed)) where only == nil || scene.name == only {
                let plan = MeasuringPlan(
                    reference: scene.reference, heldOut: scene.heldOut, extractor: scene.extractor, seed: UInt64(seed))
                let request = EvaluationRequest(
                    subject: .samples(scene.generated, count: scene.generated.count), plan: plan)
                var tally = tallies[scene.name] ?? Tally(allowed: scene.allowed)
                do {
                    let verdict = try Evaluator(request, cache: cache).evaluate().verdict
                    let saysCopying = verdict.copying != nil
                    let isWrong = Self.isWrong(verdict, scene)
                    tally.grades[verdict.grade.rawValue, default: 0] += 1
                    if saysCopying { tally.copying += 1 }
                    if isWrong { tally.wrong += 1 }
                    for tile in verdict.tiles where tile.grade == verdict.grade {
                        if let rule = tile.rule { tally.rules[rule, default: 0] += 1 }
                    }
                    try printLine([
                        "benchmark": "verdicts", "images": name, "scene": scene.name, "seed": seed,
                        "allowed": scene.allowed.rawValue, "grade": verdict.grade.rawValue, "copying": saysCopying,
                        "wrong": isWrong,
                        "witnesses": verdict.witnesses.filter { $0.grade != .good }.map {
                            "\($0.rule): \($0.grade.rawValue)"
                        },
                        "findings": verdict.tiles.filter { $0.grade != .good }.map { "\($0.finding)" },
                        "failures": verdict.failures.map(\.name.rawValue),
                    ])
                } catch {
                    // To be refused is no verdict; only what is honest must not be.
                    tally.grades["refused", default: 0] += 1
                    if scene.allowed == .good || scene.allowed == .notBad { tally.wrong += 1 }
                    try printLine([
                        "benchmark": "verdicts", "images": name, "scene": scene.name, "seed": seed,
                        "allowed": scene.allowed.rawValue, "grade": "refused", "error": "\(error)",
                    ])
                }
                tallies[scene.name] = tally
            }
        }
        let table = Self.table(tallies, title: title)
        if let out {
            try Data(table.utf8).write(to: URL(fileURLWithPath: out), options: .atomic)
        } else {
            FileHandle.standardError.write(Data(table.utf8))
        }
    }

    private func all(seed: UInt64) throws -> [VerdictScene] {
        guard isPoints else { return scenes.all(seed: seed) }
        return try VerdictPoints(
            name: images, reference: scenes.reference, heldOut: scenes.heldOut, samples: scenes.samples
        ).all(seed: seed)
    }

    /// The file's name: where it lies is nobody's business.
    private var name: String { URL(fileURLWithPath: images).lastPathComponent }

    private var title: String {
        "\(scenes.data.name), \(scenes.isLabelled ? "labelled" : "no labels"): reference \(scenes.reference), held out "
            + "\(scenes.heldOut), samples \(scenes.samples), \(seeds) draws"
    }

    private static func isWrong(_ verdict: Verdict, _ scene: VerdictScene) -> Bool {
        switch scene.allowed {
        case .saidUnseen:
            return verdict.copying != nil || verdict.grade == .good && !Self.saysUnseen(verdict, scene)
        case .good: return verdict.grade != .good || verdict.copying != nil
        case .notGood: return verdict.grade == .good || verdict.copying != nil
        case .copies: return verdict.grade == .good
        case .cannotTell: return verdict.grade == .good || verdict.copying != nil
        case .notBad: return verdict.grade > .cannotTell || verdict.copying != nil
        }
    }

    /// Whether a verdict says that a fault of so small a share of the data could be there unseen.
    private static func saysUnseen(_ verdict: Verdict, _ scene: VerdictScene) -> Bool {
        guard let concerns = scene.concerns else { return false }
        return verdict.tiles.contains { tile in
            guard case .regions(let regions) = tile.finding, let missing = regions.smallestMissing else { return false }
            return concerns.share < (concerns.isMissing ? missing : regions.smallestHalved ?? 1)
        }
    }

    private static func table(_ tallies: OrderedDictionary<String, Tally>, title: String) -> String {
        var lines = [
            "## \(title)", "", "| scene | may be called | was called | copying | decided by | wrong |",
            "| --- | --- | --- | ---: | --- | ---: |",
        ]
        for (name, tally) in tallies {
            let grades = tally.grades.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
            let rules = tally.rules.sorted { $0.value > $1.value }.prefix(4).map { "`\($0.key)`" }
                .joined(separator: ", ")
            lines.append(
                "| \(name) | \(tally.allowed.rawValue) | \(grades) | \(tally.copying) | \(rules) | \(tally.wrong) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
