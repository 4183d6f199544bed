public import GANAutodiff

/// A term that a discriminator minimizes beside its loss.
///
/// A regularizer is one file that conforms and one line in `Regularizers.all`.
public protocol Regularizer: Sendable {
    /// What plans call it: "real_gradient_penalty".
    static var name: String { get }
    /// How much it counts.
    var weight: Double { get }
    /// A regularizer that counts as much as `weight`, which is finite and not negative.
    init(weight: Double)
    /// The term, one number, for real samples `[n, …]` and the discriminator's logits for them.
    ///
    /// `real` is a parameter, so that gradients can be taken at it; the term can be differentiated at the weights.
    func term(real: Variable, logits: Variable) -> Variable
}

/// The regularizers that there are.
public enum Regularizers {
    /// Every regularizer: the one list of them.
    public static let all: [any Regularizer.Type] = [RealGradientPenalty.self]
}

/// A regularizer in a plan, where it is known by its name and weight.
public struct ChosenRegularizer: Sendable, Equatable, Codable {
    private let regularizer: any Regularizer

    /// Chooses a regularizer.
    public init(_ regularizer: any Regularizer) { self.regularizer = regularizer }

    private enum CodingKeys: String, CodingKey {
        case name, weight
    }

    /// Reads name and weight.
    ///
    /// Throws a `DecodingError` for a name that is not in `Regularizers.all` and a weight that is negative or not finite.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        let name = try fields.decode(String.self, forKey: .name)
        let weight = try fields.decode(Double.self, forKey: .weight)
        guard let type = Regularizers.all.first(where: { $0.name == name }) else {
            let known = Regularizers.all.map { $0.name }.joined(separator: ", ")
            throw DecodingError.dataCorruptedError(
                forKey: .name, in: fields, debugDescription: "the regularizer \(name) is unknown; known are \(known)")
        }
        guard weight.isFinite, weight >= 0 else {
            throw DecodingError.dataCorruptedError(
                forKey: .weight, in: fields, debugDescription: "weight is \(weight), expected 0 or more")
        }
        regularizer = type.init(weight: weight)
    }

    /// Writes name and weight.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(type(of: regularizer).name, forKey: .name)
        try fields.encode(regularizer.weight, forKey: .weight)
    }

    /// Whether both have the same name and weight.
    public static func == (first: ChosenRegularizer, second: ChosenRegularizer) -> Bool {
        type(of: first.regularizer).name == type(of: second.regularizer).name
            && first.regularizer.weight == second.regularizer.weight
    }

    /// The regularizer's term.
    func term(real: Variable, logits: Variable) -> Variable { regularizer.term(real: real, logits: logits) }
}
