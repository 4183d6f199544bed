import ArgumentParser
import GANModels

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a checkpoint's network as ONNX, checked by running both.",
        discussion: HelpText.discussion(
            """
            Takes checkpoints that `ganeval train` wrote, and PyTorch, safetensors or .npz state dicts. The same inputs run \
            through the network and through ONNX Runtime; a file is written only when the outputs agree.
            """,
            examples: .init("The generator", "ganeval export gan.pth --onnx generator.onnx"),
            .init(
                "The discriminator",
                "ganeval export checkpoint.safetensors --discriminator --onnx discriminator.onnx"),
            .init("Layers that no family has", "ganeval export gan.pth --architecture gan.yaml --onnx generator.onnx")))

    @Argument(help: "The checkpoint.")
    var checkpoint: String

    @Option(help: ArgumentHelp("Where to write.", valueName: "file.onnx"))
    var onnx: String

    @Flag(help: "Write the discriminator instead of the generator.")
    var discriminator = false

    @OptionGroup var model: GeneratorOptions
    @OptionGroup var shared: SharedOptions

    func run() throws {
        try model.check()
        shared.apply()
        if ModelEnding(path: checkpoint) == .onnx { throw ValidationError("\(checkpoint) is ONNX already.") }
        try OutputFolder.checkFile(onnx)
        try OutputFolder.check(outputs: [onnx], against: [("the checkpoint", checkpoint)] + model.inputs)
        let file = try ModelFile.open(checkpoint)
        let outcome = try discriminator ? exportDiscriminator(file) : exportGenerator(file)
        Console.result(onnx)
        if !shared.quiet {
            Console.note(
                "Both gave the same for \(outcome.inputs) inputs; the largest difference is \(outcome.largestDifference)."
            )
        }
    }

    private func exportGenerator(_ file: ModelFile) throws -> NetworkExport.Outcome {
        let loaded = try file.generator(try model.stated())
        loaded.notes.forEach(tell)
        guard let generator = loaded.generator as? NetworkGenerator else {
            throw ValidationError("\(checkpoint) holds no network that ganeval runs itself.")
        }
        return try NetworkExport.write(generator, sourceDigest: file.digest, step: file.step, to: onnx)
    }

    private func exportDiscriminator(_ file: ModelFile) throws -> NetworkExport.Outcome {
        guard let network = try file.discriminator(try model.stated(), told: tell) as? NetworkDiscriminator else {
            throw ValidationError("\(checkpoint) holds no network that ganeval runs itself.")
        }
        return try NetworkExport.write(network, sourceDigest: file.digest, to: onnx)
    }

    private func tell(_ note: String) { if !shared.quiet { Console.note(note) } }
}
