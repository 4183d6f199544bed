import ArgumentParser
import GANModels
import GANReports

struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what a file of weights holds, and how the weights are.",
        discussion: HelpText.discussion(
            """
            Reads PyTorch files (.pt, .pth, .ckpt), safetensors, .npz and .npy, and runs nothing that is in them. Shows the tree, \
            the networks found, the one that would be used, and figures for each of its tensors: norms, spectral norms, values that are \
            not finite, dead outputs, and what is wrong with the statistics of batch normalization. Of an ONNX file it shows inputs, \
            outputs, operators and metadata.
            """,
            examples: .init("A file of PyTorch", "ganeval inspect gan.pth"),
            .init("One network of several", "ganeval inspect gan.pth --select generator"),
            .init("An ONNX model, for machines", "ganeval inspect gan.onnx --json")))

    @Argument(help: "A file of weights.")
    var file: String

    @Option(help: ArgumentHelp("Look at the weights at this path instead of those found.", valueName: "path"))
    var select: String?

    @Flag(help: "Print JSON, schema \(InspectionDocument.schema).")
    var json = false

    @OptionGroup var shared: SharedOptions

    func run() throws {
        shared.apply()
        let opened = try ModelFile.open(file)
        switch opened.contents {
        case .checkpoint(_, let weights), .stateDict(let weights):
            let inspection = try WeightInspection(weights, digest: opened.digest, select: select)
            Console.result(
                json
                    ? InspectionDocument.json(inspection)
                    : InspectionText.lines(inspection, width: Console.width).joined(separator: "\n"))
        case .onnx(let model):
            guard select == nil else {
                throw ModelOptionError.notForModel(
                    path: file, option: .select, found: "an ONNX file holds one network", remedy: "Leave it out.")
            }
            Console.result(
                json
                    ? ONNXInspection.json(model, digest: opened.digest)
                    : ONNXInspection.lines(model, digest: opened.digest, width: Console.width).joined(separator: "\n"))
        }
    }
}
