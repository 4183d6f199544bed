import GANData
import GANMetrics
import GANModels
public import GANNumerics
import GANText
import OrderedCollections

/// Runs a named protocol from sources to findings.
///
/// source → samples → features → metrics → findings, each stage in a file of its own. The result is a function of the
/// request alone; clock and machine come from the caller. Memory is the samples, one block of the reference, and the
/// features.
public struct Evaluator {
    private let request: EvaluationRequest
    private let cache: any EvaluationCache
    private let work: ReferenceWork
    private let stage: StageRunner

    /// `work` is that of an earlier evaluation against the same reference by the same protocol, if there was one.
    public init(
        _ request: EvaluationRequest, cache: any EvaluationCache = NoCache(), sharing work: ReferenceWork? = nil,
        progress: @escaping @Sendable (StageProgress) -> Void = { _ in },
        finished: @escaping (String) -> Void = { _ in }
    ) {
        var request = request
        request.plan = NumberedClasses.numbered(request.plan)
        self.request = request
        self.cache = cache
        self.work = work ?? ReferenceWork(request.plan, cache: cache)
        // The caller measures time.
        stage = StageRunner(progress: progress, finished: finished)
    }

    /// Fewer samples than this say nothing about a distribution.
    public static let fewestSamples = 2

    /// Evaluates; who, when and where is for the caller to say, in the report's `run`, before or after.
    ///
    /// Throws `EvaluationError` for sources that do not fit together, and what reading, sampling and the metrics throw.
    public func evaluate(record: RunRecord = .none) throws -> EvaluationReport {
        let found = try outcome(record: record, isShown: true)
        var report = found.report
        if case .generator(let generator, _, _, _, _) = request.subject {
            do {
                report.contributions = try stage("contributions") { _ in
                    ReportContributions(
                        prior: generator.latentPrior,
                        metrics: try ContributionStage.of(found.context))
                }
            } catch let error as MetricError {
                // The report's own figures are there; only comparing it in pairs is not possible.
                report.metrics[FrechetDistance.name]?.result.diagnostics.append(
                    Diagnostic(
                        code: "no_contributions", severity: .note,
                        message: "What each sample adds to the metrics is not kept: \(error.fact)."))
            }
        }
        return report
    }

    /// A report with what it was made of, for whoever asks more of the same samples.
    struct Outcome {
        var report: EvaluationReport
        var samples: Matrix<Float>
        var generated: Embedding
        var context: MetricContext
    }

