public import GANMetrics
public import GANNumerics

/// What samples reach whose latent vectors come from another prior than the generator was trained with.
public struct PriorMismatch: Sendable, Equatable {
    /// What the latent vectors were drawn from.
    public var distribution: LatentDistribution
    /// Whether the generator was trained with it: what the others are held against.
    public var isOwn: Bool
    /// The Fréchet distance to the real rows, with its interval where one is valid.
    public var distance: MetricResult
    /// The share of the samples among real data, 0 to 1.
    public var precision: Double
    /// The share of the real data among samples, 0 to 1.
    public var recall: Double
    /// How many samples there were, and as many real rows.
    public var samples: Int

    package init(
        distribution: LatentDistribution, isOwn: Bool, distance: MetricResult, precision: Double, recall: Double,
        samples: Int
    ) {
        self.distribution = distribution
        self.isOwn = isOwn
        self.distance = distance
        self.precision = precision
        self.recall = recall
        self.samples = samples
    }
}
