import GANNumerics
import OrderedCollections

/// How far a discriminator has gone from judging real rows to knowing its training rows: r_v of adaptive augmentation.
///
///     r_v = (E[D(training)] − E[D(held-out)]) / (E[D(training)] − E[D(generated)])
///
/// 0 without overfitting; 1 where held-out rows look to it as generated ones do. It does not change with the scores' zero and unit, so
/// critics have it too. Source: Karras et al. 2020, arXiv 2006.06676, equation 1.
package enum ValidationOverfitting {
    package static let name = "discriminator_overfitting"

    /// How to read it.
    package static let entry = MetricRegistry.Entry(
        name: name, title: "Discriminator, overfitting r_v",
        section: .discriminator,
        direction: .closerToNull,
        values: .init(-.infinity ... .infinity),
        sees: "a discriminator that scores held-out rows as it scores samples",
        blindTo: "overfitting that leaves the mean scores where they are",
        paper: "Karras et al. 2020, arXiv 2006.06676, equation 1",
        needs: [],
        formula: "(E[D(training)] − E[D(held-out)]) / (E[D(training)] − E[D(generated)])",
        reading: "0 is no overfitting, 1 complete: held-out rows look as generated as samples do. Above about 0.5 "
            + "the discriminator teaches the generator its training rows rather than the data; more data, "
            + "augmentation or a gradient penalty help.",
        references: "Null: 0, exact.",
        uncertainty: "Fieller, for a ratio of means that share the training rows.",
        conventions: "On raw scores; it knows neither their zero nor their unit, so critics have it too.")

    /// r_v of finite scores; nil without held-out rows, and where training rows and samples have one mean score.
    ///
    /// Fieller's interval for a ratio of normal means, which takes into account that both differences share the training rows. Where
    /// the means of training rows and samples can't be told apart there is none, and a diagnostic says so. O(n).
    package static func evaluate(_ scores: DiscriminatorScores, level: Double = 0.95) -> MetricResult? {
        guard let heldOut = scores.heldOut else { return nil }
        let sides = [scores.training, heldOut, scores.generated].map { values in
            (mean: Statistics.mean(values), square: Statistics.variance(values) / Double(values.count))
        }
        let (training, validation, generated) = (sides[0], sides[1], sides[2])
        let (gap, reach) = (training.mean - validation.mean, training.mean - generated.mean)
        guard reach != 0 else { return nil }
        var result = MetricResult(
            value: gap / reach,
            null: MetricReference(value: 0, basis: "exact: training and held-out rows are scored alike"))
        result.parts["mean_training"] = .number(training.mean)
        result.parts["mean_held_out"] = .number(validation.mean)
        result.parts["mean_generated"] = .number(generated.mean)
        let z = Statistics.normalQuantile(0.5 + level / 2)
        // (N − ρD)² ≤ z²·Var(N − ρD), a quadratic in ρ.
        let a = reach * reach - z * z * (training.square + generated.square)
        let b = gap * reach - z * z * training.square
        let c = gap * gap - z * z * (training.square + validation.square)
        let discriminant = b * b - a * c
        if a > 0, discriminant >= 0 {
            let root = discriminant.squareRoot()
            result.interval = MetricInterval(
                low: min(result.value, (b - root) / a), high: max(result.value, (b + root) / a), level: level,
                method: "Fieller")
        } else {
            result.diagnostics.append(
                Diagnostic(
                    code: "scores_not_told_apart",
                    message:
                        "The mean scores of training rows and samples can't be told apart, so their ratio says nothing."
                ))
        }
        return result
    }
}
