import OrderedCollections

/// How well a small network that was trained to tell samples from real data by their features does so on rows it has not seen.
///
/// The value is the area under the curve on the test part: the chance that the critic prefers a real row to a generated one. In 0…1:
/// ½ for equal distributions, 1 for separable ones.
///
/// Sees any difference that a small network learns from the features; blind to finer ones, and to copying.
///
/// Source: Lopez-Paz and Oquab 2017, arXiv 1610.06545, section 3.
public enum FreshCritic: Metric {
    /// The name in results, files and on the command line.
    public static let name = "fresh_critic"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Fresh critic", section: .discriminator, direction: .closerToNull, values: .init(0...1),
        sees: "any difference that a small network learns from the features",
        blindTo: "differences too fine for its budget, and copying",
        paper: "Lopez-Paz and Oquab 2017, arXiv 1610.06545",
        needs: [.critic],
        formula:
            "area under the curve on test rows of a network trained to tell samples from real rows by their features",
        reading:
            "0.5 is perfect: the critic can only guess. 1 means that every sample gives itself away. Most generators score far "
            + "above 0.5; a critic that finds nothing proves nothing beyond its budget.",
        references: CriticTwoSample.references, uncertainty: CriticTwoSample.uncertainty,
        conventions:
            "Equally many rows of each set, one half for training, a sixth for validation, a third for the test. The paper reports the "
            + "accuracy, which stands among the parts.")

    /// The metric of scores on features.
    ///
    /// Throws `MetricError` for parts of fewer than two rows, scores that are not finite and unequal test parts. Cost 2000 relabellings of the test rows.
    public static func evaluate(
        _ scores: CriticScores, options: MetricOptions = MetricOptions()
    ) throws(MetricError) -> MetricResult {
        try CriticTwoSample.result(scores, metric: name, options: options)
    }
}

extension FreshCritic {
    /// A critic of held-out rows, however many there are.
    public static var ceiling: CeilingRule { .meanOverRows }

    /// A critic that was trained.
    public static func missing(_ inputs: MetricInputs) -> String? {
        inputs.critics?.features == nil ? CriticTwoSample.missing : nil
    }

    /// The metric of the context's critic.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        try evaluate(try context.critic(\.features), options: context.options)
    }
}
