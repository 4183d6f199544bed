public import GANAutodiff
public import GANNumerics

/// What a discriminator saw at one update, for the terms that regularizers add.
public struct RegularizerContext {
    /// The real samples `[n, …]` as they went into the discriminator; a parameter, so that gradients can be taken at it.
    public var real: Variable
    /// Their logits.
    public var realLogits: Variable
    /// The generated samples `[n, …]` as they went in; a parameter too.
    public var generated: Variable
    /// Their logits.
    public var generatedLogits: Variable
    /// The discriminator with its present weights at other samples of the same shape.
    public var judge: (Variable) -> Variable
    /// Randomness of this update.
    public var random: SeededGenerator

    /// Takes everything as it is.
    public init(
        real: Variable, realLogits: Variable, generated: Variable, generatedLogits: Variable,
        judge: @escaping (Variable) -> Variable, random: SeededGenerator
    ) {
        self.real = real
        self.realLogits = realLogits
        self.generated = generated
        self.generatedLogits = generatedLogits
        self.judge = judge
        self.random = random
    }
}

/// What keeps a discriminator smooth: a term that it minimizes beside its loss, or a bound of its weights.
///
/// A regularizer is one file that conforms and one line in `Regularizers.all`.
public protocol Regularizer: Sendable {
    /// What plans call it: "real_gradient_penalty".
    static var name: String { get }
    /// What it is, for lists.
    static var summary: String { get }
    /// Whether it differentiates logits at samples, each of which must then have a logit of its own: no batch norm.
    static var needsSamplesApart: Bool { get }
    /// How much it counts.
    var weight: Double { get }
    /// A regularizer that counts as much as `weight`, which is finite and not negative.
    init(weight: Double)
    /// The term, one number that can be differentiated at the discriminator's weights; nil for a bound of weights alone.
    func term(_ context: RegularizerContext) -> Variable?
    /// Brings the discriminator's weights back to where they may be, after each of its updates.
    func constrain(_ parameters: inout [Tensor])
}

extension Regularizer {
    /// A bound of weights adds no term.
    public func term(_ context: RegularizerContext) -> Variable? { nil }
    /// A term leaves weights alone.
    public func constrain(_ parameters: inout [Tensor]) {}
}

/// The regularizers that there are.
public enum Regularizers {
    /// Every regularizer: the one list of them.
    public static let all: [any Regularizer.Type] = [
        RealGradientPenalty.self, GeneratedGradientPenalty.self, GradientPenalty.self, OneSidedGradientPenalty.self,
        WeightClipping.self,
    ]
}
