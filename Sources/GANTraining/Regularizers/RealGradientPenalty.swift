public import GANAutodiff

/// The gradient penalty at real samples, R₁: γ/2 · E ‖∇D(x)‖².
///
/// Mescheder et al. 2018, 1801.04406, equation 9. The mean is over the batch, γ the weight. Costs about two more passes through the discriminator.
public struct RealGradientPenalty: Regularizer {
    /// What plans call it.
    public static let name = "real_gradient_penalty"
    /// What lists say.
    public static let summary = "R1, squared gradients at real samples (1801.04406)"
    /// Batch norm mixes samples, yet the term was always allowed beside it and stays defined.
    public static let needsSamplesApart = false
    /// γ.
    public let weight: Double

    /// A penalty of weight γ.
    public init(weight: Double) { self.weight = weight }

    /// γ/2 times the mean squared norm of the logits' gradient at the real samples.
    public func term(_ context: RegularizerContext) -> Variable? {
        Self.term(at: context.real, logits: context.realLogits, weight: weight)
    }

    /// γ/2 times the mean squared norm of the logits' gradient at `samples` `[n, …]`.
    static func term(at samples: Variable, logits: Variable, weight: Double) -> Variable {
        let gradient = Gradient.of(logits.sum(), at: [samples], differentiable: true)[0]
        return gradient.squared().sum().scaled(by: Float(weight / 2) / Float(max(1, samples.shape[0])))
    }
}
