import ArgumentParser
import GANData
import GANEvaluation
import GANModels
import GANReports

/// The arguments of `ganeval compare`.
struct CompareArguments: ParsableArguments {
    @Argument(help: ArgumentHelp("The baseline, then one or more candidates.", valueName: "model|source|report"))
    var subjects: [String]

    @OptionGroup(title: OptionTitle.data) var target: CompareTarget
    @OptionGroup var measuring: MeasuringOptions
    @OptionGroup(title: OptionTitle.measuring) var test: CompareTest
    @OptionGroup(title: OptionTitle.model) var model: GeneratorOptions
    @OptionGroup(title: OptionTitle.output) var output: CompareOutput
    @OptionGroup(title: OptionTitle.output) var storeOptions: StoreOptions
    @OptionGroup(title: OptionTitle.output) var shared: SharedOptions

    var reference: String? { target.reference }
    var permutations: Int { test.permutations }
    var out: String { output.out }

    /// What no single option shows; checked after parsing, so that a misspelt option is named first.
    private func checkValues() throws {
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
        if areReports || !hasModels {
            try model.refuse(
                because: areReports ? "reports are compared as they were measured" : "no subject is one",
                allowed: areReports || !subjects.allSatisfy(SampleSources.mayHoldFloats) ? [] : [.range])
        }
        if !(99...1_000_000).contains(permutations) {
            throw ValidationError("--permutations is \(permutations); expected 99 to 1000000.")
        }
        try model.check()
        try measuring.check(leastSamples: 10, registry: registry)
    }

    /// What is written must not be what is read.
    private func checkFiles() throws {
        let read = subjects.enumerated().flatMap { index, subject -> [OutputFolder.Input] in
            let role = "subject \(ComparisonReport.letter(index))"
            if areReports { return OutputFolder.report(role, ReportFile.path(subject)) }
            switch NamedSubject(subject) {
            case .model(let path), .translated(let path, _): return [(role, path)]
            case .samples(let source): return [(role, source)]
            }
        }
        try OutputFolder.check(
            out, names: ComparisonWriter.fileNames,
            against: read + [("the reference", reference)] + measuring.inputs + model.inputs)
    }

    private var hasModels: Bool {
        subjects.contains { if case .model = NamedSubject($0) { true } else { false } }
    }

    /// How samples that were made before are read: as the real data are, in the range that was stated, which models have for themselves.
    func subjectReading() throws -> SourceReading {
        try measuring.conversion.reading(range: hasModels ? nil : model.stated().range)
    }

    /// Where extractors come from.
    var registry: ExtractorRegistry { RegistryOptions.registry(store: storeOptions.store, device: model.device) }

    /// Whether the subjects are reports, all or none.
    var areReports: Bool { subjects.contains { ReportFile.isReport($0) } }

    /// Throws for what is wrong before the work begins.
    func check() throws {
        if let report = subjects.first(where: { ReportFile.isReport($0) }),
            let other = subjects.first(where: { !ReportFile.isReport($0) })
        {
            throw ComparisonError.mixedSubjects(report: report, other: other)
        }
        try checkValues()
        try checkFiles()
        if let reference { try ExchangedArgument.check(source: reference, option: "--reference") }
        try measuring.data.checkKinds()
    }
}
