/// Changes of the images that a discriminator sees, so that it can't learn a small set of them by heart.
public struct Augmentation: Sendable, Equatable, Codable {
    /// A kind of change.
    public enum Policy: String, Sendable, CaseIterable, Codable {
        /// Left and right exchanged, for half of the images.
        case flip
        /// Moved by up to an eighth of the side, zeros coming in.
        case translation
        /// A square of half the side set to zero.
        case cutout
        /// Another brightness and contrast.
        case color
    }

    /// What is changed.
    public var policies: [Policy]
    /// How often, 0 to 1; where it is steered, at the start.
    public var probability: Double
    /// r_t that steers the probability (2006.06676, section 3.1: 0.6); nil for one that stays.
    public var target: Double?
    /// Real samples in which a steered probability moves by 1; 500000 in the paper.
    public var samplesForAll: Int

    /// Takes everything as it is; plans are checked as a whole.
    public init(policies: [Policy], probability: Double = 1, target: Double? = nil, samplesForAll: Int = 500_000) {
        self.policies = policies
        self.probability = probability
        self.target = target
        self.samplesForAll = samplesForAll
    }

    /// Reads the fields; a probability that isn't named is 1, or 0 where it is steered.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        policies = try fields.decode([Policy].self, forKey: .policies)
        target = try fields.decodeIfPresent(Double.self, forKey: .target)
        probability = try fields.decodeIfPresent(Double.self, forKey: .probability) ?? (target == nil ? 1 : 0)
        samplesForAll = try fields.decodeIfPresent(Int.self, forKey: .samplesForAll) ?? 500_000
    }
}

/// Where a steered probability stands, which a run must remember.
struct AugmentationState: Sendable, Equatable, Codable {
    var probability: Double
    private var signs = 0.0
    private var updates = 0

    /// Updates of the discriminator between two moves, as in the paper.
    static let interval = 4

    init(probability: Double) { self.probability = probability }

    /// Takes an update's mean sign of the real samples' logits, r_t, into account.
    mutating func saw(meanSign: Double, batch: Int, _ augmentation: Augmentation) {
        guard let target = augmentation.target else { return }
        signs += meanSign
        updates += 1
        guard updates == Self.interval else { return }
        let step = Double(batch * Self.interval) / Double(augmentation.samplesForAll)
        let direction: Double = signs / Double(updates) > target ? 1 : -1
        probability = min(1, max(0, probability + direction * step))
        (signs, updates) = (0, 0)
    }
}
