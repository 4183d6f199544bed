import GANData
import GANMetrics
import GANModels
import GANNumerics
import GANText
import OrderedCollections

/// GAN-train and GAN-test: a classifier taught by samples and one taught by as many real rows, both asked about real rows that neither was taught.
///
/// Small images are named by the network of the extractor "classifier", larger ones and vectors by a linear probe of features. Everything follows from contents and the
/// seed; what was named is cached.
struct ClassTeaching {
    let reference: any SampleSource
    let heldOut: (any SampleSource)?
    let labels: [Int]
    let features: Matrix<Float>
    let unseen: Matrix<Float>?
    /// What decides the features.
    let space: String
    let cache: any EvaluationCache
    let seed: UInt64

    private static let (mostTaught, mostTested) = (5000, 2000)
    private static let (fewestEach, fewestTested) = (10, 50)
    private static let largestImage = 64 * 64 * 3
    private static let options = ClassifierTrainer.Options(epochs: 3, fewestSteps: 300, setAside: 0)

    /// What both classifiers got right.
    struct Scores {
        var train: MetricResult
        var test: MetricResult
        /// The share of each class's real rows that each names rightly.
        var taught: [Int: Double]
        var taughtByReal: [Int: Double]
        var words: String
    }

    enum Outcome {
        case found(Scores)
        /// What is missing, as a clause.
        case lacking(String)
    }

    /// Rows that are taught, and rows that are asked about.
    private struct Split {
        var taught: [Int]
        /// Of held-out data where these have labels, else of the reference.
        var tested: [Int]
        var testsHeldOut: Bool
    }

    private func split(_ count: Int) -> Split? {
        var stream = SeededGenerator(seed: seed).split("rows that teach classes")
        if let heldOut, let truth = heldOut.labels, truth.count >= Self.fewestTested {
            let taught = stream.sample(min(count, labels.count), below: labels.count)
            return Split(
                taught: taught.sorted(),
                tested: stream.sample(min(Self.mostTested, truth.count), below: truth.count).sorted(),
                testsHeldOut: true)
        }
        let order = stream.permutation(of: labels.count)
        let tested = min(Self.mostTested, labels.count / 2)
        guard tested >= Self.fewestTested else { return nil }
        return Split(
            taught: Array(order[tested...].prefix(count)).sorted(), tested: order[..<tested].sorted(),
            testsHeldOut: false)
    }

    /// Both scores of `samples`, whose features are `features` and whose classes `asked`.
    func scores(
        _ samples: Matrix<Float>, features own: Matrix<Float>, asked: [Int], identity: [String],
        progress: (Double) -> Void
    ) throws -> Outcome {
        let classes = (labels.max() ?? 0) + 1
        let split = split(min(Self.mostTaught, samples.rows))
        // As many samples as real rows teach, drawn: sources may be sorted by class.
        let count = min(Self.mostTaught, samples.rows, split?.taught.count ?? 0)
        var stream = SeededGenerator(seed: seed).split("samples that teach classes")
        let chosen = stream.sample(count, below: samples.rows).sorted()
        let (samples, own, asked) = (samples.rows(at: chosen), own.rows(at: chosen), chosen.map { asked[$0] })
        guard let split, split.taught.count >= Self.fewestEach * Set(labels).count,
            count >= Self.fewestEach * Set(asked).count
        else {
            return .lacking(
                "needs \(Self.fewestEach) samples and real rows of each class at least, and as many to ask about")
        }
        guard Set(split.taught.map { labels[$0] }).count > 1, Set(asked).count > 1 else {
            return .lacking("needs two classes at least among the rows that teach")
        }
        let isNetwork = reference.shape.isImage && reference.shape.size <= Self.largestImage
        let truth =
            split.testsHeldOut ? split.tested.map { heldOut?.labels?[$0] ?? -1 } : split.tested.map { labels[$0] }
        var ingredients = identity + asked.map { "\($0)" }
        ingredients += [try reference.contentDigest(), try heldOut?.contentDigest() ?? "none", "seed \(seed)"]
        ingredients += isNetwork ? [Self.options.rule] : ["linear probe", space]
        let named = try cache.matrices(kind: "taught classes/2", ingredients: ingredients) {
            isNetwork
                ? try byNetwork(samples, asked, split, progress)
                : try byProbe(own, asked, split)
        }
        progress(1)
        guard named.count == 3 else { return .lacking("needs classifiers, and what was kept of them can't be read") }
        let (bySamples, byReal, ofSamples) = (classNumbers(named[0]), classNumbers(named[1]), classNumbers(named[2]))
        let rows = split.testsHeldOut ? "held-out rows" : "other rows of the reference"
        let taughtByReal = ClassAccuracy.share(zip(byReal, truth).count { $0 == $1 }, of: truth.count)
        var train = ClassAccuracy.share(zip(bySamples, truth).count { $0 == $1 }, of: truth.count)
        train.null = MetricReference(value: Self.commonest(truth), basis: "always naming the commonest class")
        train.ceiling = MetricReference(
            value: taughtByReal.value,
            basis: "taught by \(split.taught.count) real rows, asked about \(truth.count) \(rows)")
        train.parts["taught_by"] = .count(count)
        train.parts["asked_about"] = .count(truth.count)
        var test = ClassAccuracy.share(zip(ofSamples, asked).count { $0 == $1 }, of: count)
        test.null = MetricReference(value: Self.commonest(asked), basis: "always naming the commonest class")
        test.ceiling = MetricReference(
            value: taughtByReal.value, basis: "the same classifier on \(truth.count) \(rows)")
        return .found(
            Scores(
                train: train, test: test, taught: Self.shares(bySamples, truth, classes),
                taughtByReal: Self.shares(byReal, truth, classes),
                words: isNetwork
                    ? "a small convolutional network, \(Self.options.epochs) passes or \(Self.options.fewestSteps) steps"
                    : "a linear probe of the report's features"))
    }

