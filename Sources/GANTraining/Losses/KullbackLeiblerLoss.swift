public import GANAutodiff

/// The Kullback-Leibler divergence of real from generated samples by its conjugate.
///
/// Nowozin et al. 2016, 1606.00709, tables 2 and 6: f(u) = u·log u, g(V) = V, f*(t) = exp(t − 1).
public enum KullbackLeiblerLoss: VariationalLoss {
    /// What plans call it.
    public static let name = "kullback_leibler"
    /// What lists say.
    public static let summary = "the Kullback-Leibler divergence by its conjugate (1606.00709)"
    /// The logit at which both densities are equal.
    public static let logits = LogitMeaning.boundary(1)
    /// What the estimate is called.
    public static let divergence = "Kullback-Leibler"

    /// V.
    public static func activated(_ logits: Variable) -> Variable { logits }

    /// exp(V − 1).
    public static func conjugate(_ logits: Variable) -> Variable { logits.shifted(by: -1).exponential() }
}