    /// What only a report's page shows is left out unless it `isShown`: a series measures many checkpoints.
    func outcome(record: RunRecord = .none, isShown: Bool = false) throws -> Outcome {
        try check()
        let (subject, reference, heldOut) = (request.subject, request.reference, request.heldOut)

        let extractor = try stage("feature extractor") { share in try work.extractor(progress: share) }
        let naming = try Self.naming(request, extractor: extractor)
        let samples = try stage("samples", count: subject.count) { try subject.draw(cache: cache, progress: $0) }
        let identity = try subject.identity()
        let embedding = FeatureStage(extractor: extractor, cache: cache)
        let others = reference.count + (heldOut?.count ?? 0)
        let own = Double(samples.rows) / Double(samples.rows + others)
        let (generated, real) = try stage("features", count: samples.rows + others) { share in
            let generated = try embedding.embed(samples, identity: identity) { share(own * $0) }
            return (generated, try work.features { share(own + (1 - own) * $0) }.reference)
        }
        let appearance =
            try !request.metrics.readsImages
            ? nil
            : stage("appearance", count: samples.rows + others) { _ in
                try work.appearance(of: samples, identity: identity)
            }
        var images = ImageInputs(appearance: appearance)
        if ImagePairStage.isNeeded(request.metrics) {
            images.pairs = try stage("pairs of images") { share in
                try ImagePairStage(plan: request.plan, choice: request.metrics, cache: cache)
                    .measure(samples, identity: identity, progress: share)
            }
        }
        if request.metrics.contains(PerceptualPathLength.name) {
            images.paths = try stage("paths between latents") { share in
                try PathLengthStage(plan: request.plan, cache: cache).measure(subject, progress: share)
            }
        }
        let critics = try request.critics.map { budgets in
            try CriticStage(
                budgets: budgets, seed: request.seed, reference: reference, heldOut: heldOut, extractor: extractor,
                cache: cache, stage: stage
            ).train(
                samples: samples, identity: identity, generated: generated, real: real,
                heldOut: try work.features { _ in }.heldOut)
        }
        let distribution = try stage("quality and diversity") { share in
            try MeasuringStage(
                generated: generated, base: try work.distribution(count: samples.rows), choice: request.metrics,
                images: images, plain: try plainRows(samples, extractor), critics: critics,
                pixels: PixelExtractor(sampleShape: reference.shape).name
            ).measure(progress: share)
        }
        let memorization = try MemorizationStage(
            base: work.memorization, choice: request.metrics, stage: stage
        ).measure(samples: samples, identity: identity)

        var (tradeOff, sweepOmission): (TradeOff?, String?)
        if request.metrics == .report || request.sweepsTruncation {
            tradeOff = try stage("trade-off") { share in
                let found = TradeOffStage(
                    context: distribution.context, seed: request.seed, neighbours: request.neighbours)
                var result = try found.tradeOff()
                if request.sweepsTruncation {
                    sweepOmission = try found.sweepObstacle(subject)
                    if sweepOmission == nil {
                        result?.truncations = try found.truncations(subject, extractor: extractor, progress: share)
                    }
                }
                return result
            }
        }
        var (priors, priorOmission): ([PriorMismatch], String?) = ([], nil)
        if request.comparesPriors {
            let found = PriorStage(context: distribution.context, seed: request.seed, neighbours: request.neighbours)
            priorOmission = try found.obstacle(subject)
            if priorOmission == nil {
                priors = try stage("other priors") { share in
                    try found.mismatches(subject, extractor: extractor, progress: share)
                }
            }
        }
        let checks = try stage("checks") { _ in
            let facts = try work.facts()
            return try EvaluationChecks.run(
                CheckContext(
                    reference: reference, samples: SetFacts.of(samples, shape: reference.shape), real: facts.reference,
                    heldOut: facts.heldOut, extractor: extractor, predicted: real.probabilities?.greatestColumns,
                    heldOutNeighbours: work.memorization.fresh))
        }
        let (panel, fault) = try discriminator(
            samples: samples, generated: generated, identity: identity, base: try work.distribution(count: samples.rows)
        )
        let (gallery, modes, regions) = try stage("pictures") { _ in
            let pictures = GalleryStage(
                samples: samples, reference: reference, distribution: distribution, memorization: memorization,
                heldOut: isShown ? heldOut : nil, seed: request.seed)
            let rowClasses =
                Self.areProbed(request, extractor: extractor)
                ? reference.labels : Self.classes(of: reference, embedded: real, by: extractor.classSpace)
            return (
                try pictures.gallery(),
                try pictures.modes(naming: naming, rowClasses: rowClasses).map { table in
                    guard let result = distribution.measured.metrics[ModeCoverage.name]?.result else { return table }
                    return try ClassStage(
                        samples: samples, reference: reference, context: distribution.context,
                        realClasses: distribution.context.inputs.realClassCounts == nil
                            ? nil : real.probabilities?.greatestColumns, rowClasses: rowClasses
                    ).filled(table, by: result)
                },
                distribution.measured.metrics[DistinctBins.name] == nil
                    ? nil
                    : try RegionStage(
                        samples: samples, reference: reference, heldOut: heldOut, context: distribution.context,
                        classNames: request.classNames
                    ).table()
            )
        }
        let conditions =
            isShown
            ? try ConditionStages(request: request, work: work, cache: cache, stage: stage).found(
                samples, generated: generated, real: real, identity: identity) : nil
        var metrics = Self.inOrder(distribution.measured.metrics, memorization.measured.metrics)
        if let note = naming.note {
            metrics[ModeCoverage.name]?.result.diagnostics.append(
                Diagnostic(code: "classes_of_extractor", severity: .note, message: note))
        }
        for (name, result) in panel?.figures ?? [:] {
            metrics[name] = MeasuredMetric(name: name, extractor: MeasuredMetric.ownScores, result: result)
        }
        for (name, result) in conditions?.figures ?? [:] {
            metrics[name] = MeasuredMetric(
                name: name, extractor: MeasuredMetric.space(ofCondition: name, result, features: extractor.name),
                result: result)
        }
        var omitted = Self.inOrder(distribution.measured.omitted, memorization.measured.omitted)
        if metrics[ModeCoverage.name] == nil, request.metrics.contains(ModeCoverage.name),
            let reason = try work.probe().reason
        {
            omitted[ModeCoverage.name] = reason
        }
        omitted[TradeOffStage.sweepName] = sweepOmission
        omitted[PriorStage.name] = priorOmission
        var report = EvaluationReport(
            subject: try subject.summary(), reference: try SourceSummary(of: reference),
            heldOut: try heldOut.map { try SourceSummary(of: $0) },
            evaluationProtocol: try ReportProtocol.of(request, extractor: extractor), metrics: metrics,
            verdict: Judge(
                metrics: metrics, choice: request.metrics, samples: samples.rows, hasHeldOut: heldOut != nil,
                training: request.training, modes: modes, noun: noun, checks: checks,
                discriminatorFault: fault
            )
            .verdict(),
            gallery: gallery, modes: modes, distanceRatios: memorization.figure, training: request.training,
            run: record,
            omitted: omitted, checks: checks, discriminator: panel, discriminatorFault: fault, regions: regions,
            tradeOff: tradeOff)
        report.priors = priors
        report.translation = conditions?.translation
        report.classCondition = conditions?.classes
        if isShown {
            report.samples = try SampleTableStage(
                subject: subject, reference: reference, context: distribution.context, realism: distribution.realism,
                memorization: memorization, naming: naming
            ).table()
            report.appearance = AppearancePanel(distribution.context)
            if case .generator(let generator, _, _, let seed, _) = subject, request.metrics == .report {
                report.gallery.strips = try stage("latent space") { _ in
                    try LatentStage(generator: generator, seed: seed).strips()
                }
            }
        }
        return Outcome(report: report, samples: samples, generated: generated, context: distribution.context)
    }

