public import GANNumerics
public import OrderedCollections

/// The mean and covariance of features whose rows are not at hand.
public struct GaussianStatistics: Sendable, Equatable {
    public var mean: [Double]
    public var covariance: Matrix<Double>

    public init(mean: [Double], covariance: Matrix<Double>) {
        self.mean = mean
        self.covariance = covariance
    }
}

/// What metrics are computed from.
public struct MetricInputs: Sendable {
    public var real: Matrix<Float>?
    public var generated: Matrix<Float>
    public var heldOut: Matrix<Float>?
    /// Class probabilities of the generated samples.
    public var probabilities: Matrix<Float>?
    public var realStatistics: GaussianStatistics?
    public var generatedStatistics: GaussianStatistics?

    public init(
        real: Matrix<Float>? = nil, generated: Matrix<Float>, heldOut: Matrix<Float>? = nil,
        probabilities: Matrix<Float>? = nil, realStatistics: GaussianStatistics? = nil,
        generatedStatistics: GaussianStatistics? = nil
    ) {
        self.real = real
        self.generated = generated
        self.heldOut = heldOut
        self.probabilities = probabilities
        self.realStatistics = realStatistics
        self.generatedStatistics = generatedStatistics
    }
}

/// Options that several metrics share.
public struct MetricOptions: Sendable, Equatable {
    public var neighbours = 5
    public var boundary: Boundary = .exclusive
    public var covariance: CovarianceEstimator = .unbiased
    public var subsets = 100
    public var subsetSize = 1000
    public var splits = 10
    public var seed: UInt64 = 0
    public var interval = true

    public init() {}
}

/// Computes metrics by name.
public enum MetricCatalogue {
    public static func evaluate(
        _ names: [String], inputs: MetricInputs, options: MetricOptions,
        progress: (@Sendable (String, Double) -> Void)? = nil
    ) throws -> (results: OrderedDictionary<String, MetricResult>, omitted: OrderedDictionary<String, String>) {
        var results: OrderedDictionary<String, MetricResult> = [:]
        var omitted: OrderedDictionary<String, String> = [:]
        let neighbourhood = NeighbourhoodManifold.Options(
            neighbours: options.neighbours, boundary: options.boundary, interval: options.interval, seed: options.seed)
        for (number, name) in names.enumerated() {
            progress?(name, Double(number) / Double(names.count))
            if name == InceptionScore.name {
                guard let probabilities = inputs.probabilities else {
                    omitted[name] = "needs class probabilities of the samples"
                    continue
                }
                results[name] = try InceptionScore.evaluate(
                    generated: probabilities, options: .init(splits: options.splits, interval: options.interval))
                continue
            }
            guard let real = inputs.real, inputs.generatedStatistics == nil else {
                omitted[name] = "needs the rows of real and generated features"
                continue
            }
            switch name {
            case FrechetDistance.name:
                results[name] = try FrechetDistance.evaluate(
                    real: real, generated: inputs.generated,
                    options: .init(estimator: options.covariance, interval: options.interval, seed: options.seed))
            case KernelDistance.name:
                results[name] = try KernelDistance.evaluate(
                    real: real, generated: inputs.generated, options: .init(interval: options.interval))
            case Precision.name:
                results[name] = try Precision.evaluate(
                    real: real, generated: inputs.generated, options: neighbourhood)
            case Recall.name:
                results[name] = try Recall.evaluate(real: real, generated: inputs.generated, options: neighbourhood)
            case Authenticity.name:
                guard let heldOut = inputs.heldOut else {
                    omitted[name] = "needs features of held-out data"
                    continue
                }
                results[name] = try Authenticity.evaluate(
                    training: real, generated: inputs.generated, heldOut: heldOut)
            default: omitted[name] = "is not computed yet"
            }
        }
        return (results, omitted)
    }
}
