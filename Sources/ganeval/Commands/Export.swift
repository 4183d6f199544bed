import ArgumentParser
import GANCheckpoints
import GANModels

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a checkpoint's network as ONNX, checked by running both.",
        discussion: """
            Takes checkpoints that `ganeval train` wrote, and PyTorch, safetensors or .npz state dicts. The same inputs run \
            through the network and through ONNX Runtime; a file is written only when the outputs agree.
            """)

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
        if GeneratorOptions.isONNX(checkpoint) { throw ValidationError("\(checkpoint) is ONNX already.") }
        try OutputFolder.checkFile(onnx)
        try OutputFolder.check(outputs: [onnx], against: [("the checkpoint", checkpoint)])
        let digest = try WeightFile.read(checkpoint).digest()
        let outcome = try discriminator ? exportDiscriminator(digest) : exportGenerator(digest)
        Console.result(onnx)
        if !shared.quiet {
            Console.note(
                "Both gave the same for \(outcome.inputs) inputs; the largest difference is \(outcome.largestDifference)."
            )
        }
    }

    private func exportGenerator(_ digest: String) throws -> NetworkExport.Outcome {
        let loaded = try model.load(checkpoint)
        guard let generator = loaded.generator as? NetworkGenerator else {
            throw ValidationError("\(checkpoint) holds no network that ganeval runs itself.")
        }
        return try NetworkExport.write(
            generator, sourceDigest: digest, step: loaded.isNative ? loaded.step : nil, to: onnx)
    }

    private func exportDiscriminator(_ digest: String) throws -> NetworkExport.Outcome {
        guard let network = try model.loadDiscriminator(checkpoint, shape: nil) as? NetworkDiscriminator else {
            throw ValidationError("\(checkpoint) holds no network that ganeval runs itself.")
        }
        return try NetworkExport.write(network, sourceDigest: digest, to: onnx)
    }
}
