import GANData
public import GANMetrics
import GANNumerics
import GANText
public import OrderedCollections

/// Computes metrics from files of features: no images, no extractor.
///
///     let files = try MeasuringFiles(real: "real.npy", generated: "generated.npy")
///     let found = try Measuring(files, metrics: [FrechetDistance.name]).run()
public struct Measuring {
    private let files: MeasuringFiles
    private let metrics: [String]
    private let requiresAll: Bool
    private let options: MetricOptions
    private let convention: String

    /// Measures `metrics` by their registry's names; with `requiresAll`, one that the files do not suffice for is an error.
    ///
    /// `convention` is the name of the tool whose conventions `options` follow.
    public init(
        _ files: MeasuringFiles, metrics: [String], requiresAll: Bool = true, options: MetricOptions = MetricOptions(),
        convention: String = MetricConvention.standard.name
    ) {
        self.files = files
        self.metrics = metrics
        self.requiresAll = requiresAll
        self.options = options
        self.convention = convention
    }

    /// Figures with everything that decides them.
    public struct Measurement: Sendable {
        /// What decided the figures.
        public var evaluationProtocol: EvaluationProtocol
        /// By name, in the registry's order.
        public var metrics: OrderedDictionary<String, MeasuredMetric>
        /// Metrics that were asked for, and what they need.
        public var omitted: OrderedDictionary<String, String>
    }

    /// Measures; `progress` hears what is being done, and the finished share.
    ///
    /// Throws `MeasuringError` for files that do not belong together, and what the metrics throw.
    public func run(
        progress: @escaping @Sendable (_ stage: String, _ share: Double) -> Void = { _, _ in }
    ) throws -> Measurement {
        try files.check()
        let outcome = try MetricCatalogue.evaluate(metrics, inputs: inputs, options: options, progress: progress)
        // Who asks for a metric by name is told why it can't be had; `all` takes what there is.
        if requiresAll, let failure = outcome.failures.values.first { throw failure }
        let measured = outcome.results.map {
            ($0.key, MeasuredMetric(name: $0.key, extractor: "features", result: $0.value))
        }
        return Measurement(
            evaluationProtocol: evaluationProtocol, metrics: OrderedDictionary(uniqueKeysWithValues: measured),
            omitted: outcome.omitted)
    }

    private var inputs: MetricInputs {
        func statistics(_ file: FeatureFile?) -> GaussianStatistics? {
            file?.statistics.map { GaussianStatistics(mean: $0.mean, covariance: $0.covariance) }
        }
        return MetricInputs(
            real: files.real?.rows, generated: files.generated?.rows, heldOut: files.heldOut?.rows,
            probabilities: files.probabilities?.rows, realProbabilities: files.realProbabilities?.rows,
            realStatistics: statistics(files.real), generatedStatistics: statistics(files.generated))
    }

    /// Contents, counts and options; which other metrics are asked for moves no number and is no part of it.
    private var evaluationProtocol: EvaluationProtocol {
        var record = ProtocolBuilder()
        for (role, file) in files.byRole {
            record.features(role, digest: file.contentDigest(), rows: file.rows?.rows, columns: file.columns)
        }
        record.set(.convention, convention)
        for (name, value) in options.protocolFields { record.set(ProtocolKey(rawValue: name), value) }
        return record.evaluationProtocol
    }
}
