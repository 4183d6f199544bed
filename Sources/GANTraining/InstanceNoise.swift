/// Normal noise on all that a discriminator sees, real and generated alike, which fades.
///
/// Sønderby et al. 2016, 1610.04490, section 2.5: it gives both distributions a common support.
public struct InstanceNoise: Sendable, Equatable, Codable {
    /// The standard deviation at the first step, in the networks' units: images are in [−1, 1].
    public var deviation: Double
    /// Steps until it is gone, along a straight line.
    public var steps: Int

    /// Takes both as they are.
    public init(deviation: Double, steps: Int) {
        self.deviation = deviation
        self.steps = steps
    }

    /// The deviation at a step.
    func deviation(at step: Int) -> Double { deviation * max(0, 1 - Double(step) / Double(steps)) }
}
