public import GANAutodiff

/// The gradient penalty at real samples, R₁: γ/2 · E ‖∇D(x)‖².
///
/// Mescheder et al. 2018, 1801.04406, equation 9. The mean is over the batch, γ the weight. Costs about two more passes through the discriminator.
public struct RealGradientPenalty: Regularizer {
    /// What plans call it.
    public static let name = "real_gradient_penalty"
    /// γ.
    public let weight: Double

    /// A penalty of weight γ.
    public init(weight: Double) { self.weight = weight }

    /// γ/2 times the mean squared norm of the logits' gradient at the samples.
    public func term(real: Variable, logits: Variable) -> Variable {
        let gradient = Gradient.of(logits.sum(), at: [real], differentiable: true)[0]
        return gradient.squared().sum().scaled(by: Float(weight / 2) / Float(max(1, real.shape[0])))
    }
}
