import ArgumentParser
import GANModels
import GANNumerics

struct Sample: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Draw samples from a checkpoint.",
        discussion: """
            The output's name says its form: GRID.png is one picture, FILE.npy an array of grey levels (or of the values,
            for points), and anything else a folder of PNG files. The same seed gives the same samples.
            """)

    @Argument(help: "A checkpoint: one that `ganeval train` wrote, PyTorch, safetensors, .npz or ONNX.")
    var checkpoint: String

    @Option(help: "How many samples. Default: 64, or as many as there are --latents.")
    var count: Int?

    @Option(
        help: ArgumentHelp("Draw from these latent vectors, one a row, instead of seeded ones.", valueName: "file.npy"))
    var latents: String?

    @Option(help: "Where to write.")
    var out: String

    @Option(help: "Seeds the latent vectors.")
    var seed: UInt64 = 1

    @OptionGroup var model: GeneratorOptions
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        guard let count else { return }
        if !(1...10_000_000).contains(count) { throw ValidationError("--count is \(count); expected 1 to 10000000.") }
        if latents != nil { throw ValidationError("--latents says how many samples there are; leave --count out.") }
    }

    func run() throws {
        shared.apply()
        try model.check()
        let output = SampleOutput(out)
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

    /// What is written must not be what is read.
    private var inputs: [OutputFolder.Input] {
        [("the checkpoint", checkpoint), ("the latents", latents)] + model.inputs
    }

    private func draw(_ generator: any Generator) throws -> Matrix<Float> {
        let bar = ProgressBar(quiet: shared.quiet)
        defer { bar.clear() }
        if let latents {
            return try generator.generate(
                latents: LatentFile.read(latents, for: generator), path: checkpoint, seed: seed)
        }
        let count = count ?? 64
        return try generator.sample(count: count, seed: seed) {
            bar.update("sampling", share: Double($0) / Double(count))
        }
    }
}
