import ArgumentParser
import Foundation
import GANData
import GANFiles
import GANModels
import GANNumerics
import GANText

struct Score: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Score data with a discriminator or critic: one logit a sample.",
        discussion: """
            The discriminator is a checkpoint of `ganeval train`, a PyTorch, safetensors or .npz state dict, or ONNX. \
            Without --out a summary is printed; with it the scores go to a file too.
            """)

    @Argument(help: "A checkpoint that holds a discriminator.")
    var checkpoint: String

    @Option(help: ArgumentHelp("What to score.", valueName: "source"))
    var data: String

    @Option(help: ArgumentHelp("Write the logits, [n, 1].", valueName: "file.npy"))
    var out: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var model: GeneratorOptions
    @OptionGroup var shared: SharedOptions

    struct Summary {
        var discriminator: String
        var digest: String
        var count: Int
        var mean: Double
        var standardDeviation: Double
        /// The least value, the quartiles and the greatest.
        var quantiles: [Double]
        var positiveShare: Double

        /// The summary, for machines.
        var document: JSONValue {
            .object([
                ("schema", .text("ganeval.score/1")), ("discriminator", .text(discriminator)),
                ("digest", .text(digest)), ("count", .count(count)), ("mean", .number(mean)),
                ("standard_deviation", .number(standardDeviation)),
                ("quantiles", .list(quantiles.map { .number($0) })), ("positive_share", .number(positiveShare)),
            ])
        }
    }

    func run() throws {
        try model.check()
        shared.apply()
        if let out {
            try OutputFolder.checkFile(out)
            try OutputFolder.check(
                outputs: [out], against: [("the data", data), ("the checkpoint", checkpoint)] + model.inputs)
        }
        let source = try SampleSources.open(data)
        let discriminator = try ModelFile.open(checkpoint).discriminator(try model.stated(), shape: source.shape)
        guard discriminator.sampleShape == source.shape else {
            throw ModelError.unsuitableSamples(
                source: data, found: "each a \(source.shape)", expected: "a \(discriminator.sampleShape) each")
        }
        let bar = ProgressBar(quiet: shared.quiet)
        var scores: [Float] = []
        for start in stride(from: 0, to: source.count, by: 1024) {
            let rows = start..<min(source.count, start + 1024)
            scores += try discriminator.logits(try source.read(rows: rows)).scalars
            bar.update("scoring", share: Double(rows.upperBound) / Double(source.count), count: source.count)
        }
        bar.clear()
        if let out { try NPY.write(Matrix(rows: scores.count, columns: 1, scalars: scores), to: out) }
        let summary = Self.summary(scores, of: discriminator)
        if json {
            Console.raw(summary.document.serialized())
        } else {
            let quantiles = summary.quantiles.map { String(format: "%.3f", $0) }.joined(separator: ", ")
            Console.result("\(summary.discriminator) on \(summary.count) samples of \(data)")
            Console.result(
                String(format: "  mean %.4f, standard deviation %.4f", summary.mean, summary.standardDeviation))
            Console.result("  least, quartiles, greatest: \(quantiles)")
            Console.result(String(format: "  taken for real (logit above 0): %.1f %%", 100 * summary.positiveShare))
            if let out { Console.result(out) }
        }
    }

    static func summary(_ scores: [Float], of discriminator: any Discriminator) -> Summary {
        let values = scores.map(Double.init).sorted()
        let count = Double(max(1, values.count))
        let mean = values.reduce(0, +) / count
        let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let last = values.count - 1
        return Summary(
            discriminator: discriminator.name, digest: discriminator.digest, count: values.count, mean: mean,
            standardDeviation: (square / max(1, count - 1)).squareRoot(),
            quantiles: last < 0 ? [] : [0, 0.25, 0.5, 0.75, 1].map { values[Int((Double(last) * $0).rounded())] },
            positiveShare: Double(values.count { $0 > 0 }) / count)
    }
}
