import ArgumentParser
import Foundation
import GANAudit
import GANCheckpoints
import GANData
import GANEvaluation
import GANMetrics
import GANModels
import GANNumerics
import GANReports
import GANStore
import OrderedCollections

/// One audit from arguments to files.
struct AuditSession {
    var generator: String?
    var generated: String?
    var training: String
    var heldOut: String?
    var trainingLabels: String?
    var classNames: [String]?
    var samples: Int?
    var extractor: ExtractorChoice?
    var registry: ExtractorRegistry
    /// The discriminator's file, and how to read it.
    var discriminator: (path: String, model: GeneratorOptions)?
    var options: AuditOptions
    var memory: Int?
    var model: GeneratorOptions
    /// Rows to recover; nil for the usual number.
    var recover: Int?
    var withImages: Bool
    var rules: [AuditGate.Rule]
    var out: String
    var store: Store?
    var quiet: Bool
    var command: String

    /// How many samples of a generator are audited unless told otherwise.
    static let usualSamples = 10_000

    func run() throws -> AuditReport {
        let clock = StageClock()
        let bar = ProgressBar(quiet: quiet)
        defer { bar.clear() }
        let training = try SampleSources.open(self.training, labels: trainingLabels)
        try checkClassNames(of: training)
        let heldOut = try self.heldOut.map { try SampleSources.open($0) }
        var shared = SharedModelOptions()
        let plan = AuditRun.Plan(
            subject: try openSubject(&shared), training: training, heldOut: heldOut, options: options,
            extractor: extractor, extractors: registry,
            discriminator: try openDiscriminator(&shared, shape: training.shape), memory: memory,
            recoveredRows: recover)
        try shared.finish().forEach { Console.note($0) }
        let interruption = Interruption()
        let run = AuditRun(
            plan, cache: try StoreOptions.cache(store),
            listener: .init(
                progress: { bar.update($0.stage, share: $0.share) }, finished: { clock.finish($0) },
                told: { $0.severity == .note ? Console.note($0.message) : Console.warning($0.message) },
                shouldStop: { interruption.isRequested }))
        let outcome: AuditRun.Outcome
        do { outcome = try run.run() } catch let stopped as AuditRun.Stopped {
            bar.clear()
            Console.note(words(stopped))
            throw ExitCode(130)
        }
        // From here Ctrl-C ends the program as usual; one that came too late to be asked for stops it here.
        if interruption.end() {
            bar.clear()
            Console.note(words(.afterTheSearch))
            throw ExitCode(130)
        }

        bar.update("writing", share: 0)
        let (findings, samples) = (outcome.findings, outcome.samples)
        let named = classNames.map { NamedClasses(training, names: $0) } ?? training
        let report = AuditReport(
            findings: findings, subject: outcome.subject, training: try SourceSummary(of: training),
            heldOut: try heldOut.map { try SourceSummary(of: $0) }, evaluationProtocol: outcome.evaluationProtocol,
            gates: rules.map { AuditGate($0, findings) },
            gallery: withImages
                ? try AuditGallery(findings, samples: samples, training: training, limits: AuditGallery.Limits.page)
                : nil,
            latentPictures: withImages ? outcome.pictures : nil, isWithoutImages: !withImages,
            classes: findings.classNames(in: named), run: clock.record(command: command))
        try GateFiles.removeStale(in: out)
        try AuditWriter.write(report, to: URL(fileURLWithPath: out, isDirectory: true))
        return report
    }

    /// Throws `EvaluationError` where names are given and the training data have no classes, or more than there are names.
    private func checkClassNames(of training: any SampleSource) throws(EvaluationError) {
        guard let classNames else { return }
        guard let greatest = training.labels?.max() else { throw .namesWithoutLabels(source: training.name) }
        guard greatest < classNames.count else {
            throw .tooFewClassNames(count: classNames.count, source: training.name, greatest: greatest)
        }
    }

    private func words(_ stopped: AuditRun.Stopped) -> String {
        switch stopped {
        case .whileSearching where store == nil: "Stopped; without a store the search begins anew."
        case .whileSearching: "Stopped; the same command goes on where it was."
        case .afterTheSearch: "Stopped; the same command goes on after the search, where a store kept it."
        }
    }

    private func openSubject(_ shared: inout SharedModelOptions) throws -> EvaluationSubject {
        guard let generator else {
            let source = try SampleSources.open(generated ?? "")
            return .samples(source, count: samples ?? source.count)
        }
        let file = try ModelFile.open(generator)
        let loaded = try shared.open(try model.stated(for: file)) { try file.generator($0) }
        return .generator(
            loaded.generator, path: generator, facts: loaded.facts, seed: options.seed,
            count: samples ?? Self.usualSamples)
    }

    private func openDiscriminator(
        _ shared: inout SharedModelOptions, shape: SampleShape
    ) throws -> (any Discriminator)? {
        guard let discriminator else { return nil }
        let file = try ModelFile.open(discriminator.path)
        let own: Set<ModelOption> = [.select, .architecture]
        do {
            return try shared.open(try discriminator.model.stated(for: file), own: own) {
                try file.discriminator($0, shape: shape)
            }
        } catch let error as ModelOptionError where own.contains(error.option) {
            throw error.spelt("--discriminator-\(error.option.rawValue)")
        }
    }
}

/// A source whose classes are named by somebody.
private struct NamedClasses: SampleSource {
    let base: any SampleSource
    let classNames: [String]?

    init(_ base: any SampleSource, names: [String]) {
        self.base = base
        classNames = names
    }

    var name: String { base.name }
    var rule: String { base.rule }
    var count: Int { base.count }
    var shape: SampleShape { base.shape }
    var labels: [Int]? { base.labels }
    func contentDigest() throws -> String { try base.contentDigest() }
    func read(rows: Range<Int>) throws -> Matrix<Float> { try base.read(rows: rows) }
    func origin(of row: Int) -> String { base.origin(of: row) }
}
