import GANData
import GANMetrics
import GANModels
public import GANNumerics
import OrderedCollections

/// Runs one protocol over several subjects and compares them: samples → features → contributions → differences → words.
///
/// All subjects are measured in one feature space against the same rows of one reference, at the same latents where they share a
/// prior. The result is a function of the request alone. Memory is the samples and features of all subjects.
public struct Comparer {
    private let request: ComparisonRequest
    private let cache: any EvaluationCache
    private let stage: StageRunner

    /// A comparison by `request`; `cache` keeps features, and `progress` hears of stages from any thread.
    public init(
        _ request: ComparisonRequest, cache: any EvaluationCache = NoCache(),
        progress: @escaping @Sendable (StageProgress) -> Void = { _ in },
        finished: @escaping (String) -> Void = { _ in }
    ) {
        var request = request
        request.plan = NumberedClasses.numbered(request.plan)
        self.request = request
        self.cache = cache
        stage = StageRunner(progress: progress, finished: finished)
    }

    /// How many of the largest changes are kept for each candidate.
    static let changeLimit = 24

    /// Compares; who, when and where is for the caller to say, in the report's `run`, before or after.
    ///
    /// Throws `ComparisonError` and `EvaluationError` for subjects and sources that do not fit together, and what reading,
    /// sampling and the metrics throw.
    public func compare(record: RunRecord = .none) throws -> ComparisonReport {
        try check()
        let count = request.subjects.map(\.count).min() ?? 0
        let subjects = request.subjects.map { $0.limited(to: count) }
        let pairing = request.pairing
        let extractor = try stage("feature extractor") { share in
            try ExtractorStage(cache: cache, registry: request.extractors).extractor(
                request.extractor, reference: request.reference, progress: share)
        }
        let naming = try ClassNaming(
            given: request.classNames,
            space: extractor.classSpace ?? (request.reference.labels == nil ? nil : .referenceLabels),
            reference: request.reference, extractor: extractor.name, noun: "class")
        let samples = try stage("samples") { share in
            try subjects.enumerated().map { index, subject in
                try subject.draw(cache: cache) { share((Double(index) + $0) / Double(subjects.count)) }
            }
        }
        let features = FeatureStage(extractor: extractor, cache: cache)
        let (reference, heldOut, embedded) = try stage("features") { share in
            let parts = Double(subjects.count + 1)
            let reference = try features.embed(request.reference) { share($0 / parts) }
            let embedded = try subjects.indices.map { index in
                try features.embed(samples[index], identity: try subjects[index].identity()) {
                    share((Double(index) + 1 + $0) / parts)
                }
            }
            let heldOut = try request.heldOut.map { try features.embed($0) { _ in } }
            return (reference, heldOut, embedded)
        }
        let outcome = try stage("differences") { share in
            try ComparisonStage(
                reference: reference, heldOut: heldOut, subjects: embedded, isPaired: pairing.isPaired,
                seed: request.seed, neighbours: request.neighbours, permutations: request.permutations,
                referenceLabels: request.reference.labels, naming: naming
            ).measure(progress: share)
        }
        let failures = try stage("checks") { _ in
            try self.failures(samples, extractor: extractor, reference: reference)
        }
        let changes = stage("changes") { _ in
            pairing.isPaired ? self.changes(embedded.map(\.features), samples, outcome.classes) : []
        }
        var report = ComparisonReport(
            subjects: try subjects.map { try $0.summary() }, reference: try SourceSummary(of: request.reference),
            heldOut: try request.heldOut.map { try SourceSummary(of: $0) },
            evaluationProtocol: try ComparisonProtocol.of(
                request, subjects: subjects, extractor: extractor, samples: count, isPaired: pairing.isPaired,
                matchedCount: outcome.matchedCount),
            pairing: pairing, samples: count, extractor: extractor.name, metrics: outcome.metrics,
            classes: outcome.shares, changes: changes,
            doubts: try doubts(subjects, count: count) + outcome.doubts, run: record)
        report.failures = failures
        return report
    }

