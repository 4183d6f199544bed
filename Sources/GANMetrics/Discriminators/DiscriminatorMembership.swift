import OrderedCollections

/// How well a discriminator's scores tell rows that it was trained on from rows that it never saw: `MembershipInference` by its scores.
///
/// Source: Hayes et al. 2019, arXiv 1705.07663, the white-box attack.
package enum DiscriminatorMembership {
    package static let name = "discriminator_membership_auc"

    /// How to read it.
    package static let entry = MetricRegistry.Entry(
        name: name, title: "Discriminator, membership",
        section: .discriminator,
        direction: .closerToNull,
        values: .init(0...1),
        sees: "training rows that the discriminator knows from rows that it never saw",
        blindTo: "leaks of the generator, which copies tell",
        paper: "Hayes et al. 2019, arXiv 1705.07663",
        needs: [],
        formula: "P(score of a training row > score of a held-out row) + ½·P(equal)",
        reading: "0.5 without a leak. Whoever has the discriminator can tell who was in the training data as far "
            + "as this is above 0.5; a few sure cases show in the true positive rates at 0.1 % and 1 % false "
            + "positives.",
        references: "Null: 0.5, exact; the rates' null is the false positive rate.",
        uncertainty: "DeLong; Clopper–Pearson for the rates, given the threshold.",
        conventions: "p_value is one-sided, Mann–Whitney.")

    /// The area from finite scores; nil without held-out rows.
    ///
    /// Throws as `MembershipInference` does. O(n log n).
    package static func evaluate(
        _ scores: DiscriminatorScores, level: Double = 0.95
    ) throws(MetricError) -> MetricResult? {
        guard let heldOut = scores.heldOut else { return nil }
        return try MembershipInference.evaluate(
            members: scores.training, nonMembers: heldOut, options: .init(level: level))
    }
}
