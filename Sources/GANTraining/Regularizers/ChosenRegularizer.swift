import GANAutodiff
import GANNumerics

/// A regularizer in a plan, where it is known by its name, its weight and how often it is reckoned.
public struct ChosenRegularizer: Sendable, Equatable, Codable {
    let regularizer: any Regularizer
    /// Its term is reckoned at one of so many updates, so many times as heavy: lazy regularization (1912.04958, appendix B).
    public let every: Int

    /// Chooses a regularizer, reckoned at one of `every` updates, at least 1.
    public init(_ regularizer: any Regularizer, every: Int = 1) {
        precondition(every > 0, "a regularizer every \(every) updates")
        self.regularizer = regularizer
        self.every = every
    }

    private enum CodingKeys: String, CodingKey {
        case name, weight, every
    }

    /// Reads name, weight and, where it is not 1, `every`.
    ///
    /// Throws a `DecodingError` for a name that is not in `Regularizers.all`, a weight that is negative or not finite, and numbers of
    /// updates outside 1 to 1000.
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
        every = try fields.decodeIfPresent(Int.self, forKey: .every) ?? 1
        guard (1...1000).contains(every) else {
            throw DecodingError.dataCorruptedError(
                forKey: .every, in: fields, debugDescription: "every is \(every), expected 1 to 1000 updates")
        }
        regularizer = type.init(weight: weight)
    }

    /// Writes what `init(from:)` reads.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(type.name, forKey: .name)
        try fields.encode(regularizer.weight, forKey: .weight)
        if every != 1 { try fields.encode(every, forKey: .every) }
    }

    /// Whether both have the same name and weight and are reckoned as often.
    public static func == (first: ChosenRegularizer, second: ChosenRegularizer) -> Bool {
        first.type.name == second.type.name && first.regularizer.weight == second.regularizer.weight
            && first.every == second.every
    }

    /// The regularizer's type.
    var type: any Regularizer.Type { Swift.type(of: regularizer) }

    /// The regularizer's term at an update; nil where it is not reckoned, or adds none.
    func term(_ context: RegularizerContext, update: Int) -> Variable? {
        guard update.isMultiple(of: every) else { return nil }
        let term = regularizer.term(context)
        return every == 1 ? term : term?.scaled(by: Float(every))
    }
}
