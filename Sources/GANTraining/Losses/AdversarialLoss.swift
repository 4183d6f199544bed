public import GANAutodiff
import GANNumerics

/// What the two networks of an adversarial training minimize.
///
/// A loss is one file that conforms and one line in `AdversarialLosses.all`. Logits are `[n, 1]` or `[n, 1, 1, 1]`, as
/// the discriminator makes them; each function gives one number.
public protocol AdversarialLoss: Sendable {
    /// What plans call it: "non_saturating".
    static var name: String { get }

    /// What it is, for lists: "the non-saturating loss (1406.2661)".
    static var summary: String { get }

    /// What a discriminator's logits must be for it to mean something.
    static var logits: LogitMeaning { get }

    /// What the generator minimizes, given the logits of its samples and, for a loss of pairs, those of as many real
    /// samples; other losses don't read `real`.
    static func generator(real: Variable, generated: Variable) -> Variable

    /// What the discriminator minimizes, given the logits of real and of generated samples.
    static func discriminator(real: Variable, generated: Variable) -> Variable

    /// What the logits say of the distance between both distributions, a lower bound of it up to sampling; nil where the
    /// loss measures none.
    static func estimate(real: Variable, generated: Variable) -> DivergenceEstimate?
}

extension AdversarialLoss {
    /// Losses whose value bounds no divergence estimate none.
    public static func estimate(real: Variable, generated: Variable) -> DivergenceEstimate? { nil }
}

/// A loss that takes another target than 1 for real samples: one-sided label smoothing (1606.03498, section 3.4).
public protocol SmoothedLoss: AdversarialLoss {
    /// As `discriminator`, with 1 − `smoothing` as the target of real samples.
    static func discriminator(real: Variable, generated: Variable, smoothing: Float) -> Variable
}

extension SmoothedLoss {
    /// With the target 1.
    public static func discriminator(real: Variable, generated: Variable) -> Variable {
        discriminator(real: real, generated: generated, smoothing: 0)
    }
}

/// What the zero of a loss's logits means.
public enum LogitMeaning: Sendable, Equatable {
    /// Real and generated samples are told apart at this logit.
    case boundary(Float)
    /// Only differences of logits mean something: each is held against the middle of the two means.
    case differences
    /// Only differences mean something, and the generator's part reads real samples' logits too.
    case pairs

    /// The logit above which a sample counts as called real.
    func boundary(real: Variable, generated: Variable) -> Float {
        switch self {
        case .boundary(let value): return value
        case .differences, .pairs: return (real.mean().value.scalar + generated.mean().value.scalar) / 2
        }
    }
}

/// A distance between real and generated samples as a discriminator sees it.
public struct DivergenceEstimate: Sendable, Equatable {
    /// Which distance: "Jensen-Shannon", in nats.
    public var name: String
    /// The estimate; below the truth for a discriminator that has not learned enough, above it for one that has learned its batch.
    public var value: Double

    /// Takes both as they are.
    public init(name: String, value: Double) {
        self.name = name
        self.value = value
    }
}

/// The losses that there are.
public enum AdversarialLosses {
    /// Every loss: the one list of them.
    public static let all: [any AdversarialLoss.Type] = [
        NonSaturatingLoss.self, MinimaxLoss.self, LeastSquaresLoss.self, HingeLoss.self, WassersteinLoss.self,
        RelativisticPairingLoss.self, KullbackLeiblerLoss.self, ReverseKullbackLeiblerLoss.self,
        JensenShannonLoss.self, PearsonLoss.self,
    ]
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

    /// What the discriminator minimizes; a plan was refused that smooths the labels of a loss without labels.
    func discriminator(real: Variable, generated: Variable, smoothing: Double) -> Variable {
        if smoothing > 0, let type = type as? any SmoothedLoss.Type {
            return type.discriminator(real: real, generated: generated, smoothing: Float(smoothing))
        }
        return type.discriminator(real: real, generated: generated)
    }
}
