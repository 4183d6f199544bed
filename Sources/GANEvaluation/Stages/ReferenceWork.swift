import GANData
import GANMetrics
public import GANModels
import GANNumerics
import GANText

/// What evaluations against one reference have in common, done once: the extractor, features, and everything that real
/// data alone decide.
///
/// A single report makes one and lets it go; a series keeps it for all its checkpoints. What it holds does not change what
/// comes out: every figure is that of an evaluation of its own. Memory is the features of reference and held-out data,
/// k neighbours of each held-out row, one number for each training row that a sample was near to, and the training rows themselves where
/// they have at most 2²⁴ values. For one thread.
public final class ReferenceWork {
    private let plan: MeasuringPlan
    let cache: any EvaluationCache

    private var openedExtractor: (any FeatureExtractor)?
    private var embedded: (reference: Embedding, heldOut: Embedding?)?
    private var looks: (reference: Matrix<Float>, heldOut: Matrix<Float>?)?
    private var distributions: [Int: FeatureBase] = [:]
    private var distances: MemorizationBase?
    private var probed: (taught: LinearProbe?, reason: String?)?
    private var gathered: (reference: SetFacts, heldOut: SetFacts?)?

    /// The work of evaluations by `plan`; `cache` keeps what is slow to compute.
    public init(_ plan: MeasuringPlan, cache: any EvaluationCache) {
        self.plan = NumberedClasses.numbered(plan)
        self.cache = cache
    }

    var reference: any SampleSource { plan.reference }
    var heldOut: (any SampleSource)? { plan.heldOut }

    /// The extractor, opened or trained at the first call.
    ///
    /// Throws what opening and training throw.
    public func extractor(progress: (Double) -> Void = { _ in }) throws -> any FeatureExtractor {
        if let openedExtractor { return openedExtractor }
        let opened = try ExtractorStage(cache: cache, registry: plan.extractors).extractor(
            plan.extractor, reference: reference, progress: progress)
        openedExtractor = opened
        return opened
    }

    /// The features of reference and held-out data, extracted at the first call; `progress` hears the finished share.
    func features(progress: (Double) -> Void) throws -> (reference: Embedding, heldOut: Embedding?) {
        if let embedded { return embedded }
        let stage = FeatureStage(extractor: try extractor(), cache: cache)
        let (real, fresh) = (Double(reference.count), Double(heldOut?.count ?? 0))
        let found = (
            reference: try stage.embed(reference) { progress($0 * real / (real + fresh)) },
            heldOut: try heldOut.map { try stage.embed($0) { progress((real + $0 * fresh) / (real + fresh)) } }
        )
        embedded = found
        return found
    }

    /// What `samples` look like beside reference and held-out data; nil where they are no images.
    ///
    /// `identity` says what they are.
    func appearance(of samples: Matrix<Float>, identity: [String]) throws -> MetricInputs.Appearance? {
        guard let stage = AppearanceStage(shape: reference.shape, cache: cache) else { return nil }
        let real = try looks ?? (reference: stage.measure(reference), heldOut: heldOut.map { try stage.measure($0) })
        looks = real
        return .init(
            real: real.reference, generated: try stage.measure(samples, identity: identity), heldOut: real.heldOut)
    }

    /// What checks know of reference and held-out data, gathered at the first call.
    func facts() throws -> (reference: SetFacts, heldOut: SetFacts?) {
        if let gathered { return gathered }
        let found = (
            reference: try SetFacts.of(reference, cache: cache),
            heldOut: try heldOut.map { try SetFacts.of($0, cache: cache) }
        )
        gathered = found
        return found
    }

    /// What real data give where `count` samples are judged.
    func distribution(count: Int) throws -> FeatureBase {
        if let base = distributions[count] { return base }
        let (real, fresh) = try features { _ in }
        let base = FeatureBase(
            reference: real, heldOut: fresh, extractor: try extractor().name, seed: plan.seed,
            neighbours: plan.neighbours,
            modes: reference.knownModes,
            classes: (areOwn: try extractor().classSpace == .referenceLabels, confusion: try confusion(fresh)),
            probe: try probe().taught, bins: plan.bins, count: count)
        distributions[count] = base
        return base
    }

    /// A probe of the reference's labels in the extractor's space, taught at the first call.
    ///
    /// Nothing where the extractor tells the labels itself, or there are none; `reason` says why there is none though there are labels.
    func probe() throws -> (taught: LinearProbe?, reason: String?) {
        if let probed { return probed }
        let found = try teach()
        probed = found
        return found
    }

    private func teach() throws -> (taught: LinearProbe?, reason: String?) {
        guard try Self.mayProbe(reference, extractor: extractor()), let labels = reference.labels else {
            return (nil, nil)
        }
        if let obstacle = LinearProbe.obstacle(labels: labels) { return (nil, obstacle) }
        let probe = try LinearProbe.train(try features { _ in }.reference.features, labels: labels, seed: plan.seed)
        guard probe.isUseful else {
            return (
                nil,
                "a linear probe of the labels names \(FigureText.percent(probe.accuracy)) of \(probe.heldOutRows) rows set aside "
                    + "rightly, and always naming the commonest class \(FigureText.percent(probe.commonest))"
            )
        }
        return (probe, nil)
    }

    /// Whether labels are there that nothing else tells.
    static func mayProbe(_ reference: any SampleSource, extractor: any FeatureExtractor) -> Bool {
        reference.labels != nil && reference.knownModes == nil && extractor.classSpace != .referenceLabels
    }

    /// Of more classes no errors are counted, for their table has a number for each pair: 32 MB of so many.
    private static let mostConfused = 2000

    /// How often the extractor takes one class of the reference for another: from held-out labels where there are some, else from the
    /// share that it got right of the images that its training set aside, every error as likely; nil where nobody knows.
    private func confusion(_ heldOut: Embedding?) throws -> Matrix<Double>? {
        let extractor = try extractor()
        guard extractor.classSpace == .referenceLabels else { return nil }
        let most = Self.mostConfused
        if let probabilities = heldOut?.probabilities, probabilities.columns > most { return nil }
        if let classifier = extractor as? ClassifierExtractor, classifier.classNames.count > most { return nil }
        if let probabilities = heldOut?.probabilities, let labels = self.heldOut?.labels,
            labels.count == probabilities.rows
        {
            return ModeCoverage.confusion(probabilities, labels: labels)
        }
        guard let classifier = extractor as? ClassifierExtractor, let accuracy = classifier.accuracy else { return nil }
        let classes = classifier.classNames.count
        var shares = Matrix<Double>(
            rows: classes, columns: classes, repeating: (1 - accuracy) / Double(max(1, classes - 1)))
        for place in 0..<classes { shares[place, place] = accuracy }
        return shares
    }

    /// What distances to the training set need besides samples.
    var memorization: MemorizationBase {
        if let distances { return distances }
        let base = MemorizationBase(training: reference, heldOut: heldOut, cache: cache)
        distances = base
        return base
    }
}
