import ArgumentParser
import Foundation
import GANCheckpoints
import GANData
import GANEvaluation
import GANModels
import GANNumerics
import GANReports
import GANStore
import OrderedCollections

/// One evaluation from arguments to files, for `report` and `demo`.
struct ReportSession {
    var generator: String?
    var generated: String?
    var reference: String
    var measuring: MeasuringOptions
    var registry: ExtractorRegistry
    var model: GeneratorOptions
    var out: String
    var store: Store?
    var quiet: Bool
    var command: String
    var metrics = MetricChoice.report

    /// `beforeWriting` gets the report before anything is replaced.
    func run(beforeWriting: (EvaluationReport) throws -> Void = { _ in }) throws -> EvaluationReport {
        // Minutes of work must not end at a folder that can't be written.
        try OutputFolder.check(out)
        let clock = StageClock()
        let bar = ProgressBar(quiet: quiet)
        defer { bar.clear() }
        let (subject, checkpoint, training) = try openSubject()
        let request = EvaluationRequest(
            subject: subject, plan: try measuring.plan(reference: reference, registry: registry), training: training,
            metrics: metrics)
        let cache = try StoreOptions.cache(store)

        let evaluator = Evaluator(
            request, cache: cache, progress: { bar.update($0.stage, share: $0.share, count: $0.count) },
            finished: { clock.finish($0) })
        var report = try evaluator.evaluate(record: clock.record(command: command))
        report.run = clock.record(command: command)
        bar.update("writing", share: 0)
        try beforeWriting(report)
        try ReportWriter.write(report, to: URL(fileURLWithPath: out, isDirectory: true))
        try store?.save(
            report, sentence: VerdictWords(report.verdict).sentence,
            folder: URL(fileURLWithPath: out).standardizedFileURL.path,
            checkpoint: checkpoint.map {
                StoredCheckpoint(
                    digest: report.subject.digest, path: $0.path, step: $0.training?.step ?? 0,
                    imagesSeen: $0.training?.imagesSeen ?? 0)
            })
        return report
    }

    private func openSubject() throws -> (EvaluationSubject, LoadedGenerator?, [TrainingPoint]) {
        guard let generator else {
            return (.samples(try SampleSources.open(generated ?? ""), count: measuring.samples), nil, [])
        }
        let file = try ModelFile.open(generator)
        let loaded = try file.generator(try model.stated(for: file))
        return (
            .generator(
                loaded.generator, path: generator, facts: loaded.facts, seed: measuring.seed, count: measuring.samples),
            loaded,
            trainingPoints(of: loaded)
        )
    }

    /// The log of the run that the checkpoint lies in, up to its step.
    private func trainingPoints(of loaded: LoadedGenerator) -> [TrainingPoint] {
        let folder = URL(fileURLWithPath: loaded.path).deletingLastPathComponent().deletingLastPathComponent().path
        guard let training = loaded.training else { return [] }
        return TrainingLog.read(folder: folder, upTo: training.step).map {
            TrainingPoint(
                step: $0.step, imagesSeen: $0.imagesSeen, generatorLoss: $0.generatorLoss,
                discriminatorLoss: $0.discriminatorLoss, realAccuracy: $0.realAccuracy,
                generatedAccuracy: $0.generatedAccuracy)
        }
    }
}
