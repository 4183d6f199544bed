/// How a generator learns to make images of images.
public struct ImageTranslation: Sendable, Equatable {
    /// What the two sources have to do with one another.
    public enum Kind: String, Sendable, CaseIterable, Codable {
        /// Row i of the one belongs to row i of the other (pix2pix; Isola et al. 2016, 1611.07004).
        case paired
        /// Nobody knows what belongs together; what comes back must be what went in (CycleGAN; Zhu et al. 2017, 1703.10593).
        case unpaired
    }

    /// What the sources have to do with one another.
    public var kind: Kind
    /// How much the discriminator's word counts; at 0 there is no discriminator.
    public var adversarialWeight = 1.0
    /// λ of E |G(x) − y|, paired: how much the distance to the target counts (1611.07004, equation 4; values in [−1, 1]).
    public var pixelWeight = 0.0
    /// λ of E |F(G(x)) − x| both ways, unpaired (1703.10593, equation 3).
    public var cycleWeight = 0.0
    /// λ of E |G(y) − y| both ways, unpaired (1703.10593, section 5.2): what is in the target's world already shall stay.
    public var identityWeight = 0.0
    /// Earlier generated images that the discriminator is shown in place of half of the new ones, unpaired; 0 for none (1703.10593, section 4).
    public var poolSize = 0
    /// The side of the square of pixels that one logit of the discriminator sees.
    public var patchSize: Int
    /// Planes of noise that the generator gets behind an image's channels; 0 for one that makes one image of each.
    public var noiseChannels = 0
    /// Whether the generator is shown noise alone and the discriminator images alone, paired: what a model that ignores its inputs is like.
    public var ignoresInputs = false

    /// Pairs: the usual loss of pix2pix.
    public static func paired(patchSize: Int) -> ImageTranslation {
        var translation = ImageTranslation(kind: .paired, patchSize: patchSize)
        translation.pixelWeight = 100
        return translation
    }

    /// No pairs: the usual losses of CycleGAN.
    public static func unpaired(patchSize: Int) -> ImageTranslation {
        var translation = ImageTranslation(kind: .unpaired, patchSize: patchSize)
        translation.cycleWeight = 10
        translation.identityWeight = 5
        translation.poolSize = 50
        return translation
    }

    private init(kind: Kind, patchSize: Int) {
        self.kind = kind
        self.patchSize = patchSize
    }

    /// Whether the discriminator gets what an image was made of behind the image's channels.
    var judgesPairs: Bool { kind == .paired && !ignoresInputs }
}

extension ImageTranslation: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case kind, adversarialWeight, pixelWeight, cycleWeight, identityWeight, poolSize, patchSize, noiseChannels
        case ignoresInputs
    }

    /// Reads `kind` and `patchSize`, and the others where they are not as usual; throws a `DecodingError`.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        let kind = try fields.decode(Kind.self, forKey: .kind)
        let patchSize = try fields.decode(Int.self, forKey: .patchSize)
        self = kind == .paired ? .paired(patchSize: patchSize) : .unpaired(patchSize: patchSize)
        let changes = try Changes(from: decoder)
        changes.apply(to: &self)
    }

    /// What a plan changes of a preset's translation: the fields that it names.
    struct Changes: Decodable {
        private var kind: Kind?
        private var numbers: [CodingKeys: Double] = [:]
        private var counts: [CodingKeys: Int] = [:]
        private var ignoresInputs: Bool?

        private struct Key: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        /// Throws a `DecodingError` at the field that is wrong or unknown.
        init(from decoder: any Decoder) throws {
            let all = try decoder.container(keyedBy: Key.self)
            let known = CodingKeys.allCases.map(\.rawValue)
            if let unknown = all.allKeys.map(\.stringValue).filter({ !known.contains($0) }).min() {
                throw DecodingError.dataCorruptedError(
                    forKey: Key(stringValue: unknown), in: all,
                    debugDescription:
                        "the key \(unknown) is unknown in translation; known are \(known.joined(separator: ", "))")
            }
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            kind = try fields.decodeIfPresent(Kind.self, forKey: .kind)
            for key in [CodingKeys.adversarialWeight, .pixelWeight, .cycleWeight, .identityWeight] {
                numbers[key] = try fields.decodeIfPresent(Double.self, forKey: key)
            }
            for key in [CodingKeys.poolSize, .patchSize, .noiseChannels] {
                counts[key] = try fields.decodeIfPresent(Int.self, forKey: key)
            }
            ignoresInputs = try fields.decodeIfPresent(Bool.self, forKey: .ignoresInputs)
        }

        func apply(to translation: inout ImageTranslation?) {
            guard var changed = translation else { return }
            apply(to: &changed)
            translation = changed
        }

        func apply(to translation: inout ImageTranslation) {
            translation.kind = kind ?? translation.kind
            translation.adversarialWeight = numbers[.adversarialWeight] ?? translation.adversarialWeight
            translation.pixelWeight = numbers[.pixelWeight] ?? translation.pixelWeight
            translation.cycleWeight = numbers[.cycleWeight] ?? translation.cycleWeight
            translation.identityWeight = numbers[.identityWeight] ?? translation.identityWeight
            translation.poolSize = counts[.poolSize] ?? translation.poolSize
            translation.patchSize = counts[.patchSize] ?? translation.patchSize
            translation.noiseChannels = counts[.noiseChannels] ?? translation.noiseChannels
            translation.ignoresInputs = ignoresInputs ?? translation.ignoresInputs
        }
    }
}
