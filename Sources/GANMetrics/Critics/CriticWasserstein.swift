import OrderedCollections

/// How far samples are from real data, as a Wasserstein-1 distance that a critic with a gradient penalty estimates from the features.
///
/// The difference of the critic's means on rows that it never saw, in the features' unit; training minus test is the critic's own
/// generalization gap. The critic is Lipschitz only as far as the penalty makes it, so that this is an estimate and no bound.
///
/// Source: Gulrajani et al. 2017, arXiv 1704.00028; Arjovsky et al. 2017, arXiv 1701.07875, equation 2.
public enum CriticWasserstein: Metric {
    /// The name in results, files and on the command line.
    public static let name = "critic_wasserstein"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Wasserstein distance by a critic", section: .discriminator, direction: .lower,
        values: .init(-Double.infinity...Double.infinity),
        sees: "how far samples must be moved to become real data, as far as a small network can tell",
        blindTo: "differences that the critic has no budget for", paper: "Gulrajani et al. 2017, arXiv 1704.00028",
        needs: [.critic],
        formula: "E_real f − E_generated f on test rows, for a critic f whose gradient is held near 1",
        reading:
            "0: the critic moves nothing. Its unit is the features' own, so that only values in one feature space compare. A large "
            + "generalization_gap says that the critic learnt its training rows and not the distributions.",
        references:
            "Null: 0, the mean for equal distributions. Held-out data in the samples' place train a critic of their own.",
        uncertainty: "Normal over test rows, given the critic.",
        conventions:
            "Penalty 10, features divided by one common scale for training. The difference is divided by the root mean square of the "
            + "gradient where that is above 1.")

    /// The estimate from the scores of a critic that was trained with a gradient penalty.
    ///
    /// Throws `MetricError` as `FreshCritic` does.
    public static func evaluate(
        _ scores: CriticScores, options: MetricOptions = MetricOptions(), level: Double = 0.95
    ) throws(MetricError) -> MetricResult {
        try scores.check(metric: name)
        return WassersteinScores(scores).result(of: scores, options: options, level: level)
    }
}

extension CriticWasserstein {
    /// A critic of held-out rows, however many there are.
    public static var ceiling: CeilingRule { .meanOverRows }

    /// A critic that was trained.
    public static func missing(_ inputs: MetricInputs) -> String? {
        inputs.critics?.wasserstein == nil ? CriticTwoSample.missing : nil
    }

    /// The metric of the context's critic.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        try evaluate(try context.critic(\.wasserstein), options: context.options)
    }
}
