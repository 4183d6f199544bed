public import GANAutodiff

/// The one-sided gradient penalty: λ · E max(0, ‖∇D(x̂)‖ − 1)².
///
/// Petzka et al. 2018, 1709.08894, equation 8. Slopes below 1 are free, as 1-Lipschitz functions may have them. x̂ as in `GradientPenalty`.
public struct OneSidedGradientPenalty: Regularizer {
    /// What plans call it.
    public static let name = "one_sided_gradient_penalty"
    /// What lists say.
    public static let summary = "slopes of at most 1 between real and generated samples (1709.08894)"
    /// A sample's slope must be its own.
    public static let needsSamplesApart = true
    /// λ.
    public let weight: Double

    /// A penalty of weight λ.
    public init(weight: Double) { self.weight = weight }

    /// λ times the mean of max(0, ‖∇D(x̂)‖ − 1)².
    public func term(_ context: RegularizerContext) -> Variable? {
        GradientPenalty.slopes(context).shifted(by: -1).rectified().squared().mean().scaled(by: Float(weight))
    }
}
