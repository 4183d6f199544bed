import ArgumentParser
import GANEvaluation
import GANModels
import GANReports

struct Compare: ParsableCommand {
    /// The endings by which models are known: ".pt, .pth or .onnx".
    private static let modelEndings: String = {
        let endings = ModelEnding.allCases.filter { !$0.isSharedWithSamples }.map { "." + $0.rawValue }
        return endings.dropLast().joined(separator: ", ") + " or " + endings.suffix(1).joined()
    }()

    static let configuration = CommandConfiguration(
        abstract:
            "Is B really better than A? Compares models, samples or reports: compare.html, compare.md, compare.json.",
        discussion: HelpText.discussion(
            """
            The first subject is the baseline. Models that draw from the same prior are sampled at the same latents and compared in
            pairs; other sets are taken as independent. A file named \(modelEndings) is a model, and so is a
            .bin file of weights; all else is a source of samples. model:PATH and samples:PATH say which it is. Two or more folders with
            report.json, or such files, are compared by their figures: in pairs where both keep what each sample adds.

            Options about models go to every model that they apply to; one that applies to none is a mistake.

            Exit codes: 0 done, 3 a candidate is worse and --fail-if-worse was given, 1 failed, 64 a mistake in the arguments.
            """,
            examples: .init(
                "Two checkpoints, at the same latents",
                "ganeval compare a.safetensors b.safetensors --reference train.npz --held-out test.npz --out compared"
            ),
            .init("Two reports that were made before", "ganeval compare report-a report-b --out compared"),
            .init(
                "Samples of two other programs, for a machine",
                "ganeval compare samples-a/ samples-b/ --reference train/ --fail-if-worse --out compared")))

    @OptionGroup var arguments: CompareArguments

    func run() throws {
        try arguments.check()
        arguments.shared.apply()
        let areReports = arguments.areReports
        let session = CompareSession(
            out: arguments.out, store: areReports ? nil : try arguments.storeOptions.open(),
            quiet: arguments.shared.quiet, command: CommandText.quoted(CommandLine.arguments))
        let report =
            try areReports
            ? session.run(reports: arguments.subjects)
            : session.run(
                arguments.subjects.map { NamedSubject($0) }, model: try arguments.model.stated(),
                reading: try arguments.subjectReading(),
                plan: try arguments.measuring.plan(
                    reference: arguments.reference ?? "", registry: arguments.registry),
                permutations: arguments.permutations)
        if arguments.output.json {
            Console.document(ComparisonDocument.json(report))
        } else {
            ComparisonSummary.lines(for: report, width: Console.width).forEach { Console.result($0) }
            Console.result("Comparison: \(arguments.out)/compare.html")
        }
        if arguments.output.failIfWorse { throw Verdict(code: report.isWorse ? 3 : 0) }
    }
}
