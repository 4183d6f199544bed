public import GANAutodiff

/// The relativistic pairing loss: each generated sample is held against one real sample.
///
/// Jolicoeur-Martineau 2018, 1807.00734, equations 6 and 7; with penalties at real and generated samples it is the baseline of
/// Huang et al. 2024, 2501.05441. With Δ = D(x) − D(G(z)) the discriminator minimizes E softplus(−Δ), the generator E softplus(Δ).
public enum RelativisticPairingLoss: AdversarialLoss {
    /// What plans call it.
    public static let name = "relativistic_pairing"
    /// What lists say.
    public static let summary = "each generated sample against a real one (1807.00734, 2501.05441)"
    /// Only differences within pairs count.
    public static let logits = LogitMeaning.pairs

    /// E softplus(D(x) − D(G(z))).
    public static func generator(real: Variable, generated: Variable) -> Variable {
        (real - generated).softplus().mean()
    }

    /// E softplus(D(G(z)) − D(x)).
    public static func discriminator(real: Variable, generated: Variable) -> Variable {
        (generated - real).softplus().mean()
    }
}
