public import GANData
public import GANEvaluation
public import GANMetrics
public import GANModels
public import GANNumerics
import GANText

/// One audit from a subject and its training data to findings: the search, which goes on where an earlier one was stopped, and a look
/// into the generator's latent space.
///
/// Samples and an unfinished search are kept in the cache. The same plan gives the same findings for any number of threads and
/// however often the work was stopped.
public struct AuditRun {
    /// What is audited, against what, and how.
    public struct Plan: Sendable {
        /// The generator, or samples that somebody made before.
        public var subject: EvaluationSubject
        /// The rows that the generator was trained on.
        public var training: any SampleSource
        /// Rows of the same kind that it was not trained on.
        public var heldOut: (any SampleSource)?
        /// How to search, and how sure to be.
        public var options: AuditOptions
        /// A feature space to search as well.
        public var extractor: ExtractorChoice?
        /// Where networks that `extractor` names are found.
        public var extractors: ExtractorRegistry
        /// The discriminator that was trained with the generator.
        public var discriminator: (any Discriminator)?
        /// About how many bytes to use; nil to size blocks as `options` do.
        public var memory: Int?
        /// Rows of each split to recover from the latent space; nil for the usual number, 0 to leave the latent space alone.
        public var recoveredRows: Int?
        /// Names for the training data's class numbers, where its files do not hold them; they change no figure.
        public var classNames: [String]?

        /// Asks for an audit of `subject` against `training`, with p-values where there are `heldOut` rows.
        ///
        /// Nothing is read here; the run throws for sources of other shapes, options out of range, and names that do not fit. `memory` is in
        /// bytes.
        public init(
            subject: EvaluationSubject, training: any SampleSource, heldOut: (any SampleSource)? = nil,
            options: AuditOptions = AuditOptions(), extractor: ExtractorChoice? = nil,
            extractors: ExtractorRegistry = ExtractorRegistry(folder: ""), discriminator: (any Discriminator)? = nil,
            memory: Int? = nil, recoveredRows: Int? = nil, classNames: [String]? = nil
        ) {
            self.subject = subject
            self.training = training
            self.heldOut = heldOut
            self.options = options
            self.extractor = extractor
            self.extractors = extractors
            self.discriminator = discriminator
            self.memory = memory
            self.recoveredRows = recoveredRows
            self.classNames = classNames
        }
    }

    /// What whoever asked for the audit hears while it runs.
    public struct Listener {
        /// How far the work is, from any thread.
        public var progress: @Sendable (StageProgress) -> Void
        /// The end of a stage, by its name; the caller measures time.
        public var finished: (String) -> Void
        /// Something to know that does not stop the work.
        public var told: (Notice) -> Void
        /// Whether to stop at the next whole step.
        public var shouldStop: () -> Bool

        /// Hears nothing but what is given.
        public init(
            progress: @escaping @Sendable (StageProgress) -> Void = { _ in },
            finished: @escaping (String) -> Void = { _ in }, told: @escaping (Notice) -> Void = { _ in },
            shouldStop: @escaping () -> Bool = { false }
        ) {
            self.progress = progress
            self.finished = finished
            self.told = told
            self.shouldStop = shouldStop
        }
    }

    /// Something to know that does not stop the work.
    public enum Notice: Sendable, Equatable {
        /// Memory allows so many threads only.
        case fewerThreads(Int)
        /// The search that the cache keeps is of no use.
        case searchBeginsAnew

        /// Whether the user would want to know why the work takes longer than it should.
        package var isWarning: Bool { self == .searchBeginsAnew }
    }

    /// Where an audit was when it was asked to stop.
    public enum Stopped: Error {
        /// The search goes on from there, where a cache keeps it.
        case whileSearching
        /// The search is done, and kept where there is a cache.
        case afterTheSearch
    }

    /// What came of an audit.
    public struct Outcome: Sendable {
        /// All that was found.
        public var findings: AuditFindings
        /// What was audited.
        public var subject: Subject
        /// The samples that were searched.
        public var samples: any SampleSource
        /// What decided the figures; its fingerprint tells whether two audits are comparable.
        public var evaluationProtocol: EvaluationProtocol
        /// Pictures behind what was found in the latent space; nil without any.
        public var pictures: LatentPictures?
        /// The classes of the training rows that the findings name, by row; empty without labels.
        public var classes: [Int: String]
    }

    private let plan: Plan
    private let cache: any EvaluationCache
    private let listener: Listener

    /// An audit by `plan`; `cache` keeps samples and the search.
    public init(_ plan: Plan, cache: any EvaluationCache = NoCache(), listener: Listener = Listener()) {
        self.plan = plan
        self.cache = cache
        self.listener = listener
    }

    /// Audits.
    ///
    /// Throws `AuditError` for sources and options that do not fit together, `EvaluationError` for class names of nothing or too few, what reading, sampling and embedding throw, and `Stopped`.
    public func run() throws -> Outcome {
        try checkClassNames()
        let progress = listener.progress
        let samples = try plan.subject.source(cache: cache) { progress(StageProgress(stage: "sampling", share: $0)) }
        listener.finished("sampling")
        var options = plan.options
        var extractorDigest: String?
        if let extractor = plan.extractor {
            let opened = try extractor.extractor(
                for: plan.training, registry: plan.extractors, cache: cache
            ) { progress(StageProgress(stage: "preparing the extractor", share: $0)) }
            options.embeddings = [AuditEmbedding(opened)]
            extractorDigest = opened.digest
            listener.finished("extractor")
        }
        if let discriminator = plan.discriminator {
            options.discriminator = try AuditDiscriminator(discriminator, shape: plan.training.shape)
        }
        let threads = try plan.memory.map { try bound(&options, to: $0, samples: samples) } ?? Parallel.threadCount
        let evaluationProtocol = try AuditProtocol.of(
            training: plan.training, heldOut: plan.heldOut, samples: samples.count, options: options,
            extractor: extractorDigest, discriminator: plan.discriminator?.digest, recoveredRows: latentRows)
        let (findings, pictures) = try Parallel.withThreads(atMost: threads) {
            var findings = try search(samples, options, evaluationProtocol)
            listener.finished("audit")
            let pictures = try lookIntoLatents(samples, &findings)
            return (findings, pictures)
        }
        if case .generator = plan.subject { listener.finished("latent space") }
        return Outcome(
            findings: findings, subject: try plan.subject.summary(), samples: samples,
            evaluationProtocol: evaluationProtocol, pictures: pictures,
            classes: findings.classNames(in: plan.training, names: plan.classNames))
    }

