import GANAutodiff
import GANNumerics
import Testing

/// Compares first and second derivatives of an operation with central differences.
///
/// The operation's result is contracted with fixed random weights to a scalar f. First order: ∇f against
/// (f(x + h) − f(x − h)) / 2h for every element. Second order: the gradient of ⟨∇f, v⟩ for a fixed random v against
/// central differences of ⟨∇f, v⟩. Float32 and h = 0.01 leave errors of about 0.005 relative to the largest derivative.
struct GradientCheck {
    var step: Float = 0.01
    var tolerance: Float = 0.02

    func run(
        _ name: String, _ inputs: [Tensor], sourceLocation: SourceLocation = #_sourceLocation,
        _ operation: ([Variable]) -> Variable
    ) {
        var random = SeededGenerator(seed: 7).split(name)
        func draws(_ shape: [Int]) -> Tensor {
            Tensor(shape: shape) { buffer in random.fillNormal(buffer) }
        }
        let weights = Variable.constant(draws(operation(inputs.map { .constant($0) }).shape))
        let directions = inputs.map { Variable.constant(draws($0.shape)) }

        func scalar(_ variables: [Variable]) -> Variable { (operation(variables) * weights).sum() }
        func directional(_ variables: [Variable]) -> Variable {
            let gradients = Gradient.of(scalar(variables), at: variables, differentiable: true)
            return zip(gradients, directions).map { ($0 * $1).sum() }.reduce(.constant(Tensor(0)), +)
        }
        compare(name + ", first order", inputs, scalar, sourceLocation)
        compare(name + ", second order", inputs, directional, sourceLocation)
    }

    private func compare(
        _ name: String, _ inputs: [Tensor], _ function: ([Variable]) -> Variable, _ sourceLocation: SourceLocation
    ) {
        let variables = inputs.map { Variable.parameter($0) }
        let analytic = Gradient.of(function(variables), at: variables).map(\.value.scalars)
        var differences: [[Float]] = []
        for index in inputs.indices {
            differences.append(
                inputs[index].scalars.indices.map { element in
                    func value(_ offset: Float) -> Float {
                        var moved = inputs
                        moved[index].scalars[element] += offset
                        return function(moved.map { .parameter($0) }).value.scalar
                    }
                    return (value(step) - value(-step)) / (2 * step)
                })
        }
        let scale = max(1, differences.joined().map { abs($0) }.max() ?? 0)
        for index in inputs.indices {
            for (a, d) in zip(analytic[index], differences[index]) where !(abs(a - d) <= tolerance * scale) {
                Issue.record(
                    "\(name): input \(index) has gradient \(a), central difference \(d)", sourceLocation: sourceLocation
                )
                return
            }
        }
    }
}

/// Seeded tensors for tests.
enum Draw {
    static func normal(_ shape: [Int], seed: UInt64 = 1) -> Tensor {
        var random = SeededGenerator(seed: seed)
        return Tensor(shape: shape) { random.fillNormal($0) }
    }

    /// Values in [low, high).
    static func uniform(_ shape: [Int], _ low: Float, _ high: Float, seed: UInt64 = 1) -> Tensor {
        var random = SeededGenerator(seed: seed)
        return Tensor(shape: shape) { buffer in
            for i in buffer.indices { buffer[i] = low + (high - low) * Float(random.uniform()) }
        }
    }

    /// Values at least 0.1 away from zero, so that no step crosses a kink.
    static func awayFromZero(_ shape: [Int], seed: UInt64 = 1) -> Tensor {
        var tensor = uniform(shape, 0.1, 1.5, seed: seed)
        var random = SeededGenerator(seed: seed).split("sign")
        for i in tensor.scalars.indices where Bool.random(using: &random) { tensor.scalars[i].negate() }
        return tensor
    }
}
