public import GANNumerics

/// How to search, and how sure to be.
public struct AuditOptions: Sendable {
    /// The chance of an alarm for a generator that copies nothing.
    public var level: Double
    /// The false discovery rate of the list of copies.
    public var falseDiscoveryRate: Double
    /// Real rows that take part as if they were samples, to calibrate p-values; more of them make smaller leaks visible.
    public var calibrationRows: Int
    /// Held-out rows that test whether the split was random.
    public var exchangeabilityRows: Int
    /// The leak that should not be missed: an audit that could not have seen it is inconclusive.
    public var leakOfInterest: Double
    /// Which families of transformations to look through beside "identity".
    public var channels: Set<Channel>
    /// The largest shift in pixels, in both directions and both axes.
    public var largestShift: Int
    /// Feature spaces to search as well.
    public var embeddings: [AuditEmbedding]
    /// The discriminator that was trained with the generator: it may know training rows from held-out rows.
    public var discriminator: AuditDiscriminator?
    /// About how many bytes of the training set to hold at a time.
    public var blockBytes: Int
    /// About how many bytes of training and held-out rows, reduced to few numbers each, measures of the whole set may hold.
    public var setBytes: Int
    /// Of everything that is drawn: contests' ties, calibration rows, labellings.
    public var seed: UInt64

    /// A family of transformations.
    public enum Channel: String, Sendable, CaseIterable {
        case mirrored, moved, contrast, patches
        /// Inverted grey levels, with brightness and contrast fitted.
        case inverted
        /// Colour channels exchanged, with brightness and contrast fitted.
        case recoloured
        /// Turned by up to 15 degrees; compared together with `moved`.
        case rotated
        /// Painted over in a part of at most half of each side, wherever it is.
        case erased
        /// Mixed with another row of the pool.
        case blended

        /// All of them: together they take about as long as the exact comparisons.
        public static let usual = Set(allCases)
        /// Those that begin with the nearest rows of the others.
        static let secondLooks: Set<Channel> = [.erased, .blended]
    }

    /// The usual options, but for what is named.
    public init(
        level: Double = 0.05, falseDiscoveryRate: Double = 0.05, calibrationRows: Int = 10_000,
        exchangeabilityRows: Int = 5000, leakOfInterest: Double = 0.01,
        channels: Set<Channel> = Channel.usual, largestShift: Int = 2, embeddings: [AuditEmbedding] = [],
        discriminator: AuditDiscriminator? = nil, blockBytes: Int = 64 << 20, setBytes: Int = 1 << 30,
        seed: UInt64 = 1
    ) {
        self.level = level
        self.falseDiscoveryRate = falseDiscoveryRate
        self.calibrationRows = calibrationRows
        self.exchangeabilityRows = exchangeabilityRows
        self.leakOfInterest = leakOfInterest
        self.channels = channels
        self.largestShift = largestShift
        self.embeddings = embeddings
        self.discriminator = discriminator
        self.blockBytes = blockBytes
        self.setBytes = setBytes
        self.seed = seed
    }

    /// Neighbours that a score looks at: the nearest and the next five.
    static let neighbours = 6

    func check() throws(AuditError) {
        for (name, value) in [
            ("the alarm's level", level), ("the false discovery rate", falseDiscoveryRate),
            ("the leak of interest", leakOfInterest),
        ] where !(value > 0 && value < 1) {
            throw .invalidOption(name: name, value: "\(value)", allowed: "between 0 and 1")
        }
        for (name, value, least) in [
            ("calibration rows", calibrationRows, 100), ("exchangeability rows", exchangeabilityRows, 0),
            ("bytes of a block", blockBytes, 1), ("bytes of the whole set's measures", setBytes, 1),
        ] where value < least {
            throw .invalidOption(name: name, value: "\(value)", allowed: "at least \(least)")
        }
        guard (0...8).contains(largestShift) else {
            throw .invalidOption(name: "the largest shift", value: "\(largestShift)", allowed: "0 to 8 pixels")
        }
    }
}

/// A feature space in which to search.
public struct AuditEmbedding: Sendable {
    /// The extractor's name, for people.
    public let name: String
    /// Features of samples `[n, shape.size]` as `SampleSource` gives them; one row of one width for each.
    public let embed: @Sendable (Matrix<Float>) throws -> Matrix<Float>
    /// Whether to embed mirrored samples as well.
    public let mirrors: Bool

    /// A space that `embed` computes; it is called from several threads.
    public init(
        name: String, mirrors: Bool = false, embed: @escaping @Sendable (Matrix<Float>) throws -> Matrix<Float>
    ) {
        self.name = name
        self.mirrors = mirrors
        self.embed = embed
    }
}
