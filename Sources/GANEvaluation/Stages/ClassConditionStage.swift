import GANData
import GANMetrics
import GANModels
import GANNumerics
import OrderedCollections

/// Holds samples of a generator of classes against what they were asked for.
struct ClassConditionStage {
    let asked: AskedClasses
    let reference: any SampleSource
    let heldOut: (any SampleSource)?
    /// Features and probabilities of samples, reference and held-out data, in one space.
    let generated: Embedding
    let real: Embedding
    let unseen: Embedding?
    /// What tells the reference's classes from features; nil where probabilities do, or nothing.
    let probe: LinearProbe?
    let extractor: any FeatureExtractor
    let cache: any EvaluationCache
    let seed: UInt64

    /// What is known of `samples`, `[n, d]`, which are what `identity` says.
    ///
    /// Throws what training, reading and the metrics throw.
    func panel(
        _ samples: Matrix<Float>, identity: [String], progress: (Double) -> Void
    ) throws -> ClassConditionPanel {
        var panel = ClassConditionPanel(
            origin: asked.origin, figures: [:], omitted: [:], classifiers: nil, classes: [])
        let names = [ClassAccuracy.name, ClassDistance.name, GANTrainAccuracy.name, GANTestAccuracy.name]
        func without(_ reason: String) -> ClassConditionPanel {
            for name in names { panel.omitted[name] = reason }
            return panel
        }
        guard let labels = reference.labels else { return without("needs the reference's classes: --reference-labels") }
        guard let own = asked.numbered(as: reference), own.count == samples.rows else {
            return without("needs classes that the reference has, one for each sample")
        }
        guard Set(own).count > 1 else { return without("needs two classes at least that samples were asked for") }
        let count = (labels.max() ?? 0) + 1
        for number in Set(own).sorted() {
            panel.classes.append(
                .init(
                    number: number, name: name(number), asked: own.count { $0 == number }))
        }
        addAccuracy(own, classes: count, to: &panel)
        progress(0.1)
        try addDistances(own, labels, classes: count, to: &panel)
        progress(0.2)
        let teaching = ClassTeaching(
            reference: reference, heldOut: heldOut, labels: labels, features: real.features, unseen: unseen?.features,
            space: extractor.digest, cache: cache, seed: seed)
        switch try teaching.scores(
            samples, features: generated.features, asked: own, identity: identity,
            progress: { progress(0.2 + 0.8 * $0) })
        {
        case .lacking(let reason):
            panel.omitted[GANTrainAccuracy.name] = reason
            panel.omitted[GANTestAccuracy.name] = reason
        case .found(let scores):
            panel.classifiers = scores.words
            panel.figures[GANTrainAccuracy.name] = scores.train
            panel.figures[GANTestAccuracy.name] = scores.test
            for place in panel.classes.indices {
                panel.classes[place].taught = scores.taught[panel.classes[place].number]
                panel.classes[place].taughtByReal = scores.taughtByReal[panel.classes[place].number]
            }
        }
        var ordered: OrderedDictionary<String, MetricResult> = [:]
        for entry in MetricRegistry.conditionFigures { ordered[entry.name] = panel.figures[entry.name] }
        panel.figures = ordered
        return panel
    }

    private func name(_ number: Int) -> String {
        guard let names = reference.classNames, names.indices.contains(number) else { return "class \(number)" }
        return names[number]
    }

    // MARK: By the report's features

    private func predicted(_ embedding: Embedding) -> [Int]? {
        if let probe { return probe.probabilities(embedding.features).greatestColumns }
        return extractor.classSpace == .referenceLabels ? embedding.probabilities?.greatestColumns : nil
    }

    private func addAccuracy(_ own: [Int], classes: Int, to panel: inout ClassConditionPanel) {
        guard let guesses = predicted(generated) else {
            panel.omitted[ClassAccuracy.name] = "needs features that tell the reference's classes"
            return
        }
        var real: ClassAccuracy.RealAccuracy?
        if let unseen, let truth = heldOut?.labels, let named = predicted(unseen), named.count == truth.count {
            real = .init(
                value: Double(zip(named, truth).count { $0 == $1 }) / Double(max(1, truth.count)),
                basis: "\(truth.count) held-out rows")
        } else if let accuracy = probe?.accuracy ?? (extractor as? ClassifierExtractor)?.accuracy {
            real = .init(value: accuracy, basis: "real rows that the classifier set aside")
        }
        let result = ClassAccuracy.evaluate(asked: own, predicted: guesses, classes: classes, real: real, seed: seed)
        panel.figures[ClassAccuracy.name] = result
        guard case .numbers(let shares)? = result.parts["class_accuracies"] else { return }
        for place in panel.classes.indices { panel.classes[place].accuracy = shares[panel.classes[place].number] }
    }

    private func addDistances(_ own: [Int], _ labels: [Int], classes: Int, to panel: inout ClassConditionPanel) throws {
        var fresh: (features: Matrix<Float>, labels: [Int])?
        if let unseen, let truth = heldOut?.labels, truth.count == unseen.features.rows {
            fresh = (unseen.features, truth)
        }
        guard
            let found = try ClassDistance.evaluate(
                samples: generated.features, asked: own, real: real.features, labels: labels, heldOut: fresh,
                classes: classes, seed: seed)
        else {
            panel.omitted[ClassDistance.name] = "needs 10 samples and real rows of a class at least"
            return
        }
        panel.figures[ClassDistance.name] = found.result
        for one in found.classes {
            guard let place = panel.classes.firstIndex(where: { $0.number == one.number }) else { continue }
            panel.classes[place].distance = one.value
            panel.classes[place].heldOutDistance = one.heldOut
        }
    }
}
