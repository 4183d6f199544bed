import ArgumentParser
import Foundation
import GANData
import GANFiles
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
        let generator = loaded.generator
        if !shared.quiet { loaded.notes.forEach { Console.note($0) } }
        let samples = try draw(generator)
        switch (out as NSString).pathExtension {
        case "png": try SampleGrid.write(samples, shape: generator.sampleShape, to: out)
        case "npy":
            guard case .image(let height, let width, let channels) = generator.sampleShape else {
                try NPY.write(samples, to: out)
                break
            }
            let shape = [samples.rows, height, width] + (channels == 1 ? [] : [channels])
            try NPY.write(bytes: GreyLevels.quantize(samples.scalars), shape: shape, to: out)
        default: try writeFolder(samples, generator.sampleShape)
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
        guard let latents else {
            let count = count ?? 64
            var scalars: [Float] = []
            for start in stride(from: 0, to: count, by: 1024) {
                let rows = start..<min(count, start + 1024)
                scalars += try generator.sample(rows: rows, seed: seed).scalars
                bar.update("sampling", share: Double(rows.upperBound) / Double(count))
            }
            return Matrix(rows: count, columns: generator.sampleShape.size, scalars: scalars)
        }
        let array = try NPY.read(latents)
        let rows = array.shape.first ?? 0
        guard rows > 0, array.count == rows * generator.latentSize else {
            throw ModelError.unsuitableSamples(
                source: latents, found: "of shape \(array.shape)",
                expected: "latent vectors [n, \(generator.latentSize)]")
        }
        let matrix = Matrix(rows: rows, columns: generator.latentSize, scalars: array.floats())
        if let (row, column) = matrix.firstNonFinite {
            throw DataError.nonFiniteValue(
                path: latents, row: row, column: column, value: "\(matrix.scalars[row * matrix.columns + column])")
        }
        let samples = try generator.generate(latents: matrix, firstSample: 0, seed: seed)
        func isConstant(_ rows: Matrix<Float>) -> Bool { (1..<rows.rows).allSatisfy { rows.row($0) == rows.row(0) } }
        if rows > 1, isConstant(samples), !isConstant(matrix) {
            throw ModelError.constantOutput(path: checkpoint, samples: rows)
        }
        return samples
    }

    private func writeFolder(_ samples: Matrix<Float>, _ shape: SampleShape) throws {
        guard case .image(let height, let width, let channels) = shape else {
            throw ModelError.unsuitableSamples(
                source: checkpoint, found: "\(shape)", expected: "images, for a folder of PNG files")
        }
        do {
            try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
        } catch {
            throw FileError.notWritable(path: out, reason: error.localizedDescription)
        }
        let digits = max(5, String(samples.rows - 1).count)
        let names = (0..<samples.rows).map { row in
            let number = String(row)
            return String(repeating: "0", count: digits - number.count) + number + ".png"
        }
        // Other pictures in the folder would later be read as samples of this generator.
        let own = Set(names)
        let present = (try? FileManager.default.contentsOfDirectory(atPath: out)) ?? []
        let strays = present.filter { $0.lowercased().hasSuffix(".png") && !own.contains($0) }.sorted()
        if let stray = strays.first {
            throw ValidationError(
                "\(out) holds \(strays.count) other pictures, such as \(stray), which would pass for samples: name an "
                    + "empty folder.")
        }
        let read = Set(inputs.compactMap { $0.argument.map { ($0 as NSString).lastPathComponent } })
        try OutputFolder.check(outputs: names.filter(read.contains).map { "\(out)/\($0)" }, against: inputs)
        for (row, name) in names.enumerated() {
            try PNGEncoder.write(
                pixels: GreyLevels.quantize(samples.row(row)), height: height, width: width, channels: channels,
                to: out + "/" + name, synced: false)
        }
    }
}