    /// Throws `EvaluationError` where names are given and the training data have no classes, or more than there are names.
    private func checkClassNames() throws(EvaluationError) {
        guard let names = plan.classNames else { return }
        guard let greatest = plan.training.labels?.max() else {
            throw .namesWithoutLabels(source: plan.training.name)
        }
        guard greatest < names.count else {
            throw .tooFewClassNames(count: names.count, source: plan.training.name, greatest: greatest)
        }
        if let own = plan.training.classNames, own.count != names.count {
            throw .classNamesDiffer(count: names.count, source: plan.training.name, classes: own)
        }
    }

    /// Sizes blocks, and says how many threads there is memory for.
    private func bound(
        _ options: inout AuditOptions, to memory: Int, samples: any SampleSource
    ) throws -> Int {
        let found = try AuditMemory(
            samples: samples, training: plan.training, heldOut: plan.heldOut, options: options
        ).plan(memory)
        (options.blockBytes, options.setBytes) = (found.blockBytes, found.setBytes)
        guard found.threads < Parallel.threadCount else { return Parallel.threadCount }
        listener.told(.fewerThreads(found.threads))
        return found.threads
    }

    // MARK: The search

    private static let stateKind = "audit search/1"
    /// Saving takes about a second for large audits.
    private static let saveEvery = Duration.seconds(20)

    /// Searches from where an interrupted search of the same input stopped; one that is finished only weighs again.
    private func search(
        _ samples: any SampleSource, _ options: AuditOptions, _ evaluationProtocol: EvaluationProtocol
    ) throws -> AuditFindings {
        // Levels decide what is said about a search, not what it finds.
        let fields = evaluationProtocol.fields.filter { !AuditProtocol.levels.contains($0.key) }
        let ingredients =
            fields.map { "\($0.key) \($0.value)" }
            + [try samples.contentDigest(), "block \(options.blockBytes)", "ganeval \(ToolVersion.current)"]
        guard let state = cache.find(kind: Self.stateKind, ingredients: ingredients) else {
            return try search(samples, options, ingredients, from: nil)
        }
        do {
            return try search(samples, options, ingredients, from: state)
        } catch AuditError.otherAudit, AuditError.damagedState {
            listener.told(.searchBeginsAnew)
            return try search(samples, options, ingredients, from: nil)
        }
    }

    private func search(
        _ samples: any SampleSource, _ options: AuditOptions, _ ingredients: [String], from saved: [UInt8]?
    ) throws -> AuditFindings {
        var last: (state: AuditSearchState, time: ContinuousClock.Instant, isKept: Bool)?
        let started = ContinuousClock.now
        func keep(_ state: AuditSearchState) {
            cache.keep(state.bytes(), kind: Self.stateKind, ingredients: ingredients)
        }
        let findings = try Audit.run(
            samples: samples, training: plan.training, heldOut: plan.heldOut, options: options, resuming: saved,
            cache: cache, progress: listener.progress,
            saved: { state in
                let now = ContinuousClock.now
                let isDue = now - (last?.time ?? started) > Self.saveEvery
                let isStopping = listener.shouldStop()
                if isDue || isStopping { keep(state) }
                last = (state, isDue ? now : last?.time ?? started, isDue)
                if isStopping { throw Stopped.whileSearching }
            })
        if let last, !last.isKept { keep(last.state) }
        return findings
    }

    // MARK: The latent space

    /// How many rows of each split are recovered.
    private var latentRows: Int {
        guard case .generator(let generator, _, _, _, _) = plan.subject else { return 0 }
        return plan.recoveredRows ?? (generator is NetworkGenerator ? LatentOptions.usualRows : 0)
    }

    /// Adds what was found to `findings`; the pictures behind it, where there are any.
    private func lookIntoLatents(
        _ samples: any SampleSource, _ findings: inout AuditFindings
    ) throws -> LatentPictures? {
        guard case .generator(let generator, _, _, _, _) = plan.subject, plan.recoveredRows != 0 else { return nil }
        let options = LatentOptions(rows: latentRows, seed: plan.options.seed)
        if options.rows == 0 {
            findings.doubts.append(
                .rowsNotRecovered(
                    samplesForEach: LatentAudit.samplesForEachRow(of: generator, options: options),
                    usual: LatentOptions.usualRows))
        }
        let outcome = try LatentAudit.run(
            findings, generator: generator, samples: samples, training: plan.training, heldOut: plan.heldOut,
            options: options, progress: listener.progress,
            check: { if listener.shouldStop() { throw Stopped.afterTheSearch } })
        let isEmpty = outcome.findings.recovery == nil && outcome.findings.basins.isEmpty
        if !isEmpty { findings.add(outcome.findings) }
        return outcome.pictures
    }
}
