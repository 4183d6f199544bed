public import GANAutodiff

/// The Kullback-Leibler divergence of generated from real samples by its conjugate.
///
/// Nowozin et al. 2016, 1606.00709, tables 2 and 6: f(u) = −log u, g(V) = −exp(−V), f*(t) = −1 − log(−t), so that f*(g(V)) = V − 1.
public enum ReverseKullbackLeiblerLoss: VariationalLoss {
    /// What plans call it.
    public static let name = "reverse_kullback_leibler"
    /// What lists say.
    public static let summary = "the reverse Kullback-Leibler divergence by its conjugate (1606.00709)"
    /// The logit at which both densities are equal.
    public static let logits = LogitMeaning.boundary(0)
    /// What the estimate is called.
    public static let divergence = "reverse Kullback-Leibler"

    /// −exp(−V).
    public static func activated(_ logits: Variable) -> Variable { -(-logits).exponential() }

    /// V − 1.
    public static func conjugate(_ logits: Variable) -> Variable { logits.shifted(by: -1) }
}
