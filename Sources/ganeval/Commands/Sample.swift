import ArgumentParser
import GANModels
import GANNumerics

struct Sample: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Draw samples from a checkpoint.",
        discussion: HelpText.discussion(
            """
            The output's name says its form: GRID.png is one picture, FILE.npy an array of grey levels (or of the values,
            for points), and anything else a folder of PNG files. The same seed gives the same samples.
            """,
            examples: .init("One picture of 64 samples", "ganeval sample gan.pth --out grid.png"),
            .init("A folder of pictures", "ganeval sample gan.onnx --count 5000 --seed 7 --out samples/"),
            .init("An array, of given latent vectors", "ganeval sample gan.pth --latents z.npy --out samples.npy")))

    @Argument(help: "A checkpoint: one that `ganeval train` wrote, PyTorch, safetensors, .npz or ONNX.")
    var checkpoint: String

    /// What is drawn and where it goes.
    struct Drawing: ParsableArguments {
        @Option(help: "How many samples. Default: 64, or as many as there are --latents.")
        var count: Int?

        @Option(
            help: ArgumentHelp(
                "Draw from these latent vectors, one a row, instead of seeded ones.", valueName: "file.npy"),
            completion: .file(extensions: ["npy"]))
        var latents: String?

        @Option(help: "Seeds the latent vectors.")
        var seed: UInt64 = 1

        @Option(
            help: ArgumentHelp("Where to write.", valueName: "grid.png|file.npy|folder"), completion: .file())
        var out: String
    }

    @OptionGroup(title: "What is drawn") var drawing: Drawing
    @OptionGroup(title: OptionTitle.model) var model: GeneratorOptions
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        guard let count = drawing.count else { return }
        if !(1...10_000_000).contains(count) { throw ValidationError("--count is \(count); expected 1 to 10000000.") }
        if drawing.latents != nil {
            throw ValidationError("--latents says how many samples there are; leave --count out.")
        }
    }

    func run() throws {
        shared.apply()
        try model.check()
        let out = drawing.out
        let output = try checkedOutput()
        if output.isFile {
            try OutputFolder.checkFile(out)
            try OutputFolder.check(outputs: [out], against: inputs)
        } else {
            try OutputFolder.check(out)
        }
        let loaded = try ModelFile.open(checkpoint).generator(try model.stated())
        if !shared.quiet { loaded.notes.forEach { Console.note($0) } }
        let samples = try draw(loaded.generator)
        try output.write(samples, shape: loaded.generator.sampleShape, source: checkpoint) {
            try OutputFolder.check($0, against: inputs)
        }
        Console.result(out)
    }

    /// The output that the path's ending says; throws for a picture's ending that nothing is written in.
    private func checkedOutput() throws -> SampleOutput {
        let output = SampleOutput(drawing.out)
        if case .folder(let path) = output, let ending = PictureEnding(path: path) {
            let stem = path.dropLast(ending.rawValue.count)
            throw ValidationError(
                "--out is \(path), and no .\(ending.rawValue) is written; expected GRID.png, FILE.npy or a folder. "
                    + "Write \(stem)png, and convert it afterwards.")
        }
        return output
    }

    /// What is written must not be what is read.
    private var inputs: [OutputFolder.Input] {
        [("the checkpoint", checkpoint), ("the latents", drawing.latents)] + model.inputs
    }

    private func draw(_ generator: any Generator) throws -> Matrix<Float> {
        let bar = ProgressBar(quiet: shared.quiet)
        defer { bar.clear() }
        if let latents = drawing.latents {
            return try generator.generate(
                latents: LatentFile.read(latents, for: generator), path: checkpoint, seed: drawing.seed)
        }
        let count = drawing.count ?? 64
        return try generator.sample(count: count, seed: drawing.seed) {
            bar.update("sampling", share: Double($0) / Double(count))
        }
    }
}
