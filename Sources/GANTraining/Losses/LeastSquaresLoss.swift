public import GANAutodiff

/// The least-squares loss with the targets 0 and 1.
///
/// Mao et al. 2017, 1611.04076, equations 2 and 9 (a = 0, b = c = 1). The discriminator minimizes ½ E (D(x) − 1)² + ½ E D(G(z))²,
/// the generator ½ E (D(G(z)) − 1)².
public enum LeastSquaresLoss: SmoothedLoss {
    /// What plans call it.
    public static let name = "least_squares"
    /// What lists say.
    public static let summary = "squared distances to the targets 0 and 1 (1611.04076)"
    /// Halfway between the targets.
    public static let logits = LogitMeaning.boundary(0.5)

    /// ½ E (D(G(z)) − 1)².
    public static func generator(real: Variable, generated: Variable) -> Variable {
        generated.shifted(by: -1).squared().mean().scaled(by: 0.5)
    }

    /// ½ E (D(x) − (1 − smoothing))² + ½ E D(G(z))².
    public static func discriminator(real: Variable, generated: Variable, smoothing: Float) -> Variable {
        (real.shifted(by: smoothing - 1).squared().mean() + generated.squared().mean()).scaled(by: 0.5)
    }
}
