import ArgumentParser
import GANEvaluation
import GANMetrics
import GANReports
import GANText
import OrderedCollections

struct Measure: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compute metrics from files of features: no images, no extractor.",
        discussion: """
            A file of features is .npy, .npz (one array, or arr_0, or pytorch-fid's mu and sigma) or .csv: one row for each \
            sample, one column for each feature. `ganeval metrics` lists what can be measured.

            Conventions of other tools, for --compat:
            \(conventions)
            """)

    /// One paragraph for each convention; ArgumentParser keeps indented lines as they are.
    private static var conventions: String {
        MetricConvention.all.map { convention in
            WrappedText.labelled("  " + convention.name, convention.summary, width: 78, column: 18)
                .joined(separator: "\n")
        }.joined(separator: "\n")
    }

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

    func validate() throws {
        _ = try MetricNames.list(metrics)
        guard generated != nil || probabilities != nil else {
            throw ValidationError("Give --generated FEATURES, or --probabilities FILE for metrics of classes alone.")
        }
        if let neighbours, !(1...1000).contains(neighbours) {
            throw ValidationError("--neighbours is \(neighbours); expected 1 to 1000.")
        }
        _ = try convention()
    }

    private func convention() throws -> MetricConvention {
        guard let convention = MetricConvention.named(compat) else {
            let names = MetricConvention.all.map(\.name)
            throw ValidationError(
                "There is no convention '\(compat)'.\(NearestName.question(compat, in: names)) "
                    + "Conventions: \(names.joined(separator: ", ")).")
        }
        return convention
    }

    func run() throws {
        shared.apply()
        if let out {
            try OutputFolder.checkFile(out)
            try OutputFolder.check(
                outputs: [out],
                against: [
                    ("the real features", real), ("the generated features", generated),
                    ("the held-out features", heldOut), ("the probabilities", probabilities),
                    ("the real probabilities", realProbabilities),
                ])
        }
        let convention = try convention()
        var options = convention.options
        if let neighbours { options.neighbours = neighbours }
        options.seed = seed
        options.interval = !noIntervals
        let bar = ProgressBar(quiet: shared.quiet)
        defer { bar.clear() }
        bar.update("reading", share: 0)
        let files = try MeasuringFiles(
            real: real, generated: generated, heldOut: heldOut, probabilities: probabilities,
            realProbabilities: realProbabilities)
        if !shared.quiet { files.warnings.forEach { Console.warning($0) } }
        let measurement = try Measuring(
            files, metrics: try MetricNames.list(metrics), requiresAll: metrics != "all", options: options,
            convention: convention.name
        ).run { stage, share in bar.update(stage, share: share) }
        bar.clear()
        if metrics != "all", !shared.quiet {
            for (name, reason) in measurement.omitted { Console.warning("\(name) was not computed: \(reason).") }
        }
        if !convention.remaining.isEmpty, !shared.quiet {
            Console.note("--compat \(convention.name) sets options only. What still differs: \(convention.remaining)")
        }
        let document = ReportDocument.json(
            evaluationProtocol: measurement.evaluationProtocol, metrics: measurement.metrics,
            omitted: measurement.omitted, toolVersion: ToolVersion.current)
        if let out { try ReportWriter.write(document: document, to: out) }
        if json {
            Console.result(document)
        } else {
            let lines = MeasurementTable.lines(
                evaluationProtocol: measurement.evaluationProtocol, metrics: measurement.metrics,
                omitted: measurement.omitted, width: Console.width)
            Console.result(lines.joined(separator: "\n"))
        }
        // Whoever reads the exit code alone must not take an empty result for a good one.
        if measurement.metrics.isEmpty { throw ExitCode.failure }
    }
}
