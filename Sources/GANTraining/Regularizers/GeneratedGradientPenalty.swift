public import GANAutodiff

/// The gradient penalty at generated samples, R₂: γ/2 · E ‖∇D(G(z))‖².
///
/// Mescheder et al. 2018, 1801.04406, equation 10. The mean is over the batch, γ the weight. Costs about two more passes through the discriminator.
public struct GeneratedGradientPenalty: Regularizer {
    /// What plans call it.
    public static let name = "generated_gradient_penalty"
    /// What lists say.
    public static let summary = "R2, squared gradients at generated samples (1801.04406)"
    /// As for R₁.
    public static let needsSamplesApart = false
    /// γ.
    public let weight: Double

    /// A penalty of weight γ.
    public init(weight: Double) { self.weight = weight }

    /// γ/2 times the mean squared norm of the logits' gradient at the generated samples.
    public func term(_ context: RegularizerContext) -> Variable? {
        RealGradientPenalty.term(at: context.generated, logits: context.generatedLogits, weight: weight)
    }
}
