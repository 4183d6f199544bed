import ArgumentParser
import GANMetrics
import GANReports
import GANText

/// The arguments of `ganeval measure`.
struct MeasureArguments: ParsableArguments {
    @OptionGroup(title: OptionTitle.features) var files: MeasureFiles
    @OptionGroup(title: OptionTitle.measuring) var measured: MeasureChoices
    @OptionGroup(title: OptionTitle.output) var output: MeasureOutput
    @OptionGroup(title: OptionTitle.output) var shared: SharedOptions

    var metrics: String { measured.metrics }

    /// What no single option shows.
    func check() throws {
        _ = try MetricNames.list(metrics)
        guard files.generated != nil || files.probabilities != nil else {
            throw ValidationError("Give --generated FEATURES, or --probabilities FILE for metrics of classes alone.")
        }
        if let neighbours = measured.neighbours, !(1...1000).contains(neighbours) {
            throw ValidationError("--neighbours is \(neighbours); expected 1 to 1000.")
        }
        _ = try chosenConvention()
    }

    /// Whose conventions to follow.
    func chosenConvention() throws -> MetricConvention {
        guard let convention = MetricConvention.named(measured.compat) else {
            let names = MetricConvention.all.map(\.name)
            throw ValidationError(
                "There is no convention '\(measured.compat)'.\(NearestName.question(measured.compat, in: names)) "
                    + "Conventions: \(names.joined(separator: ", ")).")
        }
        return convention
    }

    /// What is written must not be what is read.
    func checkFiles() throws {
        guard let out = output.out else { return }
        try OutputFolder.checkFile(out)
        try OutputFolder.check(
            outputs: [out],
            against: [
                ("the real features", files.real), ("the generated features", files.generated),
                ("the held-out features", files.heldOut), ("the probabilities", files.probabilities),
                ("the real probabilities", files.realProbabilities),
            ])
    }

    /// How to measure.
    func options() throws -> MetricOptions {
        var options = try chosenConvention().options
        if let neighbours = measured.neighbours { options.neighbours = neighbours }
        options.seed = measured.seed
        options.interval = !measured.noIntervals
        return options
    }
}

/// The files that `measure` reads.
struct MeasureFiles: ParsableArguments {
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
}

/// What `measure` computes, and how.
struct MeasureChoices: ParsableArguments {
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
}

/// Where `measure` writes.
struct MeasureOutput: ParsableArguments {
    @Flag(help: "Print JSON, schema \(ReportDocument.schema), instead of a table.")
    var json = false

    @Option(help: ArgumentHelp("Write the JSON to a file too.", valueName: "file.json"))
    var out: String?
}
