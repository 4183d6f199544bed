import GANNumerics
import OrderedCollections

/// A critic's distance between samples and data that the generator never saw: small only for what generalizes.
///
/// A critic with a gradient penalty is trained on held-out rows against samples, and read on other held-out rows and other samples. Samples
/// that come again and again, as a memorizer's do, are learnt by heart, and their likes in the test part get low scores: copying the
/// training set does not win, where real data of fewer rows would. `memorizer` is the figure of rows of the reference, drawn with replacement as often
/// as there are samples.
///
/// Source: Gulrajani, Raffel and Metz 2019, "Towards GAN benchmarks which require generalization", arXiv 2001.03653, section 4.
public enum NeuralNetworkDivergence: Metric {
    /// The name in results, files and on the command line.
    public static let name = "neural_network_divergence"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Neural network divergence", section: .discriminator, direction: .lower,
        values: .init(-Double.infinity...Double.infinity),
        sees: "differences from data that the generator never saw, and samples that come again and again",
        blindTo: "copies of so many rows that the critic can't learn them by heart",
        paper: "Gulrajani, Raffel and Metz 2019, arXiv 2001.03653", needs: [.pixelCritic],
        formula: "E_held-out f − E_generated f on test rows, for a critic f trained on held-out rows against samples",
        reading:
            "Lower is better. A generator is worth more than its training set where it scores below memorizer, which stands among "
            + "the parts: what rows of the reference get that are made again and again.",
        references:
            "Null: 0, the mean for a perfect generator. No ceiling: held-out data are the yardstick themselves.",
        uncertainty: "Normal over test rows, given the critic.",
        conventions:
            "The critic looks at pixels, at the vectors where samples are no images. The paper trains far longer on far more rows; "
            + "figures compare at one budget only, which the protocol records.")

    /// The divergence from the scores of a critic of held-out rows and samples, with those of a memorizer's where they are known.
    ///
    /// Throws `MetricError` as `FreshCritic` does.
    public static func evaluate(
        _ scores: CriticScores, memorizer: CriticScores? = nil, options: MetricOptions = MetricOptions(),
        level: Double = 0.95
    ) throws(MetricError) -> MetricResult {
        try scores.check(metric: name)
        var result = WassersteinScores(scores).result(of: scores, options: options, level: level)
        guard let memorizer else { return result }
        try memorizer.check(metric: name)
        let copied = WassersteinScores(memorizer)
        result.parts["memorizer"] = .number(copied.value)
        result.parts["memorizer_interval"] = .interval(copied.interval(level: level))
        return result
    }
}

extension NeuralNetworkDivergence {
    /// Held-out rows are the yardstick itself.
    public static var ceiling: CeilingRule { .none }

    /// A critic of held-out rows.
    public static func missing(_ inputs: MetricInputs) -> String? {
        guard let critics = inputs.critics else { return CriticTwoSample.missing }
        return critics.generalization == nil ? "needs held-out data, at least 12 rows of them" : nil
    }

    /// The metric of the context's critic.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        try evaluate(
            try context.critic(\.generalization), memorizer: context.inputs.critics?.memorizer, options: context.options
        )
    }
}