    /// The checks of a report that failed, each with the subjects that it failed for; those that take a search are left out.
    private func failures(
        _ samples: [Matrix<Float>], extractor: any FeatureExtractor, reference: Embedding
    ) throws -> [ComparisonReport.Failure] {
        let real = try SetFacts.of(request.reference, cache: cache)
        let heldOut = try request.heldOut.map { try SetFacts.of($0, cache: cache) }
        var found: [ComparisonReport.Failure] = []
        for (subject, rows) in samples.enumerated() {
            let context = CheckContext(
                reference: request.reference, samples: SetFacts.of(rows, shape: request.reference.shape), real: real,
                heldOut: heldOut, extractor: extractor, predicted: reference.probabilities?.greatestColumns)
            for check in try EvaluationChecks.run(context) where check.outcome == .failed {
                if let known = found.firstIndex(where: { $0.check == check }) {
                    found[known].subjects.append(subject)
                } else {
                    found.append(ComparisonReport.Failure(subjects: [subject], check: check))
                }
            }
        }
        return found
    }

    private func check() throws {
        guard request.subjects.count >= 2 else { throw ComparisonError.tooFewSubjects(count: request.subjects.count) }
        let reference = request.reference
        var shapes = request.subjects.map { ($0.name, $0.shape) }
        var counts = request.subjects.map { ($0.name, $0.count) } + [(reference.name, reference.count)]
        if let heldOut = request.heldOut {
            shapes.append((heldOut.name, heldOut.shape))
            counts.append((heldOut.name, heldOut.count))
        }
        for (name, shape) in shapes where shape != reference.shape {
            throw EvaluationError.shapesDiffer(
                source: name, found: shape, reference: reference.name, expected: reference.shape)
        }
        let needed = max(Evaluator.fewestSamples, request.neighbours + 1)
        for (name, count) in counts where count < needed {
            throw EvaluationError.tooFewSamples(source: name, count: count, needed: needed)
        }
        if let heldOut = request.heldOut, try heldOut.contentDigest() == reference.contentDigest() {
            throw EvaluationError.heldOutIsReference(source: heldOut.name)
        }
    }

    /// Of each candidate the samples that moved farthest from the baseline's.
    private func changes(
        _ features: [Matrix<Float>], _ samples: [Matrix<Float>], _ classes: [[String]]?
    ) -> [ComparisonReport.Changes] {
        features.indices.dropFirst().map { candidate in
            let distances = (0..<features[0].rows).map { row in
                zip(features[0].row(row), features[candidate].row(row)).reduce(0.0) { sum, pair in
                    let difference = Double(pair.0) - Double(pair.1)
                    return sum + difference * difference
                }.squareRoot()
            }
            let order = distances.indices.sorted { (distances[$1], $0) < (distances[$0], $1) }
            return ComparisonReport.Changes(
                subject: candidate, median: Statistics.median(distances),
                largest: order.prefix(Self.changeLimit).filter { distances[$0] > 0 }.map { row in
                    ComparisonReport.Change(
                        sample: row, distance: distances[row],
                        classes: classes.map { ($0[0][row], $0[candidate][row]) },
                        baseline: Array(samples[0].row(row)), candidate: Array(samples[candidate].row(row)))
                }, imageShape: request.reference.shape.imageShape)
        }
    }

    private func doubts(_ subjects: [EvaluationSubject], count: Int) throws -> [ComparisonDoubt] {
        var found: [ComparisonDoubt] = []
        for (index, subject) in request.subjects.enumerated() where subject.count > count {
            found.append(.fewerSamplesUsed(subject: index, count: subject.count, used: count))
        }
        let identities = try subjects.map { try $0.identity() }
        for second in identities.indices {
            for first in 0..<second where identities[first] == identities[second] {
                found.append(.equalSubjects(first, second))
            }
        }
        return found
    }
}

extension EvaluationSubject {
    /// The first `count` samples of it.
    func limited(to count: Int) -> EvaluationSubject {
        switch self {
        case .generator(let generator, let path, let facts, let seed, _):
            return .generator(generator, path: path, facts: facts, seed: seed, count: count)
        case .samples(let source, _): return .samples(source, count: count)
        }
    }
}
