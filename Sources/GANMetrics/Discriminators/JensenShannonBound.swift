import GANNumerics
import OrderedCollections
import RealModule

/// A lower bound on the Jensen–Shannon divergence between real data and samples, from a discriminator's probabilities.
///
///     JS(p, q) ≥ ln 2 + ½·E_p[ln D] + ½·E_q[ln(1 − D)],  D = 1/(1 + e^−logit)
///
/// In nats, at most ln 2; equality for the optimal discriminator. A discriminator that is worse than one that always says ½ makes the
/// right side negative, and then bounds nothing. Source: Goodfellow et al. 2014, arXiv 1406.2661, theorem 1.
package enum JensenShannonBound {
    package static let name = "discriminator_jensen_shannon"

    /// How to read it.
    package static let entry = MetricRegistry.Entry(
        name: name, title: "Discriminator, Jensen–Shannon bound",
        section: .discriminator,
        direction: .lower,
        values: .init(-.infinity...Double.log(2)),
        sees: "differences of the distributions that the discriminator sees",
        blindTo: "differences that it does not see: it is a lower bound",
        paper: "Goodfellow et al. 2014, arXiv 1406.2661, theorem 1",
        needs: [],
        formula: "ln 2 + ½·E[ln D(real)] + ½·E[ln(1 − D(generated))]",
        reading: "In nats, at most ln 2 = 0.693. The divergence of samples from real data is at least this much. "
            + "Below 0 it says nothing, as with a discriminator that is too sure of itself.",
        references: "Null: 0, exact.",
        uncertainty: "Normal, of two means.",
        conventions: "Probabilities after calibration by Platt where there are held-out data, for they bound best; the "
            + "raw ones are a part.")

    /// The bound's right side by finite logits of real rows, which the discriminator never saw, and of samples; two of each at least.
    ///
    /// A normal interval of two independent means. O(n).
    package static func evaluate(real: [Double], generated: [Double], level: Double = 0.95) -> MetricResult {
        precondition(real.count > 1 && generated.count > 1, "\(real.count) and \(generated.count) logits")
        let (first, second) = (real.map { -Statistics.softplus(-$0) }, generated.map { -Statistics.softplus($0) })
        let value = Double.log(2) + (Statistics.mean(first) + Statistics.mean(second)) / 2
        let error =
            (Statistics.variance(first) / Double(first.count)
            + Statistics.variance(second) / Double(second.count)).squareRoot() / 2
        var result = MetricResult(
            value: value, interval: .normal(value, error: error, level: level, method: "normal, two means"),
            null: MetricReference(value: 0, basis: "exact: equal distributions, and a discriminator that says ½"))
        result.parts["bound"] = .number(max(0, value))
        if value < 0 {
            result.diagnostics.append(
                Diagnostic(
                    code: "bounds_nothing", severity: .note,
                    message: "Below 0: these probabilities are worse than always saying ½, so they bound no divergence."
                ))
        }
        return result
    }
}
