public import GANAutodiff

/// The minimax loss: the first GAN's game, both sides with one value.
///
/// Goodfellow et al. 2014, 1406.2661, equation 1. The discriminator minimizes E softplus(−D(x)) + E softplus(D(G(z))), the
/// generator −E softplus(D(G(z))), which is E log(1 − σ(D(G(z)))). Its gradient vanishes where the discriminator is sure.
public enum MinimaxLoss: SmoothedLoss {
    /// What plans call it.
    public static let name = "minimax"
    /// What lists say.
    public static let summary = "cross entropy, the generator against the discriminator's (1406.2661, equation 1)"
    /// Logits of a probability.
    public static let logits = LogitMeaning.boundary(0)

    /// −E softplus(D(G(z))).
    public static func generator(real: Variable, generated: Variable) -> Variable { -generated.softplus().mean() }

    /// E softplus(−D(x)) + E softplus(D(G(z))), the first part mixed with E softplus(D(x)) by `smoothing`.
    public static func discriminator(real: Variable, generated: Variable, smoothing: Float) -> Variable {
        BinaryCrossEntropy.discriminator(real: real, generated: generated, smoothing: smoothing)
    }

    /// The Jensen-Shannon divergence in nats.
    public static func estimate(real: Variable, generated: Variable) -> DivergenceEstimate? {
        BinaryCrossEntropy.estimate(real: real, generated: generated)
    }
}