    private func classNumbers(_ rows: Matrix<Float>) -> [Int] { rows.scalars.map { Int(saturating: Double($0)) } }

    private static func commonest(_ labels: [Int]) -> Double {
        let counts = Dictionary(grouping: labels) { $0 }.values.map(\.count)
        return Double(counts.max() ?? 0) / Double(max(1, labels.count))
    }

    private static func shares(_ named: [Int], _ truth: [Int], _ classes: Int) -> [Int: Double] {
        var (right, all) = ([Int: Int](), [Int: Int]())
        for (one, own) in zip(named, truth) {
            all[own, default: 0] += 1
            if one == own { right[own, default: 0] += 1 }
        }
        return all.reduce(into: [:]) { $0[$1.key] = Double(right[$1.key] ?? 0) / Double($1.value) }
    }

    // MARK: Classifiers

    /// Class numbers: of the tested rows by what samples taught, by what real rows taught, and of the samples by the latter.
    private func byNetwork(
        _ samples: Matrix<Float>, _ asked: [Int], _ split: Split, _ progress: (Double) -> Void
    ) throws -> [Matrix<Float>] {
        let own = ArraySource(
            name: "samples", rule: "", shape: reference.shape, samples: samples, labels: asked)
        let taught = ArraySource(
            name: reference.name, rule: "", shape: reference.shape, samples: try reference.read(rows: split.taught),
            labels: split.taught.map { labels[$0] })
        let source = split.testsHeldOut ? heldOut ?? reference : reference
        let tested = try source.read(rows: split.tested)
        let first = try ClassifierTrainer.train(on: own, options: Self.options) { progress(0.5 * $0) }
        let second = try ClassifierTrainer.train(on: taught, options: Self.options) { progress(0.5 + 0.5 * $0) }
        func named(_ rows: Matrix<Float>, by classifier: ClassifierExtractor) -> Matrix<Float> {
            Self.column(classifier.embed(rows).probabilities?.greatestColumns ?? [])
        }
        return [
            named(tested, by: first), named(tested, by: second), named(samples, by: second),
        ]
    }

    private func byProbe(_ samples: Matrix<Float>, _ asked: [Int], _ split: Split) throws -> [Matrix<Float>] {
        let first = try LinearProbe.train(samples, labels: asked, seed: seed)
        let second = try LinearProbe.train(
            features.rows(at: split.taught), labels: split.taught.map { labels[$0] }, seed: seed)
        let tested = (split.testsHeldOut ? unseen ?? features : features).rows(at: split.tested)
        func named(_ rows: Matrix<Float>, by probe: LinearProbe) -> Matrix<Float> {
            Self.column(probe.probabilities(rows).greatestColumns)
        }
        return [named(tested, by: first), named(tested, by: second), named(samples, by: second)]
    }

    private static func column(_ numbers: [Int]) -> Matrix<Float> {
        Matrix(rows: numbers.count, columns: 1, scalars: numbers.map { Float($0) })
    }
}
