import GANAutodiff
import GANNumerics
import RealModule

/// The discriminator's binary cross entropy, which several losses share.
enum BinaryCrossEntropy {
    /// E [(1−s)·softplus(−D(x)) + s·softplus(D(x))] + E softplus(D(G(z))), for the target 1 − s of real samples.
    static func discriminator(real: Variable, generated: Variable, smoothing: Float) -> Variable {
        let right = (-real).softplus().mean()
        let wrong = generated.softplus().mean()
        guard smoothing > 0 else { return right + wrong }
        return right.scaled(by: 1 - smoothing) + real.softplus().mean().scaled(by: smoothing) + wrong
    }

    /// The Jensen-Shannon divergence that goes with a cross entropy of this value: log 2 − ½·loss, at most log 2.
    ///
    /// Goodfellow et al. 2014, 1406.2661, theorem 1: the best discriminator's loss is 2·log 2 − 2·JS.
    static func estimate(real: Variable, generated: Variable) -> DivergenceEstimate {
        let loss = discriminator(real: real, generated: generated, smoothing: 0)
        return DivergenceEstimate(name: "Jensen-Shannon", value: Double.log(2) - Double(loss.value.scalar) / 2)
    }
}
