import ArgumentParser
import GANTraining

struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Train a minimal GAN and write a series of checkpoints.",
        discussion: HelpText.discussion(
            """
            Presets: \(Preset.all.map { "\($0.name), \($0.summary)" }.joined(separator: "; ")).
            A run that was stopped (Ctrl-C, a kill) goes on with --resume and ends with the same bytes.
            """,
            examples: .init(
                "Drawn shapes, in a minute",
                "ganeval train --data builtin:shapes --preset dcgan28 --steps 400 --out runs/shapes"),
            .init(
                "Images of one's own, 28 by 28",
                "ganeval train --data train-images-idx3-ubyte.gz --preset dcgan28 --checkpoint-every 500 --out runs/own"
            ),
            .init(
                "On after Ctrl-C",
                "ganeval train --data builtin:shapes --preset dcgan28 --steps 400 --out runs/shapes --resume")))

    @Option(help: ArgumentHelp("The training data.", valueName: "source"))
    var data: String

    @Option(help: "What to train.")
    var preset: String

    @Option(help: ArgumentHelp("The run's folder.", valueName: "folder"))
    var out: String

    @Option(help: "Training steps. Default: the preset's.")
    var steps: Int?

    @Option(help: "Seeds weights, batches and latents. Default: 1.")
    var seed: UInt64?

    @Option(help: "Steps between checkpoints. Default: an eighth of the run.")
    var checkpointEvery: Int?

    @Flag(help: "Go on with the run in the folder.")
    var resume = false

    @OptionGroup var shared: SharedOptions

    func validate() throws {
        _ = try chosenPreset()
        for (name, value) in [("--steps", steps), ("--checkpoint-every", checkpointEvery)] {
            if let value, !(1...100_000_000).contains(value) {
                throw ValidationError("\(name) is \(value); expected 1 to 100000000.")
            }
        }
    }

    private func chosenPreset() throws -> Preset {
        guard let preset = Preset.named(preset) else {
            let names = Preset.all.map(\.name).joined(separator: ", ")
            throw ValidationError("There is no preset '\(preset)'. Presets: \(names).")
        }
        return preset
    }

    func run() throws {
        try OutputFolder.check(out, names: TrainingRun.entries, against: [("the training data", data)])
        shared.apply()
        let outcome = try TrainingSession(
            source: data, preset: try chosenPreset(), folder: out, steps: steps, seed: seed,
            checkpointEvery: checkpointEvery, resume: resume, quiet: shared.quiet
        ).run().outcome
        guard outcome.finished else {
            Console.note("Stopped after \(outcome.step) steps; continue with --resume.")
            throw ExitCode(130)
        }
        Console.result(outcome.lastCheckpoint ?? out)
    }
}
