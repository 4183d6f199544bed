public import GANNumerics
import RealModule

/// The Adam optimizer (Kingma and Ba 2014, 1412.6980, algorithm 1).
///
/// m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², θ ← θ − α·m̂/(√v̂ + ε) with m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ).
public struct Adam: Sendable, Equatable {
    /// α, above 0.
    public var learningRate: Double
    /// β₁, how much of the mean of gradients stays, in 0..<1.
    public var beta1: Double
    /// β₂, how much of the mean of their squares stays, in 0..<1.
    public var beta2: Double
    /// ε, which keeps the quotient finite.
    public var epsilon: Double
    /// Updates done; t of the next one is `step + 1`.
    public var step = 0
    /// m and v, one tensor for each parameter.
    public var firstMoments: [Tensor]
    /// v, in the order of `firstMoments`.
    public var secondMoments: [Tensor]

    /// Starts at step 0 with moments of zero for parameters of these shapes.
    public init(
        parameters: [Tensor], learningRate: Double, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8
    ) {
        self.learningRate = learningRate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        firstMoments = parameters.map { Tensor(shape: $0.shape) }
        secondMoments = firstMoments
    }

    /// Moves `parameters` one step against `gradients`.
    public mutating func update(_ parameters: inout [Tensor], gradients: [Tensor]) {
        precondition(
            parameters.count == firstMoments.count && gradients.count == firstMoments.count,
            "\(gradients.count) gradients for \(firstMoments.count) parameters")
        step += 1
        let correction1 = 1 - Double.pow(beta1, step)
        let correction2 = 1 - Double.pow(beta2, step)
        // √(v/c₂) + ε = (√v + ε√c₂)/√c₂ saves a division by c₂ for every parameter.
        let rate = Float(learningRate * correction2.squareRoot() / correction1)
        let floor = Float(epsilon * correction2.squareRoot())
        let (b1, b2) = (Float(beta1), Float(beta2))
        for index in parameters.indices {
            precondition(
                gradients[index].shape == parameters[index].shape,
                "gradient of shape \(gradients[index].shape) for a parameter of shape \(parameters[index].shape)")
            let count = gradients[index].count
            parameters[index].scalars.withUnsafeMutableBufferPointer { theta in
                firstMoments[index].scalars.withUnsafeMutableBufferPointer { m in
                    secondMoments[index].scalars.withUnsafeMutableBufferPointer { v in
                        gradients[index].scalars.withUnsafeBufferPointer { g in
                            nonisolated(unsafe) let (theta, m, v, g) = (theta, m, v, g)
                            Parallel.forEachRange(of: count, size: 1 << 15) { range in
                                for i in range {
                                    let first = b1 * m[i] + (1 - b1) * g[i]
                                    let second = b2 * v[i] + (1 - b2) * g[i] * g[i]
                                    m[i] = first
                                    v[i] = second
                                    theta[i] -= rate * first / (second.squareRoot() + floor)
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
