import OrderedCollections

/// As `FreshCritic`, of a small convolutional network that looks at the pixels.
///
/// Sees what features were made to overlook: blur, noise, compression, checkerboards. Source: Lopez-Paz and Oquab 2017, arXiv 1610.06545, section 3.
public enum FreshPixelCritic: Metric {
    /// The name in results, files and on the command line.
    public static let name = "fresh_critic_pixels"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Fresh critic of pixels", section: .discriminator, direction: .closerToNull,
        values: .init(0...1), sees: "any difference that a small convolutional network learns from the pixels",
        blindTo: "differences too fine for its budget, and copying",
        paper: "Lopez-Paz and Oquab 2017, arXiv 1610.06545",
        needs: [.pixelCritic],
        formula:
            "area under the curve on test rows of a convolutional network trained to tell samples from real images",
        reading:
            "0.5 is perfect. Far above 0.5 beside features that say 0.5 means that the samples' content is right and their pixels "
            + "are not: blur, noise, traces of upsampling or of another file format.",
        references: CriticTwoSample.references, uncertainty: CriticTwoSample.uncertainty,
        conventions:
            "Rows as for fresh_critic. Images of more than 32 pixels a side are averaged over squares first, which the "
            + "protocol records.")

    /// The metric of scores on pixels; throws as `FreshCritic` does.
    public static func evaluate(
        _ scores: CriticScores, options: MetricOptions = MetricOptions()
    ) throws(MetricError) -> MetricResult {
        try CriticTwoSample.result(scores, metric: name, options: options)
    }
}

extension FreshPixelCritic {
    /// A critic of held-out images, however many there are.
    public static var ceiling: CeilingRule { .meanOverRows }

    /// A critic that was trained.
    public static func missing(_ inputs: MetricInputs) -> String? {
        guard let critics = inputs.critics else { return CriticTwoSample.missing }
        return critics.pixels == nil ? "needs images of at least 8 pixels a side" : nil
    }

    /// The metric of the context's critic.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        try evaluate(try context.critic(\.pixels), options: context.options)
    }
}
