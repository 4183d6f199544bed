public import GANCritics
public import GANMetrics

/// What is asked of the discriminators of a series.
public struct AdversaryPlan: Sendable {
    /// Whether every generator plays against every discriminator.
    public var rates: Bool
    /// How the duality gap's best responses are found; nil finds none.
    public var responses: BestResponses?

    /// Plays no games and finds no gaps unless told to.
    public init(rates: Bool = false, responses: BestResponses? = nil) {
        self.rates = rates
        self.responses = responses
    }

    /// The most checkpoints that are rated, and whose gap is found: evenly spaced, the last among them.
    package static let most = (rated: 16, gaps: 8)
}

/// What the discriminators of a series say of its generators, and how far each pair is from an equilibrium.
public struct SeriesAdversaries: Sendable {
    /// A checkpoint's duality gap.
    public struct Gap: Sendable, Equatable {
        /// Index in the series' checkpoints.
        public var checkpoint: Int
        /// The gap of its raw generator and its discriminator.
        public var gap: DualityGap

        package init(checkpoint: Int, gap: DualityGap) {
            self.checkpoint = checkpoint
            self.gap = gap
        }
    }

    /// The checkpoints that were rated, in the order of the ratings: indices in the series' checkpoints.
    public var rated: [Int] = []
    /// The ratings of their raw generators and discriminators; nil where they were not asked for, or have fewer than two players.
    public var skill: SkillRating?
    /// In the order of the checkpoints.
    public var gaps: [Gap] = []
    /// What was left out and why, as sentences.
    public var notes: [String] = []
    /// What decided the figures.
    public var rule = ""

    package init() {}
}
