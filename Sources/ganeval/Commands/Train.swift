import ArgumentParser
import GANTraining

struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Train a minimal GAN and write a series of checkpoints.",
        discussion: HelpText.discussion(
            """
            --list shows the presets, each with its loss; --print-plan shows every setting of one, and --plan takes what was
            changed there. A run that was stopped (Ctrl-C, a kill) goes on with --resume and ends with the same bytes.
            """,
            examples: .init(
                "Drawn shapes, in a minute",
                "ganeval train --data builtin:shapes --preset dcgan28 --steps 400 --out runs/shapes"),
            .init(
                "Another loss",
                "ganeval train --data builtin:ring --preset mlp-ring-wgan-gp --steps 2000 --out runs/ring"),
            .init(
                "Images of images",
                "ganeval train --data builtin:filled --inputs builtin:outlines --preset pix2pix32 --out runs/pairs"),
            .init(
                "On after Ctrl-C",
                "ganeval train --data builtin:shapes --preset dcgan28 --steps 400 --out runs/shapes --resume")))

    @Option(help: ArgumentHelp("The training data.", valueName: "source"))
    var data: String?

    @Option(
        help: ArgumentHelp(
            "The images that become those of --data, for presets that make images of images: row by row for pix2pix, in any number for cyclegan.",
            valueName: "source"))
    var inputs: String?

    @Option(
        help: ArgumentHelp(
            "Real data that it is not trained on: the log tells how the discriminator judges them.", valueName: "source"
        ))
    var heldOut: String?

    @Option(help: "What to train.")
    var preset: String?

    @Option(
        help: ArgumentHelp("A preset with settings of one's own, in YAML, in place of --preset.", valueName: "file"))
    var plan: String?

    @Option(help: ArgumentHelp("The run's folder.", valueName: "folder"))
    var out: String?

    @Option(help: "Training steps. Default: the preset's.")
    var steps: Int?

    @Option(help: "Seeds weights, batches and latents. Default: 1.")
    var seed: UInt64?

    @Option(help: "Steps between checkpoints. Default: an eighth of the run.")
    var checkpointEvery: Int?

    @Flag(help: "Go on with the run in the folder.")
    var resume = false

    @Option(help: ArgumentHelp("A page to watch the training on, written anew as it goes.", valueName: "file"))
    var live: String?

    @Option(help: ArgumentHelp("Where to write TensorBoard's event files.", valueName: "folder"))
    var tensorboard: String?

    @Flag(help: "Show the presets.")
    var list = false

    @Flag(help: "Show every setting of the preset or plan, and train nothing.")
    var printPlan = false

    @OptionGroup(title: OptionTitle.conversion) var conversion: ConversionOptions
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        if list { return }
        try conversion.check()
        if !printPlan {
            if data == nil { throw ValidationError("Missing expected argument '--data <source>'") }
            if out == nil { throw ValidationError("Missing expected argument '--out <folder>'") }
        }
        switch (preset, plan) {
        case (nil, nil): throw ValidationError("Missing expected argument '--preset <preset>'")
        case (_?, _?): throw ValidationError("--preset and --plan both name a preset; leave one out.")
        case (let name?, nil): _ = try Self.preset(named: name)
        case (nil, _?): break
        }
        for (name, value) in [("--steps", steps), ("--checkpoint-every", checkpointEvery)] {
            if let value, !(1...100_000_000).contains(value) {
                throw ValidationError("\(name) is \(value); expected 1 to 100000000.")
            }
        }
    }

    private static func preset(named name: String) throws -> Preset {
        guard let preset = Preset.named(name) else {
            throw ValidationError("There is no preset '\(name)'. `ganeval train --list` shows the presets.")
        }
        return preset
    }

    func run() throws {
        if list {
            PresetListing.lines(Preset.all).forEach { Console.result($0) }
            return
        }
        let document = try plan.map { try PlanDocument.read($0) }
        guard let chosen = try document?.preset ?? preset.map({ try Self.preset(named: $0) }) else { return }
        let steps = steps ?? document?.steps ?? chosen.steps
        let seed = seed ?? document?.seed
        let every = checkpointEvery ?? document?.checkpointEvery
        if printPlan {
            let text = try PlanDocument.text(
                chosen, steps: steps, seed: seed ?? 1, checkpointEvery: every ?? (steps + 7) / 8)
            Console.result(String(text.dropLast()))
            return
        }
        guard let data, let out else { return }
        try OutputFolder.check(
            out, names: TrainingRun.entries,
            against: [
                ("the training data", data), ("the inputs", inputs), ("the held-out data", heldOut), ("the plan", plan),
            ])
        if let live { try OutputFolder.checkFile(live) }
        shared.apply()
        let outcome = try TrainingSession(
            source: data, reading: try conversion.reading(), preset: chosen, folder: out, steps: steps, seed: seed,
            checkpointEvery: every,
            resume: resume, quiet: shared.quiet, live: live, inputs: inputs, heldOut: heldOut, tensorboard: tensorboard
        ).run().outcome
        guard outcome.finished else {
            Console.note("Stopped after \(outcome.step) steps; continue with --resume.")
            throw StopSignal.exitCode
        }
        Console.result(outcome.lastCheckpoint ?? out)
    }
}
