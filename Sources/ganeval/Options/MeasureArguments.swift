import ArgumentParser
import GANMetrics
import GANReports
import GANText

/// The arguments of `ganeval measure`.
struct MeasureArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Features of the real data that the samples are compared with.", valueName: "features"))
    var real: String?

    @Option(
        help: ArgumentHelp(
            "Features of the generated samples; metrics of class probabilities alone do without.",
            valueName: "features"))
    var generated: String?

    @Option(help: ArgumentHelp("Features of real data that the generator was not trained on.", valueName: "features"))
    var heldOut: String?

    @Option(help: ArgumentHelp("Class probabilities of the generated samples, one row each.", valueName: "file"))
    var probabilities: String?

    @Option(help: ArgumentHelp("Class probabilities of real rows, by the same classifier.", valueName: "file"))
    var realProbabilities: String?

    @Option(help: ArgumentHelp("'all', or names with commas between them.", valueName: "name,…"))
    var metrics = "all"

    @Option(help: "k of neighbour metrics. Default: the convention's.")
    var neighbours: Int?

    @Option(help: "Seeds every choice of rows.")
    var seed: UInt64 = 1

    @Option(
        help: ArgumentHelp(
            "Whose conventions: \(MetricConvention.all.map(\.name).joined(separator: ", ")).", valueName: "tool"))
    var compat = MetricConvention.standard.name

    @Flag(help: "Compute values alone, which is faster.")
    var noIntervals = false

    @Flag(help: "Print JSON, schema \(ReportDocument.schema), instead of a table.")
    var json = false

    @Option(help: ArgumentHelp("Write the JSON to a file too.", valueName: "file.json"))
    var out: String?

    @OptionGroup var shared: SharedOptions

    /// What no single option shows.
    func check() throws {
        _ = try MetricNames.list(metrics)
        guard generated != nil || probabilities != nil else {
            throw ValidationError("Give --generated FEATURES, or --probabilities FILE for metrics of classes alone.")
        }
        if let neighbours, !(1...1000).contains(neighbours) {
            throw ValidationError("--neighbours is \(neighbours); expected 1 to 1000.")
        }
        _ = try chosenConvention()
    }

    /// Whose conventions to follow.
    func chosenConvention() throws -> MetricConvention {
        guard let convention = MetricConvention.named(compat) else {
            let names = MetricConvention.all.map(\.name)
            throw ValidationError(
                "There is no convention '\(compat)'.\(NearestName.question(compat, in: names)) "
                    + "Conventions: \(names.joined(separator: ", ")).")
        }
        return convention
    }

    /// What is written must not be what is read.
    func checkFiles() throws {
        guard let out else { return }
        try OutputFolder.checkFile(out)
        try OutputFolder.check(
            outputs: [out],
            against: [
                ("the real features", real), ("the generated features", generated),
                ("the held-out features", heldOut), ("the probabilities", probabilities),
                ("the real probabilities", realProbabilities),
            ])
    }

    /// How to measure.
    func options() throws -> MetricOptions {
        var options = try chosenConvention().options
        if let neighbours { options.neighbours = neighbours }
        options.seed = seed
        options.interval = !noIntervals
        return options
    }
}
