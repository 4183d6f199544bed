/// How well a classifier that learnt the classes from real data names samples as what they were asked for.
///
///     accuracy on samples of a classifier trained on as many real rows
///
/// Source: Shmelkov, Schmid and Alahari 2018, arXiv 1807.09499.
package enum GANTestAccuracy {
    package static let name = "gan_test_accuracy"

    /// How to read it.
    package static let entry = MetricRegistry.Entry(
        name: name, title: "GAN-test", section: .condition, direction: .higher, values: .init(0...1),
        sees: "samples of other classes than the ones that were asked for, and unreal ones",
        blindTo: "variety: one perfect sample for each class has the best value of all",
        paper: "Shmelkov, Schmid and Alahari 2018, arXiv 1807.09499",
        needs: [],
        formula: "accuracy on samples of a classifier that was trained on real rows",
        reading:
            "Beside its ceiling, real rows that the classifier never saw. Above it, samples are easier than real data; read it with GAN-train.",
        references:
            "Null: always naming the commonest class that was asked for. Ceiling: real rows that it was not trained on.",
        uncertainty: "Wilson's interval for the samples, given the classifier.",
        conventions:
            "The classifier of GAN-train, trained on real rows. class_accuracy asks the report's own classifier instead, which saw the whole reference."
    )
}
