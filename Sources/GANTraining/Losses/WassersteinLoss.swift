public import GANAutodiff
import GANNumerics

/// The Wasserstein loss, for a critic that something keeps 1-Lipschitz.
///
/// Arjovsky et al. 2017, 1701.07875, equations 2 and 3. The critic minimizes E D(G(z)) − E D(x), the generator −E D(G(z)).
public enum WassersteinLoss: AdversarialLoss {
    /// What plans call it.
    public static let name = "wasserstein"
    /// What lists say.
    public static let summary = "a 1-Lipschitz critic's difference of means (1701.07875)"
    /// A critic's zero is arbitrary.
    public static let logits = LogitMeaning.differences

    /// −E D(G(z)).
    public static func generator(real: Variable, generated: Variable) -> Variable { -generated.mean() }

    /// E D(G(z)) − E D(x).
    public static func discriminator(real: Variable, generated: Variable) -> Variable {
        generated.mean() - real.mean()
    }

    /// E D(x) − E D(G(z)), times the critic's largest slope where that is not 1.
    public static func estimate(real: Variable, generated: Variable) -> DivergenceEstimate? {
        DivergenceEstimate(
            name: "Wasserstein", value: Double(real.mean().value.scalar) - Double(generated.mean().value.scalar))
    }
}
