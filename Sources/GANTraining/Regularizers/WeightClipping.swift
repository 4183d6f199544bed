public import GANNumerics

/// Weights cut to [−c, c] after each update of the discriminator.
///
/// Arjovsky et al. 2017, 1701.07875, algorithm 1, which takes c = 0.01. Biases and normalization scales are cut too, as there.
public struct WeightClipping: Regularizer {
    /// What plans call it.
    public static let name = "weight_clipping"
    /// What lists say.
    public static let summary = "the discriminator's weights cut to [-weight, weight] (1701.07875)"
    /// It looks at weights alone.
    public static let needsSamplesApart = false
    /// c.
    public let weight: Double

    /// Cuts at ±`weight`.
    public init(weight: Double) { self.weight = weight }

    /// Cuts every value.
    public func constrain(_ parameters: inout [Tensor]) {
        let bound = Float(weight)
        for index in parameters.indices {
            for i in parameters[index].scalars.indices {
                // What is not a number stays so, for the run to stop at.
                let value = parameters[index].scalars[i]
                if value > bound { parameters[index].scalars[i] = bound }
                if value < -bound { parameters[index].scalars[i] = -bound }
            }
        }
    }
}
