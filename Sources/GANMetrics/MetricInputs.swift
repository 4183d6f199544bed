public import GANNumerics

/// What metrics are computed from.
///
/// All matrices hold features of one extractor, one row for each sample. `real` is what the generator was trained on where
/// a metric asks about copying.
public struct MetricInputs: Sendable {
    public var real: Matrix<Float>?
    public var generated: Matrix<Float>
    /// Real rows that the generator was not trained on.
    public var heldOut: Matrix<Float>?
    /// Class probabilities of the generated samples, `[m, C]`.
    public var probabilities: Matrix<Float>?
    /// Class probabilities of real rows, of the same classifier.
    public var realProbabilities: Matrix<Float>?
    /// Instead of `real`, where its rows are not at hand.
    public var realStatistics: GaussianStatistics?
    /// Instead of `generated`, where its rows are not at hand; `generated` then has none.
    public var generatedStatistics: GaussianStatistics?

    public init(
        real: Matrix<Float>? = nil, generated: Matrix<Float>, heldOut: Matrix<Float>? = nil,
        probabilities: Matrix<Float>? = nil, realProbabilities: Matrix<Float>? = nil,
        realStatistics: GaussianStatistics? = nil, generatedStatistics: GaussianStatistics? = nil
    ) {
        self.real = real
        self.generated = generated
        self.heldOut = heldOut
        self.probabilities = probabilities
        self.realProbabilities = realProbabilities
        self.realStatistics = realStatistics
        self.generatedStatistics = generatedStatistics
    }
}

/// Options that several metrics share; each metric's own file says what they mean.
public struct MetricOptions: Sendable, Equatable {
    /// k of precision, recall, density and coverage.
    public var neighbours = 5
    /// Whether balls contain their surface.
    public var boundary: Boundary = .exclusive
    /// The covariance's divisor in Fréchet distances.
    public var covariance: CovarianceEstimator = .unbiased
    /// How many subsets `kernel_distance_subsets` draws, and of how many rows.
    public var subsets = 100
    public var subsetSize = 1000
    /// Splits of the inception score.
    public var splits = 10
    /// σ of `mmd_rbf`.
    public var sigma = 10.0
    /// Seeds every draw.
    public var seed: UInt64 = 0
    /// Whether intervals are computed.
    public var interval = true

    public init() {}

    var manifold: NeighbourhoodManifold.Options {
        .init(neighbours: neighbours, boundary: boundary, interval: interval, seed: seed)
    }
    var frechet: FrechetDistance.Options { .init(estimator: covariance, interval: interval, seed: seed) }
    var kernelSubsets: KernelDistanceSubsets.Options { .init(subsets: subsets, size: subsetSize, seed: seed) }
    var gaussian: GaussianDiscrepancy.Options { .init(sigma: sigma, interval: interval) }
}
