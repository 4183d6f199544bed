/// A named choice of metrics.
public struct MetricSet: Sendable {
    /// In the registry's order.
    public let metrics: [any Metric.Type]

    /// The metrics among `metrics`, in the registry's order; those that it does not hold come last.
    public init(_ metrics: [any Metric.Type]) {
        let order = Dictionary(
            uniqueKeysWithValues: MetricRegistry.metrics.enumerated().map { ($0.element.name, $0.offset) })
        self.metrics = metrics.sorted { order[$0.name, default: .max] < order[$1.name, default: .max] }
    }

    /// What a report measures in feature space.
    public static let report = MetricSet([
        FrechetDistance.self, SpatialFrechetDistance.self, KernelDistance.self, Sharpness.self, PowerSpectrum.self,
        AppearanceDifference.self, Precision.self, Recall.self, Density.self, Coverage.self, DistinctSamples.self,
        VendiScore.self, InceptionScore.self, ClassifierTwoSample.self, ModeCoverage.self, DistinctBins.self,
    ])

    /// What a report measures by the samples' distances to the training set, in pixels.
    public static let memorization = MetricSet([Authenticity.self, DistanceRatio.self])

    /// What critics say that are trained for the samples.
    public static let critics = MetricSet([
        FreshCritic.self, FreshPixelCritic.self, CriticJensenShannon.self, CriticWasserstein.self,
        NeuralNetworkDivergence.self,
    ])

    /// What `compare` holds two generators against each other by.
    public static let comparison = MetricSet([
        FrechetDistance.self, KernelDistance.self, Precision.self, Density.self, Coverage.self,
    ])

    /// What a best checkpoint can be chosen by: metrics that have a better end and are compared row by row.
    ///
    /// A report keeps each sample's share in them, for gates with a baseline.
    public static let paired = MetricSet([
        FrechetDistance.self, KernelDistance.self, Precision.self, Coverage.self,
    ])

    /// Distances to which a row's influence is proportional by their root, so that their variance grows with them.
    package static let squaredDistances = MetricSet([
        FrechetDistance.self, SpatialFrechetDistance.self, FrechetDistanceInfinity.self, KernelDistance.self,
        KernelDistanceSubsets.self, GaussianDiscrepancy.self, EnergyDistance.self,
    ])

    /// The metrics' names.
    public var names: [String] { metrics.map { $0.name } }
}
