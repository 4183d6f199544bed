import ArgumentParser
import GANData
import GANFiles
import GANModels
import GANNumerics
import GANReports

struct Score: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Score data with a discriminator or critic: one logit a sample.",
        discussion: HelpText.discussion(
            """
            The discriminator is a checkpoint of `ganeval train`, a PyTorch, safetensors or .npz state dict, or ONNX. \
            Without --out a summary is printed; with it the scores go to a file too.
            """,
            examples: .init("A summary", "ganeval score checkpoint.safetensors --data train.npz"),
            .init("The logits of each row", "ganeval score critic.onnx --data samples/ --out scores.npy"),
            .init(
                "One network of a file that holds both",
                "ganeval score gan.pth --select discriminator --data train.npz --json")))

    @Argument(help: "A checkpoint that holds a discriminator.")
    var checkpoint: String

    /// What is scored.
    struct Data: ParsableArguments {
        @Option(help: ArgumentHelp("What to score.", valueName: "source"), completion: .file())
        var data: String

        @Option(
            help: ArgumentHelp(
                "The data's class numbers, for a discriminator whose scores depend on them. Default: those that the data hold.",
                valueName: "file"),
            completion: .file())
        var dataLabels: String?
    }

    /// Where scores go.
    struct Output: ParsableArguments {
        @Option(help: ArgumentHelp("Write the logits, [n, 1].", valueName: "file.npy"), completion: .file())
        var out: String?

        @Flag(help: "Print JSON.")
        var json = false
    }

    @OptionGroup(title: OptionTitle.scored) var scored: Data
    @OptionGroup(title: OptionTitle.scored) var conversion: ConversionOptions
    @OptionGroup(title: OptionTitle.model) var model: GeneratorOptions
    @OptionGroup(title: OptionTitle.output) var output: Output
    @OptionGroup(title: OptionTitle.output) var shared: SharedOptions

    func run() throws {
        let (data, out) = (scored.data, output.out)
        try model.check()
        let reading = try conversion.reading()
        shared.apply()
        if let out {
            try OutputFolder.checkFile(out)
            try OutputFolder.check(
                outputs: [out],
                against: [
                    ("the data", data), ("the data's labels", scored.dataLabels), ("the checkpoint", checkpoint),
                ] + model.inputs)
        }
        let source = try SampleSources.open(data, labels: scored.dataLabels, reading: reading)
        SourceNotes.tell([source], reading: reading, quiet: shared.quiet)
        let discriminator = try ModelFile.open(checkpoint).discriminator(
            try model.stated(), shape: source.shape, told: { if !shared.quiet { Console.note($0) } })
        if scored.dataLabels != nil, discriminator.classCount == nil {
            throw ValidationError("\(checkpoint)'s scores depend on no classes; leave --data-labels out.")
        }
        let bar = ProgressBar(quiet: shared.quiet)
        defer { bar.clear() }
        let scores = try discriminator.scores(of: source, called: data) { done in
            bar.update("scoring", share: Double(done) / Double(source.count), count: source.count)
        }
        bar.clear()
        if let out { try NPY.write(Matrix(rows: scores.count, columns: 1, scalars: scores), to: out) }
        let summary = ScoreSummary(scores, of: discriminator)
        if output.json {
            Console.document(ScoreDocument.json(summary))
        } else {
            ScoreDocument.lines(summary, data: data).forEach { Console.result($0) }
            if let out { Console.result(out) }
        }
    }
}
