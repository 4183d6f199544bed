import ArgumentParser
import Foundation
import GANEvaluation
import GANModels
import GANNumerics
import GANReports

struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Is B really better than A? Compares models, samples or reports: compare.html, compare.md, compare.json.",
        discussion: """
            The first subject is the baseline. Models that draw from the same prior are sampled at the same latents and compared in
            pairs; other sets are taken as independent. A file named \(SubjectArgument.modelEndings) is a model, and so is a
            .bin file of weights; all else is a source of samples. model:PATH and samples:PATH say which it is. Two or more folders with
            report.json, or such files, are compared by their figures: in pairs where both keep what each sample adds.

            Options about models go to every model that they apply to; one that applies to none is a mistake.

            Exit codes: 0 done, 3 a candidate is worse and --fail-if-worse was given, 1 failed, 64 a mistake in the arguments.
            """)

    @Argument(help: ArgumentHelp("The baseline, then one or more candidates.", valueName: "model|source|report"))
    var subjects: [String]

    @Option(help: ArgumentHelp("Real data that all are held against.", valueName: "source"))
    var reference: String?

    @Option(help: "How many times samples change places at random; the smallest p-value is one over this.")
    var permutations = 2000

    @Flag(help: "End with code 3 when a candidate is worse than the baseline by any metric.")
    var failIfWorse = false

    @Option(help: ArgumentHelp("Where to write.", valueName: "folder"))
    var out: String

    @Flag(help: "Print compare.json on standard output instead of the summary.")
    var json = false

    @OptionGroup var measuring: MeasuringOptions
    @OptionGroup var model: GeneratorOptions
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var shared: SharedOptions

    /// What no single option shows; checked after parsing, so that a misspelt option is named first.
    private func checkOptions(areReports: Bool) throws {
        if subjects.count < 2 {
            throw ValidationError("Name a baseline and at least one candidate: ganeval compare A B.")
        }
        if subjects.count > 26 {
            throw ValidationError("There are \(subjects.count) subjects; expected 2 to 26. A run is `ganeval series`.")
        }
        if !areReports, reference == nil {
            throw ValidationError("Give --reference SOURCE: the real data that the models are held against.")
        }
        if areReports, reference != nil || measuring.heldOut != nil {
            throw ValidationError(
                "Reports hold their own figures; --reference and --held-out are for models and samples.")
        }
        if areReports, !measuring.isUsual || permutations != 2000 {
            throw ValidationError(
                "Reports are compared as they were measured; options about measuring are for models and samples.")
        }
        let hasModels = subjects.contains { if case .model = SubjectArgument($0) { true } else { false } }
        if areReports || !hasModels {
            try model.refuse(because: areReports ? "reports are compared as they were measured" : "no subject is one")
        }
        if !(99...1_000_000).contains(permutations) {
            throw ValidationError("--permutations is \(permutations); expected 99 to 1000000.")
        }
        try model.check()
        try measuring.check(leastSamples: 10, registry: registry)
    }

    /// What is written must not be what is read.
    private func checkFiles(areReports: Bool) throws {
        let read = subjects.enumerated().flatMap { index, subject -> [OutputFolder.Input] in
            let role = "subject \(ComparisonReport.letter(index))"
            if areReports { return OutputFolder.report(role, ReportFile.path(subject)) }
            switch SubjectArgument(subject) {
            case .model(let path): return [(role, path)]
            case .samples(let source): return [(role, source)]
            }
        }
        try OutputFolder.check(
            out, names: ComparisonWriter.fileNames,
            against: read + [("the reference", reference)] + measuring.inputs + model.inputs)
    }

    private var registry: ExtractorRegistry {
        RegistryOptions.registry(store: storeOptions.store, device: model.device)
    }

    func run() throws {
        let reports = subjects.filter { ReportFile.isReport($0) }
        if let report = reports.first, let other = subjects.first(where: { !ReportFile.isReport($0) }) {
            throw ComparisonError.mixedSubjects(report: report, other: other)
        }
        try checkOptions(areReports: !reports.isEmpty)
        try checkFiles(areReports: !reports.isEmpty)
        shared.apply()
        let session = CompareSession(
            subjects: subjects, areReports: !reports.isEmpty, reference: reference ?? "", measuring: measuring,
            registry: registry, permutations: permutations, model: model, out: out,
            store: reports.isEmpty ? try storeOptions.open() : nil, quiet: shared.quiet,
            command: CommandText.quoted(CommandLine.arguments))
        let report = try session.run()
        if json {
            Console.result(ComparisonDocument.json(report))
        } else {
            ComparisonSummary.lines(for: report, width: Console.width).forEach { Console.result($0) }
            Console.result("Comparison: \(out)/compare.html")
        }
        if failIfWorse, report.isWorse { throw ExitCode(3) }
    }
}
