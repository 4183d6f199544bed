/// What was found of one section of a report, as data; `VerdictWords` of `GANReports` says it.
public indirect enum SectionFinding: Sendable, Equatable, Codable {
    /// Nothing was measured, for want of something.
    case notMeasured(Need)
    /// The share of the samples among real data.
    case precision(Reach)
    /// The share of the real neighbourhoods that hold a sample.
    case coverage(Reach)
    /// A metric's figure beside real data's.
    case measured(String, Measured)
    /// How often a critic that was trained for the samples prefers a real one, beside what held-out data get.
    case critic(String, Measured)
    /// How many times as deep as real data the samples lie within them.
    case crowded(Measured)
    /// How many of the samples differ from each other.
    case distinct(Distinct)
    /// What would be good, were the samples not so few different ones that it says nothing of the whole.
    case fewDistinct(Distinct, SectionFinding)
    /// A plain statistic of the pixels, by how much its mean is off.
    case look(Look)
    /// A plain statistic of the pixels, by how much its variance is off, as a logarithm of their ratio.
    case lookSpread(Look)
    /// Regions of the real data with too few or too many samples.
    case regions(Regions)
    /// Nothing can be told, because of a check.
    case spoiled(Check)
    /// Copies where nothing says how near samples usually come: there are no held-out data.
    case exactCopies(Int)
    /// No exact copy, and nothing says how near samples usually come.
    case noExactCopy
    /// More samples lie near training rows than held-out data do; `exactCopies` equal one.
    case tooNear(Tail, pValue: Double, exactCopies: Int)
    /// Copies among samples that as a whole lie no nearer than held-out data.
    case exactCopiesAlone(Int)
    /// No more samples lie near training rows than held-out data do.
    case noCopying(Tail)
    /// Every known mode is reached; the share of the samples within three standard deviations of one.
    case modesReached(total: Int, share: Double, real: Double)
    /// Modes that are reached, but by samples that surely spread less than half as far as they should.
    case collapsedModes([String], total: Int)
    /// Classes that surely come too rarely, or too often, though all are made.
    case unevenClasses(rare: [String], frequent: [String])
    /// Every class is made; `divergence` from the reference's shares in nats where they are uneven.
    case classesMade(total: Int, divergence: Double?)
    /// The names of the modes that no sample reaches; not sure of it where samples are too few.
    case missingModes([String], total: Int, isSure: Bool)
    /// At the end of training the discriminator was right on nearly everything.
    case discriminatorAhead(accuracy: Double)
    /// At the end of training the discriminator was right on these shares.
    case discriminatorAccuracy(real: Double, generated: Double)
    /// How far the discriminator knows its training rows: r_v, the share of the way from them to samples that held-out rows went.
    case discriminatorOverfits(ratio: Double)
    /// The discriminator scores rows that it never saw about as its training rows.
    case discriminatorGeneralizes(ratio: Double)
    /// How well the discriminator tells real rows from samples; whether nothing says how it does on rows that it never saw.
    case discriminatorTells(area: Double, isHeldOut: Bool)
    /// The checkpoint holds a discriminator, and something is wrong with it.
    case brokenDiscriminator(DiscriminatorFault)
    /// Of a model that was given a condition: whether it answers it.
    case condition(ConditionFinding)
    /// A finding whose grade is withheld, because so few samples give none.
    case ungraded(SectionFinding, samples: Int)

    /// What a section lacks.
    public enum Need: String, Sendable, Codable {
        case samples, trainingRows, modes, discriminatorScores
        /// Nobody asked for its metric.
        case choice
    }

    /// A share, and what real data have of it.
    public struct Reach: Sendable, Equatable, Codable {
        /// Of the samples, 0 to 1.
        public var share: Double
        /// What held-out data reach; nil without them.
        public var heldOut: Double?
        /// Whether there is anything to judge the share by: held-out data, or the null.
        public var isJudged: Bool

        package init(share: Double, heldOut: Double?, isJudged: Bool) {
            self.share = share
            self.heldOut = heldOut
            self.isJudged = isJudged
        }
    }

    /// A figure, and what real data have of it at equal counts.
    public struct Measured: Sendable, Equatable, Codable {
        /// Of the samples, in the metric's own unit.
        public var value: Double
        /// Of real data.
        public var real: Double
        /// Whether held-out data say so, or the null.
        public var isHeldOut: Bool

        /// A figure beside real data's.
        public init(value: Double, real: Double, isHeldOut: Bool) {
            self.value = value
            self.real = real
            self.isHeldOut = isHeldOut
        }
    }

    /// How many different samples there are.
    public struct Distinct: Sendable, Equatable, Codable {
        /// Samples that differ from each other, as far as the metric can tell.
        public var distinct: Int
        /// All samples.
        public var samples: Int
        /// An estimate of how many there are in all.
        public var support: Double

        /// Counts of different samples and of all.
        public init(distinct: Int, samples: Int, support: Double) {
            self.distinct = distinct
            self.samples = samples
            self.support = support
        }
    }

    /// How far a plain statistic of the samples' pixels is from real images'.
    public struct Look: Sendable, Equatable, Codable {
        /// The metric that found it.
        public var metric: String
        /// The statistic that is furthest off; nil for a metric of one.
        public var property: String?
        /// In standard deviations of real images, or as a logarithm of variances' ratio.
        public var difference: Double

        /// The difference of a property.
        public init(metric: String, property: String?, difference: Double) {
            self.metric = metric
            self.property = property
            self.difference = difference
        }
    }

    /// How samples spread over regions of the real data that clustering found.
    public struct Regions: Sendable, Equatable, Codable {
        /// Regions with surely fewer samples than real data.
        public var starved: Int
        /// Regions with surely more.
        public var swollen: Int
        /// All regions that there are.
        public var total: Int
        /// The share of the real data in starved regions.
        public var share: Double
        /// How often chance alone spreads samples so unevenly over all regions, where no region shows it by itself.
        public var probability: Double?
        /// The share of the real data in whole branches of which there are hardly any samples; nil where there are none.
        public var missing: Double?
        /// How many such branches there are.
        public var missingBranches: Int?

        /// Branches of regions that hold too few or too many samples, where no region alone shows it; then `share` is of the former.
        public var branches: Int?

        /// Branches that feature space lacks and the images' own values have: samples look otherwise there, and none is missing; nil where
        /// there are none, or where others are missing or rare.
        public var seen: Int?
        /// The ball of rows in which samples and real data differ most, where that is more than chance gives.
        public var neighbourhood: Neighbourhood?
        /// The smallest mode that would have been seen to be missing, as a share of the data; nil where none would, or nobody knows.
        public var smallestMissing: Double?
        /// The smallest mode that would have been seen to be made half as often.
        public var smallestHalved: Double?

        /// Rows around some place, wherever it is.
        public struct Neighbourhood: Sendable, Equatable, Codable {
            /// The share of the real data there.
            public var realShare: Double
            /// The share of the samples there.
            public var generatedShare: Double
            /// How often chance alone makes any neighbourhood so uneven.
            public var probability: Double

            /// Shares, 0 to 1, and a p-value for all neighbourhoods together.
            public init(realShare: Double, generatedShare: Double, probability: Double) {
                self.realShare = realShare
                self.generatedShare = generatedShare
                self.probability = probability
            }
        }

        /// Counts of regions and the share of real data in the starved ones.
        public init(
            starved: Int, swollen: Int, total: Int, share: Double, probability: Double? = nil, missing: Double? = nil,
            missingBranches: Int? = nil, branches: Int? = nil
        ) {
            self.starved = starved
            self.swollen = swollen
            self.total = total
            self.share = share
            self.probability = probability
            self.missing = missing
            self.missingBranches = missingBranches
            self.branches = branches
        }
    }

    /// Whether it says that samples equal training rows.
    var tellsOfExactCopies: Bool {
        switch self {
        case .exactCopies, .exactCopiesAlone: return true
        case .tooNear(_, _, let copies): return copies > 0
        default: return false
        }
    }

    /// The share of the samples that lie nearer to training rows than nearly all held-out data, and held-out data's own.
    public struct Tail: Sendable, Equatable, Codable {
        /// Of the samples, 0 to 1.
        public var share: Double
        /// Of held-out data, 0 to 1.
        public var heldOut: Double

        package init(share: Double, heldOut: Double) {
            self.share = share
            self.heldOut = heldOut
        }
    }
}
