public import GANAutodiff

/// The non-saturating loss.
///
/// Goodfellow et al. 2014, 1406.2661, section 3. The discriminator minimizes E softplus(−D(x)) + E softplus(D(G(z))), the generator E softplus(−D(G(z))).
public enum NonSaturatingLoss: AdversarialLoss {
    /// What plans call it.
    public static let name = "non_saturating"

    /// E softplus(−D(G(z))).
    public static func generator(_ generated: Variable) -> Variable { (-generated).softplus().mean() }

    /// E softplus(−D(x)) + E softplus(D(G(z))).
    public static func discriminator(real: Variable, generated: Variable) -> Variable {
        (-real).softplus().mean() + generated.softplus().mean()
    }
}
