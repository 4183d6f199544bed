import GANAutodiff
public import GANData
import GANNumerics

/// Trains the classifier that serves as a feature extractor, once for each labelled reference.
///
/// Adam with a linearly falling rate on the mean cross entropy, batches of 128. Everything is a function of the
/// data and the seed; the result is cached by content, so it is trained once.
public enum ClassifierTrainer {
    /// How long and how fast it is trained, and from which seed.
    public struct Options: Sendable, Equatable {
        /// Passes over the data, at least one; more where they make fewer than `fewestSteps`.
        public var epochs: Int
        /// Steps that even a small reference gets: a classifier that hardly learned would see no missing class.
        public var fewestSteps: Int
        /// Samples in one step.
        public var batchSize: Int
        /// Adam's α.
        public var learningRate: Double
        /// Of weights, order of samples and dropout.
        public var seed: UInt64
        /// The share of rows set aside to measure the accuracy, in 0...0.5, at most 10,000 rows.
        public var setAside: Double

        /// `epochs` passes or `fewestSteps` steps, whichever is more, of `batchSize` samples, all at least 1; `setAside` is a share from 0
        /// to 0.5.
        ///
        /// Nothing is checked here.
        public init(
            epochs: Int = 3, fewestSteps: Int = 600, batchSize: Int = 128, learningRate: Double = 2e-3,
            seed: UInt64 = 20,
            setAside: Double = 0.1
        ) {
            self.epochs = epochs
            self.fewestSteps = fewestSteps
            self.batchSize = batchSize
            self.learningRate = learningRate
            self.seed = seed
            self.setAside = setAside
        }

        /// How many of a source's rows are set aside.
        public func rowsSetAside(of count: Int) -> Int { min(10_000, Int(Double(count) * setAside)) }

        /// The options as text, for cache keys and protocols.
        public var rule: String {
            "classifier/1 epochs \(epochs), fewest steps \(fewestSteps), batch \(batchSize), rate \(learningRate), seed \(seed), set aside \(setAside)"
        }
    }

    /// More outputs would be labels that are no class numbers.
    static let greatestClasses = 10_000

    /// Trains on a labelled source of images and measures the accuracy on rows that were set aside.
    ///
    /// `progress` hears the finished share, 0 to 1. Throws `labelsNeeded`, `tooFewClasses`, `tooManyClasses` or
    /// `unsuitableSamples`.
    public static func train(
        on source: any SampleSource, options: Options = Options(), progress: (Double) -> Void = { _ in }
    ) throws -> ClassifierExtractor {
        guard let labels = source.labels else { throw ModelError.labelsNeeded(source: source.name) }
        guard case .image(let height, let width, let channels) = source.shape else {
            throw ModelError.unsuitableSamples(source: source.name, found: "\(source.shape)", expected: "images")
        }
        let largest = labels.max() ?? -1
        guard largest < greatestClasses else {
            throw ModelError.tooManyClasses(source: source.name, label: largest, limit: greatestClasses)
        }
        let classes = largest + 1
        guard classes >= 2, Set(labels).count >= 2 else {
            throw ModelError.tooFewClasses(source: source.name, classes: Set(labels).count)
        }
        let root = SeededGenerator(seed: options.seed).split("classifier")
        var network = try Network(
            ClassifierExtractor.architecture(height: height, width: width, channels: channels, classes: classes),
            seed: root.split("weights"))
        var split = root.split("split")
        let permutation = split.permutation(of: source.count)
        let aside = options.rowsSetAside(of: source.count)
        let (held, used) = (Array(permutation[..<aside]), Array(permutation[aside...]))
        let samples = ClassifierExtractor.inputRange.encode(try source.read(rows: 0..<source.count))

        let batch = min(options.batchSize, used.count)
        let batches = used.count / batch
        let total = max(options.epochs, (options.fewestSteps + batches - 1) / batches) * batches
        var adam = Adam(parameters: network.parameters, learningRate: options.learningRate)
        var order = used
        for step in 0..<total {
            let position = step % batches
            if position == 0 {
                var stream = root.split("order").split(step / batches)
                order = used.shuffled(using: &stream)
            }
            adam.learningRate = options.learningRate * (1 - Double(step) / Double(total))
            let rows = Array(order[position * batch..<(position + 1) * batch])
            let weights = network.parameters.map { Variable.parameter($0) }
            let logits = network.forward(
                .constant(Tensor(samples.rows(at: rows))), weights: weights, mode: .training
            ).output
            let loss = logits.crossEntropy(labels: rows.map { labels[$0] })
            adam.update(&network.parameters, gradients: Gradient.of(loss, at: weights).map(\.value))
            progress(Double(step + 1) / Double(total))
        }
        return try ClassifierExtractor(
            network: network, sampleShape: source.shape,
            classNames: source.classNames ?? (0..<classes).map { "class \($0)" },
            accuracy: aside == 0 ? nil : accuracy(of: network, samples.rows(at: held), held.map { labels[$0] }))
    }

    /// The share of images `[n, size]`, in the network's input range, whose likeliest class is their label.
    static func accuracy(of network: Network, _ images: Matrix<Float>, _ labels: [Int]) -> Double {
        let right = zip(network.evaluate(images).greatestColumns, labels).count { $0 == $1 }
        return Double(right) / Double(max(1, labels.count))
    }
}
