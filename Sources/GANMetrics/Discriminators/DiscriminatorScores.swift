import GANNumerics

/// What a discriminator says of rows that it was trained on, of rows that it never saw, and of samples.
///
/// One score a row, higher for what it takes for real.
package struct DiscriminatorScores: Sendable, Equatable {
    /// What a score means.
    package enum Scale: String, Sendable, Codable, CaseIterable {
        /// The log-odds that a row is real, real and generated rows being equally frequent: above 0 it is taken for real.
        case logit
        /// Larger for real rows, with neither zero nor unit: a Wasserstein critic's, or that of a hinge loss.
        case critic
    }

    /// Of training rows.
    package var training: [Double]
    /// Of rows that neither network was trained on; nil without any.
    package var heldOut: [Double]?
    /// Of generated samples.
    package var generated: [Double]
    /// What the scores mean.
    package var scale: Scale

    /// Fewer rows of a kind say nothing.
    package static let fewestRows = 20

    /// Takes scores after a look at them.
    ///
    /// Throws for fewer than `fewestRows` of a kind and for scores that are not finite.
    package init(
        training: [Double], heldOut: [Double]?, generated: [Double], scale: Scale
    ) throws(MetricError) {
        let sides = [(training, "training")] + (heldOut.map { [($0, "held-out")] } ?? []) + [(generated, "generated")]
        for (scores, role) in sides {
            guard scores.count >= Self.fewestRows else {
                throw .tooFewRows(
                    metric: "discriminator", role: "\(role) data", rows: scores.count, needed: Self.fewestRows)
            }
            if let row = scores.firstIndex(where: { !$0.isFinite }) {
                throw .nonFinite(metric: "discriminator", role: "\(role) scores", row: row, column: 0)
            }
        }
        self.training = training
        self.heldOut = heldOut
        self.generated = generated
        self.scale = scale
    }

    /// Whether all rows have one score: such a discriminator tells nothing.
    package var areConstant: Bool {
        let first = training.first
        return training.allSatisfy { $0 == first } && generated.allSatisfy { $0 == first }
            && heldOut?.allSatisfy { $0 == first } ?? true
    }

    /// Real rows to hold samples against: unseen ones where there are some.
    package var real: [Double] { heldOut ?? training }

    /// What `real` is, for people.
    package var realWords: String { heldOut == nil ? "training rows" : "held-out rows" }
}

extension MetricInterval {
    /// A normal interval around `value` within `range`.
    static func normal(
        _ value: Double, error: Double, level: Double, in range: ClosedRange<Double> = -.infinity ... .infinity,
        method: String
    ) -> MetricInterval {
        let reach = Statistics.normalQuantile(0.5 + level / 2) * error
        return MetricInterval(
            low: min(value, max(range.lowerBound, value - reach)),
            high: max(value, min(range.upperBound, value + reach)), level: level, method: method)
    }
}
