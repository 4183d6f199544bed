import ArgumentParser
import GANData
import GANModels
import GANNumerics
import OrderedCollections

struct Sample: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Draw samples from a checkpoint.",
        discussion: HelpText.discussion(
            """
            The output's name says its form: GRID.png or GRID.jpg is one picture, FILE.npy an array of grey levels (or of the values,
            for points), and anything else a folder of PNG files. The same seed gives the same samples.
            """,
            examples: .init("One picture of 64 samples", "ganeval sample gan.pth --out grid.png"),
            .init("A folder of pictures", "ganeval sample gan.onnx --count 5000 --seed 7 --out samples/"),
            .init(
                "The network's own values, of given latent vectors",
                "ganeval sample gan.pth --latents z.npy --float --out samples.npy"),
            .init(
                "What a CycleGAN makes of photographs", "ganeval sample latest_net_G.pth --inputs photos/ --out made/"))
    )

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
            help: ArgumentHelp("Where to write.", valueName: "grid.png|grid.jpg|file.npy|folder"), completion: .file())
        var out: String

        @Option(
            help: ArgumentHelp(
                "The images that the network works on, where it makes images of images; the first --count of them, or all.",
                valueName: "source"),
            completion: .file())
        var inputs: String?

        @Flag(
            help: "Write the network's own values to --out FILE.npy: float32, neither rounded to grey levels nor cut.")
        var float = false
    }

    @OptionGroup(title: "What is drawn") var drawing: Drawing
    @OptionGroup(title: OptionTitle.model) var model: GeneratorOptions
    @OptionGroup(title: OptionTitle.conversion) var conversion: ConversionOptions
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        if drawing.inputs != nil, drawing.latents != nil || drawing.float {
            throw ValidationError(
                "--inputs goes with neither --latents nor --float: its model takes images and gives images.")
        }
        if drawing.float, !conversion.isUsual {
            throw ValidationError("--float writes the network's own values, which are not converted.")
        }
        if conversion.clip, drawing.inputs == nil {
            throw ValidationError(
                "--clip cuts the floats of --inputs; a generator's images are always cut to its range, which --range states."
            )
        }
        guard let count = drawing.count else { return }
        if !(1...10_000_000).contains(count) { throw ValidationError("--count is \(count); expected 1 to 10000000.") }
        if drawing.latents != nil {
            throw ValidationError("--latents says how many samples there are; leave --count out.")
        }
    }

    func run() throws {
        shared.apply()
        try model.check()
        try conversion.check()
        let out = drawing.out
        let output = try checkedOutput()
        if output.isFile {
            try OutputFolder.checkFile(out)
            try OutputFolder.check(outputs: [out], against: inputs)
        } else {
            try OutputFolder.check(out)
        }
        if let inputs = drawing.inputs { return try write(madeOf: inputs, output) }
        let loaded = try ModelFile.open(checkpoint).generator(try options())
        if !shared.quiet { tellConversion(loaded) }
        if !shared.quiet { loaded.notes.forEach { Console.note($0) } }
        if drawing.float {
            try SampleArray.write(
                values: try drawValues(loaded.generator), shape: loaded.generator.sampleShape, to: out)
            return Console.result(out)
        }
        let samples = try draw(loaded.generator)
        try output.write(samples, shape: loaded.generator.sampleShape, source: checkpoint) {
            try OutputFolder.check($0, against: inputs)
        }
        Console.result(out)
    }

    /// What is stated about the model, and what is done to its images.
    private func options() throws -> ModelOptions {
        var options = try model.stated()
        options.conversion = try conversion.reading().conversion
        return options
    }

    /// Says what is done to the images, where something is.
    private func tellConversion(_ loaded: LoadedGenerator) {
        guard !conversion.isUsual, let samples = loaded.facts["samples"] else { return }
        Console.note("\(checkpoint): its samples are \(samples).")
    }

    /// Writes what the network makes of images.
    private func write(madeOf inputs: String, _ output: SampleOutput) throws {
        let made = try ModelFile.open(checkpoint).images(
            of: try SampleSources.open(inputs, reading: try conversion.reading()), try options(),
            count: drawing.count, seed: drawing.seed)
        if !shared.quiet { made.notes.forEach { Console.note($0) } }
        let samples = try made.source.read(rows: 0..<made.source.count)
        try output.write(samples, shape: made.source.shape, source: checkpoint) {
            try OutputFolder.check($0, against: self.inputs)
        }
        Console.result(drawing.out)
    }

    /// The output that the path's ending says; throws for a picture's ending that nothing is written in.
    private func checkedOutput() throws -> SampleOutput {
        let output = SampleOutput(drawing.out)
        if drawing.float {
            guard case .array = output else {
                throw ValidationError("--float writes an array: --out is \(drawing.out); expected FILE.npy.")
            }
        }
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
        [("the checkpoint", checkpoint), ("the latents", drawing.latents), ("the inputs", drawing.inputs)]
            + model.inputs
    }

    /// What the network itself gives.
    private func drawValues(_ generator: any Generator) throws -> Matrix<Float> {
        let bar = ProgressBar(quiet: shared.quiet)
        defer { bar.clear() }
        let values: Matrix<Float>?
        if let path = drawing.latents {
            let latents = try LatentFile.read(path, for: generator)
            values = try OwnValues.of(
                generator, latents: latents, numbers: Array(0..<latents.rows), seed: drawing.seed)
        } else {
            let count = drawing.count ?? 64
            values = try OwnValues.sample(generator, count: count, seed: drawing.seed) {
                bar.update("sampling", share: Double($0) / Double(count))
            }
        }
        guard let values else {
            throw ValidationError(
                "\(checkpoint) gives whole grey levels, not numbers with fractions; leave --float out.")
        }
        return values
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
