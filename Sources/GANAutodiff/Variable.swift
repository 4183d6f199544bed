public import GANNumerics

/// A tensor in a computation, with the memory of how it was made.
///
/// Operations on variables build a graph as they run; `Gradient.of(_:at:)` walks it backwards. A variable is a leaf (a
/// parameter, a constant) or the result of an operation. Values never change after creation.
public final class Variable {
    /// The number this variable stands for.
    public let value: Tensor
    /// Whether a gradient can flow to or through this variable.
    public let requiresGradient: Bool
    let operation: Operation?

    /// A parameter: a leaf that gradients are taken at.
    public static func parameter(_ value: Tensor) -> Variable { Variable(leaf: value, requiresGradient: true) }

    /// A constant: a leaf that gradients do not reach.
    public static func constant(_ value: Tensor) -> Variable { Variable(leaf: value, requiresGradient: false) }

    private init(leaf value: Tensor, requiresGradient: Bool) {
        self.value = value
        self.requiresGradient = requiresGradient
        operation = nil
    }

    /// The result of an operation on `inputs`.
    ///
    /// `backward` receives the gradient with respect to the result and, for each input, whether its gradient is wanted.
    /// It returns one gradient for each input, nil where not wanted, made of differentiable operations: that is what
    /// lets a gradient be differentiated again.
    init(_ value: Tensor, from inputs: [Variable], backward: @escaping Operation.Backward) {
        self.value = value
        let records = Recording.isEnabled && inputs.contains { $0.requiresGradient }
        requiresGradient = records
        operation = records ? Operation(inputs: inputs, backward: backward) : nil
    }

    /// The sizes of the value's axes.
    public var shape: [Int] { value.shape }

    /// The same value, cut off from its history.
    public var detached: Variable { .constant(value) }
}

/// How a variable was made: its inputs and the rule that sends a gradient back to them.
struct Operation {
    typealias Backward = (_ gradient: Variable, _ wanted: [Bool]) -> [Variable?]

    let inputs: [Variable]
    let backward: Backward
}

/// Whether operations remember how their results were made.
enum Recording {
    @TaskLocal static var isEnabled = true

    /// Runs `body` without building a graph.
    static func paused<Result>(_ body: () throws -> Result) rethrows -> Result {
        try $isEnabled.withValue(false, operation: body)
    }
}
