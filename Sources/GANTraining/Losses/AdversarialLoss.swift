public import GANAutodiff

/// What the two networks of an adversarial training minimize.
///
/// A loss is one file that conforms and one line in `AdversarialLosses.all`. Logits are `[n, 1]` or `[n, 1, 1, 1]`, as
/// the discriminator makes them; each function gives one number.
public protocol AdversarialLoss: Sendable {
    /// What plans call it: "non_saturating".
    static var name: String { get }

    /// What the generator minimizes, given the logits of its samples.
    static func generator(_ generated: Variable) -> Variable

    /// What the discriminator minimizes, given the logits of real and of generated samples.
    static func discriminator(real: Variable, generated: Variable) -> Variable
}

/// The losses that there are.
public enum AdversarialLosses {
    /// Every loss: the one list of them.
    public static let all: [any AdversarialLoss.Type] = [NonSaturatingLoss.self]
}

/// A loss in a plan, where it is known by its name.
public struct ChosenLoss: Sendable, Equatable, Codable {
    /// The loss itself.
    public let type: any AdversarialLoss.Type

    /// The loss of plans that name none.
    public static let usual = ChosenLoss(NonSaturatingLoss.self)

    /// Chooses a loss.
    public init(_ type: any AdversarialLoss.Type) { self.type = type }

    /// Reads a name; throws a `DecodingError` for one that is not in `AdversarialLosses.all`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let name = try container.decode(String.self)
        guard let type = AdversarialLosses.all.first(where: { $0.name == name }) else {
            let known = AdversarialLosses.all.map { $0.name }.joined(separator: ", ")
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "the loss \(name) is unknown; known are \(known)")
        }
        self.type = type
    }

    /// Writes the name.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(type.name)
    }

    /// Whether both have the same name.
    public static func == (first: ChosenLoss, second: ChosenLoss) -> Bool { first.type.name == second.type.name }
}
