public import GANAutodiff
import GANNumerics

/// The gradient penalty between real and generated samples: λ · E (‖∇D(x̂)‖ − 1)².
///
/// Gulrajani et al. 2017, 1704.00028, equation 3. x̂ = ε·x + (1 − ε)·G(z), with ε from [0, 1) for each pair; λ is the weight, 10 in the
/// paper. Costs about three more passes through the discriminator.
public struct GradientPenalty: Regularizer {
    /// What plans call it.
    public static let name = "gradient_penalty"
    /// What lists say.
    public static let summary = "slopes of 1 between real and generated samples (1704.00028)"
    /// A sample's slope must be its own.
    public static let needsSamplesApart = true
    /// λ.
    public let weight: Double

    /// A penalty of weight λ.
    public init(weight: Double) { self.weight = weight }

    /// λ times the mean of (‖∇D(x̂)‖ − 1)².
    public func term(_ context: RegularizerContext) -> Variable? {
        Self.slopes(context).shifted(by: -1).squared().mean().scaled(by: Float(weight))
    }

    /// ‖∇D(x̂)‖ at a point between each real and each generated sample, shape `[n]`.
    static func slopes(_ context: RegularizerContext) -> Variable {
        let (real, generated) = (context.real.value, context.generated.value)
        let rows = real.shape[0]
        let width = real.count / max(1, rows)
        var random = context.random
        var mixed = generated
        for row in 0..<rows {
            let share = Float(random.uniform())
            for i in row * width..<(row + 1) * width {
                mixed.scalars[i] = share * real.scalars[i] + (1 - share) * generated.scalars[i]
            }
        }
        let samples = Variable.parameter(mixed)
        let gradient = Gradient.of(context.judge(samples).sum(), at: [samples], differentiable: true)[0]
        // At a slope of 0 the root has no derivative; the small number gives it one of 0.
        return gradient.reshaped([rows, width]).squared().summedRows().shifted(by: 1e-12).power(0.5)
    }
}