    /// Rows in their own values, where regions of a network's features are counted.
    private func plainRows(_ samples: Matrix<Float>, _ extractor: any FeatureExtractor) throws -> PlainRows? {
        guard request.metrics.contains(DistinctBins.name) else { return nil }
        return try PlainStage(reference: request.reference, seed: request.seed).rows(samples, extractor)
    }

    /// What the discriminator knows; nothing without one, or where metrics were chosen and it was not given.
    ///
    /// Throws what is wrong with one that was given; of one that a checkpoint holds it is kept for the report.
    private func discriminator(
        samples: Matrix<Float>, generated: Embedding, identity: [String], base: FeatureBase
    ) throws -> (panel: DiscriminatorPanel?, fault: DiscriminatorFault?) {
        guard let judged = request.discriminator else { return (nil, nil) }
        if case .named = request.metrics, !judged.isGiven { return (nil, nil) }
        do {
            let count = samples.rows + min(samples.rows, request.reference.count)
            let panel = try stage("discriminator", count: count) { share in
                try DiscriminatorStage(
                    judged: judged, base: base, reference: request.reference, heldOut: request.heldOut,
                    sampleLabels: request.subject.labels, cache: cache, seed: request.seed
                ).panel(samples: samples, generated: generated.features, identity: identity, progress: share)
            }
            return (panel, nil)
        } catch let error where !judged.isGiven && (error is ModelError || error is MetricError) {
            return (nil, DiscriminatorFault(error, path: judged.path))
        } catch let fault as DiscriminatorFault {
            return (nil, fault)
        }
    }

