import ArgumentParser
import GANData
import GANEvaluation
import GANMetrics
import GANReports
import GANText
import OrderedCollections

struct Measure: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compute metrics from files of features: no images, no extractor.",
        discussion: HelpText.discussion(
            """
            Features are \(SourceFormats.featureWords) with one row for each sample, one column for each feature; an array in a \
            file is named behind a colon, and .npz may have pytorch-fid's mu and sigma. `ganeval metrics` lists what can be measured.

            Conventions of other tools, for --compat:
            \(conventions)
            """,
            examples: .init(
                "Everything that the files allow",
                "ganeval measure --real real.npy --generated generated.npy --held-out test.npy"),
            .init(
                "Two metrics as another tool computes them",
                "ganeval measure --real real.npz --generated generated.npz --metrics frechet_distance,kernel_distance --compat pytorch-fid"
            ),
            .init("For a gate", "ganeval measure --real real.npy --generated generated.npy --json --out report.json")))

    /// One paragraph for each convention; ArgumentParser keeps indented lines as they are.
    private static var conventions: String {
        MetricConvention.all.map { convention in
            WrappedText.labelled("  " + convention.name, convention.summary, width: 78, column: 18)
                .joined(separator: "\n")
        }.joined(separator: "\n")
    }

    @OptionGroup var arguments: MeasureArguments

    func validate() throws { try arguments.check() }

    func run() throws {
        arguments.shared.apply()
        try arguments.checkFiles()
        let convention = try arguments.chosenConvention()
        let isQuiet = arguments.shared.quiet
        let bar = ProgressBar(quiet: isQuiet)
        defer { bar.clear() }
        bar.update("reading", share: 0)
        let files = try MeasuringFiles(
            real: arguments.files.real, generated: arguments.files.generated, heldOut: arguments.files.heldOut,
            probabilities: arguments.files.probabilities, realProbabilities: arguments.files.realProbabilities)
        if !isQuiet { files.warnings.forEach { Console.warning($0) } }
        let measuring = Measuring(
            files, metrics: try MetricNames.list(arguments.metrics), requiresAll: arguments.metrics != "all",
            options: try arguments.options(), convention: convention.name)
        let measurement: Measuring.Measurement
        do { measurement = try measuring.run { stage, share in bar.update(stage, share: share) } } catch let error
            as MetricError
        {
            throw UnsuitableFeatures(error: error, real: arguments.files.real, generated: arguments.files.generated)
        }
        bar.clear()
        if arguments.metrics != "all", !isQuiet {
            for (name, reason) in measurement.omitted { Console.warning("\(name) was not computed: \(reason).") }
        }
        if !convention.remaining.isEmpty, !isQuiet {
            Console.note("--compat \(convention.name) sets options only. What still differs: \(convention.remaining)")
        }
        let document = ReportDocument.json(
            evaluationProtocol: measurement.evaluationProtocol, metrics: measurement.metrics,
            omitted: measurement.omitted, toolVersion: ToolVersion.current)
        if let out = arguments.output.out { try ReportWriter.write(document: document, to: out) }
        if arguments.output.json {
            Console.document(document)
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

/// Features that a metric can't take, with the files that they are from: the metric knows sets alone.
private struct UnsuitableFeatures: ExplainedError {
    let error: MetricError
    let real: String?
    let generated: String?

    var location: String {
        let files = [real.map { "real: \($0)" }, generated.map { "generated: \($0)" }].compactMap { $0 }
        return files.isEmpty ? error.location : "\(error.location) (\(files.joined(separator: ", ")))"
    }
    var fact: String { error.fact }
    var expectation: String { error.expectation }
    var remedy: String { error.remedy }
}
