import ArgumentParser
import GANData
import GANModels
import GANReports
import GANText

struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what a file of weights holds, and how the weights are.",
        discussion: HelpText.discussion(
            """
            Reads PyTorch files (.pt, .pth, .ckpt), safetensors, .npz and .npy, and runs nothing that is in them. Shows the tree, \
            the networks found, the one that would be used, and figures for each of its tensors: norms, spectral norms, values that are \
            not finite, dead outputs, and what is wrong with the statistics of batch normalization. Of an ONNX file it shows inputs, \
            outputs, operators and metadata.

            With --data it reads samples instead, all of them, and shows how many there are, their shape and values, and by which
            rules they are read. Of several files each is looked at, whatever is wrong with the others; exit code 1 says that
            something is.
            """,
            examples: .init("A file of PyTorch", "ganeval inspect gan.pth"),
            .init("One network of several", "ganeval inspect gan.pth --select generator"),
            .init("An ONNX model, for machines", "ganeval inspect gan.onnx --json"),
            .init("How images are read", "ganeval inspect --data samples/ train.npz")))

    @Argument(help: ArgumentHelp("Files of weights.", valueName: "file"))
    var files: [String]

    @Flag(help: "Read the files as samples, not as weights.")
    var data = false

    @Option(help: ArgumentHelp("Look at the weights at this path instead of those found.", valueName: "path"))
    var select: String?

    @Flag(help: "Print JSON, schema \(InspectionDocument.schema).")
    var json = false

    @OptionGroup var shared: SharedOptions

    func run() throws {
        if data, select != nil { throw ValidationError("--select is for weights; --data reads samples.") }
        shared.apply()
        if files.count == 1 { return try show(files[0]) }
        var failed = false
        for (place, file) in files.enumerated() {
            if place > 0, !json { Console.result("") }
            do { try show(file) } catch let error as any ExplainedError {
                Console.error(error)
                failed = true
            }
        }
        if failed { throw ExitCode.failure }
    }

    private func show(_ file: String) throws {
        if data {
            let inspection = try DataInspection(SampleSources.open(file))
            if json { return Console.document(inspection.json()) }
            return inspection.lines().forEach { Console.result($0) }
        }
        let opened = try ModelFile.open(file)
        switch opened.contents {
        case .checkpoint(_, let weights), .stateDict(let weights):
            let inspection = try WeightInspection(weights, digest: opened.digest, select: select)
            if json { return Console.document(InspectionDocument.json(inspection)) }
            InspectionText.lines(inspection, width: Console.width).forEach { Console.result($0) }
        case .onnx(let model):
            guard select == nil else {
                throw ModelOptionError.notForModel(
                    path: file, option: .select, found: "an ONNX file holds one network", remedy: "Leave it out.")
            }
            if json { return Console.document(ONNXInspection.json(model, digest: opened.digest)) }
            ONNXInspection.lines(model, digest: opened.digest, width: Console.width).forEach { Console.result($0) }
        }
    }
}
