import ArgumentParser
import GANData
import GANModels

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a checkpoint's network as ONNX, checked by running both.",
        discussion: HelpText.discussion(
            """
            Takes checkpoints that `ganeval train` wrote, and PyTorch, safetensors or .npz state dicts, StyleGAN and BigGAN among \
            them, whose models have inputs z, and where the network takes them label, truncation and noise. The same inputs run \
            through the network and through what was written; a file is written only when the outputs agree.
            """,
            examples: .init("The generator", "ganeval export gan.pth --onnx generator.onnx"),
            .init(
                "The discriminator",
                "ganeval export checkpoint.safetensors --discriminator --onnx discriminator.onnx"),
            .init(
                "A StyleGAN in two parts, z to w and w to images", "ganeval export G_ema.pth --split --onnx gan.onnx"),
            .init("Layers that no family has", "ganeval export gan.pth --architecture gan.yaml --onnx generator.onnx")))

    @Argument(help: "The checkpoint.")
    var checkpoint: String

    /// What is written, and where.
    struct Output: ParsableArguments {
        @Option(help: ArgumentHelp("Where to write.", valueName: "file.onnx"), completion: .file())
        var onnx: String

        @Flag(help: "Write the discriminator instead of the generator.")
        var discriminator = false

        @Option(
            help: ArgumentHelp(
                "The images' size and channels, for a discriminator or a network from images to images that takes any: 32x32x3.",
                valueName: "HxWxC"))
        var samples: String?

        @Flag(
            help:
                "Write two files, from latent vectors to w and from w to images: FILE-mapping.onnx and FILE-synthesis.onnx."
        )
        var split = false

        /// What --samples states; nil where nothing was.
        func shape() throws -> SampleShape? {
            guard let samples else { return nil }
            let parts = samples.split(separator: "x", omittingEmptySubsequences: false)
            let sizes = parts.compactMap { Int($0) }
            guard parts.count == 3, sizes.count == 3, sizes.allSatisfy({ (1...16_384).contains($0) }) else {
                throw ValidationError("--samples is '\(samples)'; expected height, width and channels as 32x32x3.")
            }
            return .image(height: sizes[0], width: sizes[1], channels: sizes[2])
        }
    }

    @OptionGroup(title: OptionTitle.exported) var output: Output
    @OptionGroup(title: OptionTitle.model) var model: GeneratorOptions
    @OptionGroup(title: OptionTitle.exported) var shared: SharedOptions

    private var onnx: String { output.onnx }
    private var split: Bool { output.split }

    func run() throws {
        try model.check()
        if split, output.samples != nil {
            throw ValidationError(
                "--split is for generators with a mapping, --samples for discriminators and for networks that make images of images; leave one out."
            )
        }
        shared.apply()
        if ModelEnding(path: checkpoint) == .onnx { throw ValidationError("\(checkpoint) is ONNX already.") }
        let outputs = GraphExport.paths(onnx, isSplit: split)
        for path in outputs { try OutputFolder.checkFile(path) }
        try OutputFolder.check(outputs: outputs, against: [("the checkpoint", checkpoint)] + model.inputs)
        let file = try ModelFile.open(checkpoint)
        if output.discriminator {
            if split { throw ValidationError("--split is for generators; a discriminator has no mapping.") }
            let options = try model.stated()
            let shape = try output.shape()
            if let outcome = try GraphExport.writeDiscriminator(file, options, shape: shape, to: onnx, told: tell) {
                return finish(outcome.paths, inputs: outcome.inputs, difference: outcome.largestDifference)
            }
            if shape != nil {
                throw ValidationError("\(checkpoint)'s layers state the shape of their samples; leave --samples out.")
            }
            let outcome = try exportDiscriminator(file)
            return finish([onnx], inputs: outcome.inputs, difference: outcome.largestDifference)
        }
        let shape = try output.shape()
        if shape == nil,
            let outcome = try GraphExport.write(file, try model.stated(), isSplit: split, to: onnx, told: tell)
        {
            return finish(outcome.paths, inputs: outcome.inputs, difference: outcome.largestDifference)
        }
        if let outcome = try GraphExport.writeTranslator(file, model.stated(), shape: shape, to: onnx, told: tell) {
            return finish(outcome.paths, inputs: outcome.inputs, difference: outcome.largestDifference)
        }
        if shape != nil {
            throw ValidationError("--samples is for discriminators, and for networks that make images of images.")
        }
        if split {
            throw ValidationError("\(checkpoint) holds no generator with a mapping of its own; leave --split out.")
        }
        let loaded = try file.generator(try model.stated())
        loaded.notes.forEach(tell)
        let outcome = try export(loaded, of: file)
        finish([onnx], inputs: outcome.inputs, difference: outcome.largestDifference)
    }

    private func finish(_ paths: [String], inputs: Int, difference: Double) {
        paths.forEach { Console.result($0) }
        tell("Both gave the same for \(inputs) inputs; the largest difference is \(difference).")
    }

    private func export(_ loaded: LoadedGenerator, of file: ModelFile) throws -> NetworkExport.Outcome {
        guard let generator = loaded.generator as? NetworkGenerator else {
            throw ValidationError("\(checkpoint) holds no network that ganeval runs itself.")
        }
        guard generator.classCount == nil else {
            throw ValidationError(
                "\(checkpoint) is conditional, and export writes generators without labels; sample it with `ganeval sample`."
            )
        }
        return try NetworkExport.write(generator, sourceDigest: file.digest, step: file.step, to: onnx)
    }

    private func exportDiscriminator(_ file: ModelFile) throws -> NetworkExport.Outcome {
        guard let network = try file.discriminator(try model.stated(), told: tell) as? NetworkDiscriminator else {
            throw ValidationError("\(checkpoint) holds no network that ganeval runs itself.")
        }
        guard network.labelUse == nil else {
            throw ValidationError(
                "\(checkpoint) is conditional, which export does not write of discriminators that ganeval trained; judge samples with it by "
                    + "`ganeval score` or `ganeval report`.")
        }
        return try NetworkExport.write(network, sourceDigest: file.digest, to: onnx)
    }

    private func tell(_ note: String) { if !shared.quiet { Console.note(note) } }
}