    /// Everything that decides this evaluation's numbers; opens the extractor, or trains it, and throws what that throws, and
    /// `EvaluationError` for class names that name other classes.
    func evaluationProtocol() throws -> EvaluationProtocol {
        let extractor = try stage("feature extractor") { share in try work.extractor(progress: share) }
        // What no checkpoint can be measured with is no checkpoint's fault.
        _ = try Self.naming(request, extractor: extractor)
        return try ReportProtocol.of(request, extractor: extractor)
    }

    /// What the classes or modes that `mode_coverage` counts are called.
    ///
    /// Throws `EvaluationError` for names that somebody gave and that name other classes.
    static func naming(
        _ request: EvaluationRequest, extractor: any FeatureExtractor
    ) throws(EvaluationError) -> ClassNaming {
        let reference = request.reference
        let areProbed = areProbed(request, extractor: extractor)
        let noun = reference.shape.isImage ? "class" : "mode"
        return try ClassNaming(
            given: request.classNames,
            space: areProbed
                ? .referenceLabels : extractor.classSpace ?? (reference.knownModes == nil ? nil : .referenceLabels),
            reference: reference, extractor: extractor.name, noun: noun)
    }

    /// Whether a linear probe of the reference's labels tells its classes: where nothing else does, or a report would count none.
    static func areProbed(_ request: EvaluationRequest, extractor: any FeatureExtractor) -> Bool {
        guard ReferenceWork.mayProbe(request.reference, extractor: extractor),
            let labels = request.reference.labels, LinearProbe.obstacle(labels: labels) == nil
        else { return false }
        return extractor.classSpace == nil || request.metrics == .report
    }

    /// The class of each row of the reference, in the space of the extractor's probabilities; nil where it has none.
    ///
    /// The reference's own labels are it where the extractor learnt them, else the likeliest class. O(rows · classes).
    private static func classes(
        of reference: any SampleSource, embedded: Embedding, by space: ClassSpace?
    ) -> [Int]? {
        guard let probabilities = embedded.probabilities else { return nil }
        if space == .referenceLabels, let labels = reference.labels { return labels }
        return probabilities.greatestColumns
    }

    /// What two spaces gave, in the registry's order.
    private static func inOrder<Value>(
        _ first: OrderedDictionary<String, Value>, _ second: OrderedDictionary<String, Value>
    ) -> OrderedDictionary<String, Value> {
        let both = first.merging(second) { $1 }
        var ordered: OrderedDictionary<String, Value> = [:]
        for entry in MetricRegistry.all { ordered[entry.name] = both[entry.name] }
        return ordered
    }

    private var noun: String { request.reference.shape.isImage ? "image" : "point" }

    private func check() throws {
        if case .named(let names) = request.metrics {
            for name in names where MetricRegistry.metric(named: name) == nil {
                throw MetricError.unknownMetric(name: name)
            }
        }
        let reference = request.reference
        // Weights that were named are read before anything is measured.
        _ = try request.plan.extractors.lpipsRule(sampleShape: reference.shape)
        let others: [(String, SampleShape)] =
            [(request.subject.name, request.subject.shape)] + (request.heldOut.map { [($0.name, $0.shape)] } ?? [])
        for (name, shape) in others where shape != reference.shape {
            throw EvaluationError.shapesDiffer(
                source: name, found: shape, reference: reference.name, expected: reference.shape)
        }
        try request.translation?.check(
            outputs: request.subject.name, count: request.subject.all, shape: reference.shape)
        if let discriminator = request.discriminator, discriminator.isGiven {
            try discriminator.check(shape: reference.shape)
        }
        let needed = max(Self.fewestSamples, request.neighbours + 1)
        let counts =
            [(request.subject.name, request.subject.count), (reference.name, reference.count)]
            + (request.heldOut.map { [($0.name, $0.count)] } ?? [])
        for (name, count) in counts where count < needed {
            throw EvaluationError.tooFewSamples(source: name, count: count, needed: needed)
        }
        if let heldOut = request.heldOut, try heldOut.contentDigest() == reference.contentDigest() {
            throw EvaluationError.heldOutIsReference(source: heldOut.name)
        }
    }
}
