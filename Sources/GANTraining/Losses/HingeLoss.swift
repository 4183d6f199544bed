public import GANAutodiff

/// The hinge loss.
///
/// Lim and Ye 2017, 1705.02894, equations 11 and 13; Miyato et al. 2018, 1802.05957, equations 16 and 17. The discriminator
/// minimizes E max(0, 1 − D(x)) + E max(0, 1 + D(G(z))), the generator −E D(G(z)).
public enum HingeLoss: AdversarialLoss {
    /// What plans call it.
    public static let name = "hinge"
    /// What lists say.
    public static let summary = "logits pushed beyond 1 and -1 (1705.02894)"
    /// Between the hinges.
    public static let logits = LogitMeaning.boundary(0)

    /// −E D(G(z)).
    public static func generator(real: Variable, generated: Variable) -> Variable { -generated.mean() }

    /// E max(0, 1 − D(x)) + E max(0, 1 + D(G(z))).
    public static func discriminator(real: Variable, generated: Variable) -> Variable {
        (-real).shifted(by: 1).rectified().mean() + generated.shifted(by: 1).rectified().mean()
    }
}
