import GANNumerics
import OrderedCollections

/// How surely a discriminator takes its training rows for real: r_t of adaptive augmentation.
///
///     r_t = E[sign(D(training))]
///
/// In −1…1: 0 where half of them are taken for real, 1 where all are. For logits alone, whose sign means something; adaptive augmentation
/// keeps it near 0.6. Source: Karras et al. 2020, arXiv 2006.06676, equation 1.
package enum TrainingSign {
    package static let name = "discriminator_training_sign"

    /// How to read it.
    package static let entry = MetricRegistry.Entry(
        name: name, title: "Discriminator, training sign r_t",
        section: .discriminator,
        direction: .closerToNull,
        values: .init(-1...1),
        sees: "a discriminator that is sure of its training rows",
        blindTo: "whether it is sure of rows that it never saw as well, which real data beside it tell",
        paper: "Karras et al. 2020, arXiv 2006.06676, equation 1",
        needs: [],
        formula: "E[sign(D(training))]",
        reading: "0: half of the training rows are taken for real; 1: all are. Adaptive augmentation keeps it near "
            + "0.6. It needs no held-out data, and says less than r_v.",
        references: "Null: 0, exact. Real data: that of held-out rows.",
        uncertainty: "Wilson.",
        conventions: "Only for logits: the sign of a critic means nothing.")

    /// r_t, with that of held-out rows as what real data have; nil for a critic.
    ///
    /// Wilson's interval for the share that is taken for real, of which r_t is a linear function; a score of 0 counts half. O(n).
    package static func evaluate(_ scores: DiscriminatorScores, level: Double = 0.95) -> MetricResult? {
        guard scores.scale == .logit else { return nil }
        let (share, count) = (positiveShare(scores.training), Double(scores.training.count))
        let bounds = Statistics.wilsonInterval(share: share, trials: count, level: level)
        var result = MetricResult(
            value: 2 * share - 1,
            interval: MetricInterval(
                low: 2 * bounds.low - 1, high: 2 * bounds.high - 1, level: level, method: "Wilson"),
            null: MetricReference(value: 0, basis: "exact: a discriminator that can only guess"))
        if let heldOut = scores.heldOut {
            result.ceiling = MetricReference(
                value: 2 * positiveShare(heldOut) - 1, basis: "held-out data, \(heldOut.count) rows")
        }
        return result
    }

    private static func positiveShare(_ scores: [Double]) -> Double {
        scores.reduce(0) { $0 + ($1 > 0 ? 1 : $1 == 0 ? 0.5 : 0) } / Double(scores.count)
    }
}
