public import GANAutodiff
import RealModule

/// The Jensen-Shannon divergence by its conjugate.
///
/// Nowozin et al. 2016, 1606.00709, tables 2 and 6: f(u) = −(u + 1)·log((1 + u)/2) + u·log u, which counts the divergence twice, g(V) = log 2 − softplus(−V),
/// f*(t) = −log(2 − exp t), so that f*(g(V)) = softplus(V) − log 2.
public enum JensenShannonLoss: VariationalLoss {
    /// What plans call it.
    public static let name = "jensen_shannon"
    /// What lists say.
    public static let summary = "the Jensen-Shannon divergence by its conjugate (1606.00709)"
    /// The logit at which both densities are equal.
    public static let logits = LogitMeaning.boundary(0)
    /// What the estimate is called.
    public static let divergence = "Jensen-Shannon"

    /// log 2 − softplus(−V).
    public static func activated(_ logits: Variable) -> Variable { (-(-logits).softplus()).shifted(by: Float.log(2)) }

    /// softplus(V) − log 2.
    public static func conjugate(_ logits: Variable) -> Variable { logits.softplus().shifted(by: -Float.log(2)) }

    /// Half of the bound, at most log 2.
    public static func divergence(bound: Double) -> Double { bound / 2 }
}
