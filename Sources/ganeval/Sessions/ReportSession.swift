import Foundation
import GANCritics
import GANData
import GANEvaluation
import GANFiles
import GANModels
import GANNumerics
import GANReports
import GANStore

/// One evaluation with its progress bar, from names to files, for `report` and `demo`.
struct ReportSession {
    var subject: NamedSubject
    var model = ModelOptions()
    /// What is done to the values of judged samples.
    var subjectReading = SourceReading()
    var plan: NamedPlan
    var discriminator: DiscriminatorOptions?
    /// What samples are held against that were made of images, and what those of before were made of.
    var condition: ConditionOptions?
    var inputsOfSamples: String?
    var metrics = MetricChoice.report
    var critics: CriticBudgets?
    var sweepsTruncation = false
    var comparesPriors = false
    /// Whether images at native size are in the page, and not beside it.
    var embeds = false
    var out: String
    var store: Store?
    var quiet: Bool
    var command: String

    /// Opens everything that was named.
    private func open() throws -> (OpenedSubject, EvaluationRequest) {
        func tell(_ notes: [String]) { if !quiet { notes.forEach { Console.note($0) } } }
        let measuring = try plan.open()
        SourceNotes.tell([measuring.reference, measuring.heldOut], quiet: quiet)
        let model = model.takingLabels(from: measuring.reference)
        var subjectReading = subjectReading
        subjectReading.columns = measuring.reference.columnNames
        var shared = SharedModelOptions()
        let isAlone = discriminator?.discriminator == nil
        let opened =
            try isAlone
            ? subject.open(model, seed: plan.seed, count: plan.samples, reading: subjectReading)
            : subject.open(
                model, sharing: &shared, seed: plan.seed, count: plan.samples, reading: subjectReading)
        tell(opened.notes)
        if case .samples(let source, _) = opened.subject, plan.samples > source.count,
            plan.samples != NamedSubject.usualSamples
        {
            tell([
                "\(source.name) has \(source.count) of the \(plan.samples) --samples that were asked for; all are judged."
            ])
        }
        let given = try discriminator?.open(model, sharing: &shared, shape: measuring.reference.shape) { tell([$0]) }
        if !isAlone { tell(try shared.finish()) }
        var request = EvaluationRequest(
            subject: opened.subject, plan: measuring, training: opened.training, metrics: metrics, critics: critics,
            discriminator: given ?? opened.discriminator)
        request.translation =
            try condition?.opened(opened, inputs: inputsOfSamples, reading: plan.reading) ?? opened.translation
        request.asked = try condition?.classes(of: opened)
        request.sweepsTruncation = sweepsTruncation
        request.comparesPriors = comparesPriors
        return (opened, request)
    }

    /// `beforeWriting` gets the report before anything is replaced.
    func run(beforeWriting: (EvaluationReport) throws -> Void = { _ in }) throws -> EvaluationReport {
        // Minutes of work must not end at a folder that can't be written.
        try OutputFolder.check(out)
        try EarlierFiles.report(in: out).check()
        let clock = StageClock()
        let bar = ProgressBar(quiet: quiet)
        defer { bar.clear() }
        let (opened, request) = try open()
        let evaluator = Evaluator(
            request, cache: try StoreOptions.cache(store),
            progress: { bar.update($0.stage, share: $0.share, count: $0.count) }, finished: { clock.finish($0) })
        var report = try evaluator.evaluate(record: clock.record(command: command))
        report.run = clock.record(command: command)
        report.previous = keeping { (store) throws(StoreError) in try store.previousRun(before: report) } ?? nil
        bar.update("writing", share: 0)
        try beforeWriting(report)
        let kept = try UnfinishedFiles.whole {
            let kept = try EarlierFiles.report(in: out).keepAside()
            let lastPage = report.previous?.folder.flatMap { EarlierFiles.link(from: out, to: $0, kept: kept) }
            report.previous?.page = lastPage
            try GateFiles.removeStale(in: out)
            try ReportWriter.write(
                report, to: URL(fileURLWithPath: out, isDirectory: true), embedded: embeds,
                companions: ReportCompanions(audit: ReportCompanions.audit(of: report, in: out)))
            return kept
        }
        OutputFolder.tell(kept: kept, quiet: quiet)
        keeping { (store) throws(StoreError) in
            try store.save(
                report, sentence: VerdictWords(report.verdict).sentence,
                folder: URL(fileURLWithPath: out).standardizedFileURL.path,
                checkpoint: opened.model.map {
                    StoredCheckpoint(
                        digest: report.subject.digest, path: $0.path, step: $0.training?.step ?? 0,
                        imagesSeen: $0.training?.imagesSeen ?? 0)
                })
        }
        return report
    }

    /// What the store is asked or told; a report is complete without it, so that its trouble is said and no more.
    @discardableResult
    private func keeping<Value>(_ body: (Store) throws(StoreError) -> Value) -> Value? {
        guard let store else { return nil }
        do throws(StoreError) { return try body(store) } catch {
            Console.warning("\(error.location): \(error.fact); the report is complete, but the store lacks it.")
            return nil
        }
    }
}
