/// How well a classifier names real data that learnt the classes from samples alone.
///
///     accuracy on real rows of a classifier trained on samples and the classes that they were asked for
///
/// Also called classification accuracy score. Source: Shmelkov, Schmid and Alahari 2018, arXiv 1807.09499; Ravuri and Vinyals 2019, arXiv 1905.10887.
package enum GANTrainAccuracy {
    package static let name = "gan_train_accuracy"

    /// How to read it.
    package static let entry = MetricRegistry.Entry(
        name: name, title: "GAN-train", section: .condition, direction: .higher, values: .init(0...1),
        sees:
            "classes that are wrong, unreal, or less varied than in real data: what a classifier learns from samples then fails on real rows",
        blindTo: "samples beside good ones that teach nothing wrong; copies of training data, which teach best of all",
        paper: "Shmelkov, Schmid and Alahari 2018, arXiv 1807.09499; Ravuri and Vinyals 2019, arXiv 1905.10887",
        needs: [],
        formula: "accuracy on real rows of a classifier that was trained on samples",
        reading:
            "Beside its ceiling, the same classifier trained on as many real rows. Far below GAN-test, samples are right and too much alike.",
        references: "Null: always naming the commonest class of the real rows. Ceiling: trained on as many real rows.",
        uncertainty: "Wilson's interval for the real rows that were named, given the classifier.",
        conventions:
            "A small convolutional network (that of the extractor 'classifier') for 3 passes or 300 steps; of images above 64×64 pixels in colour, and of vectors, a linear probe of the report's features. At most 5,000 samples."
    )
}
