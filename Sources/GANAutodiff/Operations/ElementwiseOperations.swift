import GANNumerics
import RealModule

// Elementwise operations; forward beside backward. Shapes of two operands must be equal: broadcasting is a named
// operation of its own (see ShapeOperations).

extension Variable {
    /// a + b.
    public static func + (a: Variable, b: Variable) -> Variable {
        Variable(
            TensorKernels.zip(a.value, b.value) { x, y, z, range in for i in range { z[i] = x[i] + y[i] } },
            from: [a, b]
        ) { g, _ in [g, g] }
    }

    /// a − b.
    public static func - (a: Variable, b: Variable) -> Variable {
        Variable(
            TensorKernels.zip(a.value, b.value) { x, y, z, range in for i in range { z[i] = x[i] - y[i] } },
            from: [a, b]
        ) { g, wanted in [g, wanted[1] ? -g : nil] }
    }

    /// −a.
    public static prefix func - (a: Variable) -> Variable { a.scaled(by: -1) }

    /// a · b, element by element.
    public static func * (a: Variable, b: Variable) -> Variable {
        Variable(
            TensorKernels.zip(a.value, b.value) { x, y, z, range in for i in range { z[i] = x[i] * y[i] } },
            from: [a, b]
        ) { g, wanted in
            [wanted[0] ? g * b : nil, wanted[1] ? g * a : nil]
        }
    }

    /// a / b, element by element.
    public static func / (a: Variable, b: Variable) -> Variable {
        Variable(
            TensorKernels.zip(a.value, b.value) { x, y, z, range in for i in range { z[i] = x[i] / y[i] } },
            from: [a, b]
        ) { g, wanted in
            [wanted[0] ? g / b : nil, wanted[1] ? -(g * a) / (b * b) : nil]
        }
    }

    /// factor · a, for a fixed number.
    public func scaled(by factor: Float) -> Variable {
        Variable(TensorKernels.map(value) { x, y, range in for i in range { y[i] = x[i] * factor } }, from: [self]) {
            g, _ in [g.scaled(by: factor)]
        }
    }

    /// a + term, for a fixed number.
    public func shifted(by term: Float) -> Variable {
        Variable(TensorKernels.map(value) { x, y, range in for i in range { y[i] = x[i] + term } }, from: [self]) {
            g, _ in [g]
        }
    }

    /// a², element by element.
    public func squared() -> Variable { self * self }

    /// a^exponent for positive a and a fixed exponent; derivative exponent · a^(exponent − 1).
    public func power(_ exponent: Float) -> Variable {
        let result: Tensor
        switch exponent {
        case 0.5: result = TensorKernels.map(value) { x, y, range in for i in range { y[i] = x[i].squareRoot() } }
        case -0.5: result = TensorKernels.map(value) { x, y, range in for i in range { y[i] = 1 / x[i].squareRoot() } }
        case -1: result = TensorKernels.map(value) { x, y, range in for i in range { y[i] = 1 / x[i] } }
        default:
            result = TensorKernels.map(value) { x, y, range in for i in range { y[i] = Float.pow(x[i], exponent) } }
        }
        return Variable(result, from: [self]) { [self] g, _ in [g * power(exponent - 1).scaled(by: exponent)] }
    }

    /// eᵃ.
    public func exponential() -> Variable {
        Variable(TensorKernels.map(value) { x, y, range in for i in range { y[i] = Float.exp(x[i]) } }, from: [self]) {
            [self] g, _ in [g * exponential()]
        }
    }

    /// The natural logarithm of positive a.
    public func logarithm() -> Variable {
        Variable(TensorKernels.map(value) { x, y, range in for i in range { y[i] = Float.log(x[i]) } }, from: [self]) {
            [self] g, _ in [g / self]
        }
    }

    /// tanh a; derivative 1 − tanh² a.
    public func hyperbolicTangent() -> Variable {
        let result = TensorKernels.map(value) { x, y, range in for i in range { y[i] = Float.tanh(x[i]) } }
        return Variable(result, from: [self]) { [self] g, _ in
            let y = Recording.isEnabled ? hyperbolicTangent() : .constant(result)
            return [g - g * y * y]
        }
    }

    /// The logistic function 1 / (1 + e⁻ᵃ).
    public func sigmoid() -> Variable {
        let result = TensorKernels.map(value) { x, y, range in
            for i in range {
                // Each branch exponentiates a number that is not positive, so nothing overflows.
                let e = Float.exp(-abs(x[i]))
                y[i] = x[i] >= 0 ? 1 / (1 + e) : e / (1 + e)
            }
        }
        return Variable(result, from: [self]) { [self] g, _ in
            let y = Recording.isEnabled ? sigmoid() : .constant(result)
            return [g * (y - y * y)]
        }
    }

    /// log(1 + eᵃ), without overflow; derivative `sigmoid`.
    public func softplus() -> Variable {
        let result = TensorKernels.map(value) { x, y, range in
            for i in range { y[i] = max(x[i], 0) + Float.log(onePlus: Float.exp(-abs(x[i]))) }
        }
        return Variable(result, from: [self]) { [self] g, _ in [g * sigmoid()] }
    }

    /// |a|; its derivative at 0 is 0.
    public func absolute() -> Variable {
        let signs = TensorKernels.map(value) { x, y, range in
            for i in range { y[i] = x[i] > 0 ? 1 : x[i] < 0 ? -1 : 0 }
        }
        return self * .constant(signs)
    }

    /// max(a, slope · a) for 0 ≤ slope < 1: the leaky rectifier of Maas 2013; slope 0 is the plain rectifier.
    public func leakyRectified(slope: Float) -> Variable {
        let result = TensorKernels.map(value) { x, y, range in
            for i in range { y[i] = x[i] > 0 ? x[i] : slope * x[i] }
        }
        return Variable(result, from: [self]) { [self] g, _ in [g.gated(by: value, slope: slope)] }
    }

    /// max(a, 0).
    public func rectified() -> Variable { leakyRectified(slope: 0) }

    /// The larger of a and b, element by element; where they are equal, all of the derivative is b's.
    public static func maximum(_ a: Variable, _ b: Variable) -> Variable {
        let result = TensorKernels.zip(a.value, b.value) { x, y, z, range in for i in range { z[i] = max(x[i], y[i]) } }
        return Variable(result, from: [a, b]) { g, _ in
            let isFirst = TensorKernels.zip(a.value, b.value) { x, y, z, range in
                for i in range { z[i] = x[i] > y[i] ? 1 : 0 }
            }
            let first = g.gated(by: isFirst, slope: 0)
            return [first, g - first]
        }
    }

    /// g where the gate is positive, slope · g elsewhere; the gate is a constant, since its derivative vanishes.
    private func gated(by gate: Tensor, slope: Float) -> Variable {
        let result = TensorKernels.zip(value, gate) { x, y, z, range in
            for i in range { z[i] = y[i] > 0 ? x[i] : slope * x[i] }
        }
        return Variable(result, from: [self]) { g, _ in [g.gated(by: gate, slope: slope)] }
    }
}
