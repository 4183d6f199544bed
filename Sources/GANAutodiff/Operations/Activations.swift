import GANNumerics
import RealModule

// Activation functions made of elementary operations, so that they can be differentiated any number of times.

extension Variable {
    /// ELU: a for positive a, alpha · (eᵃ − 1) elsewhere.
    ///
    /// Clevert et al. 2015, 1511.07289.
    public func exponentialLinear(alpha: Float = 1) -> Variable {
        // The exponent is min(a, 0), so nothing overflows and positive values get exactly e⁰ − 1 = 0.
        let negative = -(-self).rectified()
        return rectified() + negative.exponential().shifted(by: -1).scaled(by: alpha)
    }

    /// a · sigmoid(a): SiLU or swish.
    ///
    /// Hendrycks and Gimpel 2016, 1606.08415; Ramachandran et al. 2017, 1710.05941.
    public func sigmoidLinear() -> Variable { self * sigmoid() }

    /// a · Φ(a), with the normal distribution function Φ: GELU (Hendrycks and Gimpel 2016, 1606.08415).
    ///
    /// `approximately` takes ½ · a · (1 + tanh(√(2/π) · (a + 0.044715 · a³))) instead.
    public func gaussianErrorLinear(approximately: Bool = false) -> Variable {
        if approximately {
            let inner = self + (self * squared()).scaled(by: 0.044715)
            return self
                * inner.scaled(by: (2 / Float.pi).squareRoot()).hyperbolicTangent().shifted(by: 1).scaled(by: 0.5)
        }
        return self * scaled(by: Float(0.5).squareRoot()).errorFunction().shifted(by: 1).scaled(by: 0.5)
    }

    /// The error function 2/√π ∫₀ᵃ e^(−t²) dt; derivative 2/√π · e^(−a²).
    public func errorFunction() -> Variable {
        let result = TensorKernels.map(value) { x, y, range in for i in range { y[i] = Float.erf(x[i]) } }
        return Variable(result, from: [self]) { [self] g, _ in
            [g * (-squared()).exponential().scaled(by: 2 / Float.pi.squareRoot())]
        }
    }

    /// eᵃ divided by its sum over the last axis of `[n, classes]`.
    public func softmax() -> Variable { logSoftmax().exponential() }
}
