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
        // Minutes of work must not end at a folder that can't be written.
        try OutputFolder.check(out)
        try OutputFolder.check(
            outputs: AuditWriter.fileNames.map { "\(out)/\($0)" },
            against: [
                ("the training data", self.training), ("the held-out data", self.heldOut),
                ("the generated samples", generated), ("the generator", generator),
                ("the training labels", trainingLabels), ("the discriminator", discriminator?.path),
            ])
        let clock = StageClock()
        let bar = ProgressBar(quiet: quiet)
        defer { bar.clear() }
        let cache: any EvaluationCache =
            try store.map { try StoreCache(store: $0) { message in Console.warning(message) } } ?? NoCache()
        let training = try SampleSources.open(self.training, labels: trainingLabels)
        try checkClassNames(of: training)
        let heldOut = try self.heldOut.map { try SampleSources.open($0) }
        var shared = SharedModelOptions()
        let subject = try openSubject(&shared)
        let judge = try openDiscriminator(&shared, shape: training.shape)
        try shared.finish().forEach { Console.note($0) }
        let samples = try subject.source(cache: cache) { bar.update("sampling", share: $0) }
        clock.finish("sampling")

        var options = options
        var extractorDigest: String?
        if let extractor {
            let opened = try extractor.extractor(for: training, registry: registry, cache: cache) {
                bar.update("preparing the extractor", share: $0)
            }
            options.embeddings = [AuditEmbedding(opened)]
            extractorDigest = opened.digest
            clock.finish("extractor")
        }
        if let judge { options.discriminator = try AuditDiscriminator(judge, shape: training.shape) }
        var threads = Parallel.threadCount
        if let memory {
            let plan = try AuditMemory(samples: samples, training: training, heldOut: heldOut, options: options)
                .plan(memory)
            (options.blockBytes, options.setBytes) = (plan.blockBytes, plan.setBytes)
            if plan.threads < Parallel.threadCount {
                threads = plan.threads
                Console.note("\(plan.threads) threads: there is no memory for more within --memory.")
            }
        }
        let evaluationProtocol = try AuditProtocol.of(
            training: training, heldOut: heldOut, samples: samples.count, options: options, extractor: extractorDigest,
            discriminator: judge?.digest, recoveredRows: LatentStage.rows(of: subject, asked: recover))
        let interruption = Interruption()
        let (findings, pictures) = try Parallel.withThreads(atMost: threads) {
            var findings = try search(
                samples, training, heldOut, options, evaluationProtocol, cache, interruption, bar)
            clock.finish("audit")
            let stage = LatentStage(asked: recover, seed: options.seed, bar: bar, interruption: interruption)
            let pictures = try stage.run(subject, samples: samples, training: training, heldOut: heldOut, &findings)
            return (findings, pictures)
        }
        if generator != nil { clock.finish("latent space") }

        bar.update("writing", share: 0)
        let named = classNames.map { NamedClasses(training, names: $0) } ?? training
        var report = AuditReport(
            findings: findings, subject: try subject.described(), training: try Self.summary(training),
            heldOut: try heldOut.map { try Self.summary($0) }, evaluationProtocol: evaluationProtocol,
            gates: rules.map { AuditGate($0, findings) },
            gallery: withImages
                ? try AuditGallery(
                    findings, samples: samples, training: training, limits: AuditGallery.Limits.page) : nil,
            latentPictures: withImages ? pictures : nil,
            isWithoutImages: !withImages, classes: findings.classNames(in: named),
            run: clock.record(command: command))
        report.run = clock.record(command: command)
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

    /// Searches from where an interrupted search of the same input stopped; one that is finished only weighs again.
    private func search(
        _ samples: any SampleSource, _ training: any SampleSource, _ heldOut: (any SampleSource)?,
        _ options: AuditOptions, _ evaluationProtocol: EvaluationProtocol, _ cache: any EvaluationCache,
        _ interruption: Interruption, _ bar: ProgressBar
    ) throws -> AuditFindings {
        // Levels decide what is said about a search, not what it finds.
        let fields = evaluationProtocol.fields.filter { !AuditProtocol.levels.contains($0.key) }
        let ingredients =
            fields.map { "\($0.key) \($0.value)" } + [try samples.contentDigest(), "block \(options.blockBytes)"]
        func audit(resuming: [UInt8]?) throws -> AuditFindings {
            var last: (state: AuditSearchState, time: ContinuousClock.Instant, isKept: Bool)?
            let started = ContinuousClock.now
            func keep(_ state: AuditSearchState) {
                cache.keep(state.bytes(), kind: Self.stateKind, ingredients: ingredients)
            }
            let findings = try GANAudit.Audit.run(
                samples: samples, training: training, heldOut: heldOut, options: options, resuming: resuming,
                progress: { bar.update($0.stage, share: $0.share) },
                saved: { state in
                    let now = ContinuousClock.now
                    let isDue = now - (last?.time ?? started) > Self.saveEvery
                    if isDue || interruption.isRequested { keep(state) }
                    last = (state, isDue ? now : last?.time ?? started, isDue)
                    guard interruption.isRequested else { return }
                    bar.clear()
                    Console.note(
                        store == nil
                            ? "Stopped; without a store the search begins anew."
                            : "Stopped; the same command goes on where it was.")
                    throw ExitCode(130)
                })
            if let last, !last.isKept { keep(last.state) }
            return findings
        }
        guard let state = cache.find(kind: Self.stateKind, ingredients: ingredients) else {
            return try audit(resuming: nil)
        }
        do {
            return try audit(resuming: state)
        } catch AuditError.otherAudit, AuditError.damagedState {
            Console.warning("The saved search is of no use; it begins anew.")
            return try audit(resuming: nil)
        }
    }

    private static let stateKind = "audit search/1"
    /// Saving takes about a second for large audits.
    private static let saveEvery = Duration.seconds(20)

    private static func summary(_ source: any SampleSource) throws -> SourceSummary {
        SourceSummary(
            name: source.name, count: source.count, shape: "\(source.shape)", rule: source.rule,
            digest: try source.contentDigest())
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
