import ArgumentParser
import Foundation
import GANData
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
        if isFile {
            try OutputFolder.checkFile(out)
            try OutputFolder.check(outputs: [out], against: inputs)
        } else {
            try OutputFolder.check(out)
        }
        let loaded = try ModelFile.open(checkpoint).generator(try model.stated())
        if !shared.quiet { loaded.notes.forEach { Console.note($0) } }
        let samples = try draw(loaded.generator)
        let shape = loaded.generator.sampleShape
        switch (out as NSString).pathExtension {
        case "png": try SampleGrid.write(samples, shape: shape, to: out)
        case "npy": try SampleArray.write(samples, shape: shape, to: out)
        default: try writeFolder(samples, shape)
        }
        Console.result(out)
    }

    private var isFile: Bool { ["png", "npy"].contains((out as NSString).pathExtension) }

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

    private func writeFolder(_ samples: Matrix<Float>, _ shape: SampleShape) throws {
        let folder = try SampleFolder(out, count: samples.rows, shape: shape, source: checkpoint)
        // Other pictures in the folder would later be read as samples of this generator.
        let strays = folder.strays
        if let stray = strays.first {
            throw ValidationError(
                "\(out) holds \(strays.count) other pictures, such as \(stray), which would pass for samples: name an "
                    + "empty folder.")
        }
        let read = Set(inputs.compactMap { $0.argument.map { ($0 as NSString).lastPathComponent } })
        try OutputFolder.check(outputs: folder.names.filter(read.contains).map { "\(out)/\($0)" }, against: inputs)
        try folder.write(samples)
    }
}
