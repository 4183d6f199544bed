public import GANAutodiff

/// The Pearson χ² divergence of real from generated samples by its conjugate.
///
/// Nowozin et al. 2016, 1606.00709, tables 2 and 6: f(u) = (u − 1)², g(V) = V, f*(t) = t²/4 + t.
public enum PearsonLoss: VariationalLoss {
    /// What plans call it.
    public static let name = "pearson"
    /// What lists say.
    public static let summary = "the Pearson chi-squared divergence by its conjugate (1606.00709)"
    /// The logit at which both densities are equal.
    public static let logits = LogitMeaning.boundary(0)
    /// What the estimate is called.
    public static let divergence = "Pearson"

    /// V.
    public static func activated(_ logits: Variable) -> Variable { logits }

    /// V²/4 + V.
    public static func conjugate(_ logits: Variable) -> Variable { logits.squared().scaled(by: 0.25) + logits }
}
