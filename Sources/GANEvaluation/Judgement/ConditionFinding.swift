import GANMetrics

/// What was found of a model that was given a condition, an image or a class; `ConditionWords` of `GANReports` says it.
public enum ConditionFinding: Sendable, Equatable, Codable {
    /// Outputs are no nearer to their own targets than to those of other inputs.
    case ignoresInput(Recognized)
    /// How often an output is nearer to its own target than to another input's.
    case answersInput(Recognized)
    /// What the outputs' layout has to do with the input's: nothing that chance does not give.
    case losesContent(Agreement)
    /// Outputs keep the layout of their own input.
    case keepsContent(Agreement)
    /// How a translation compares with the true one, and what it does to styles.
    case mapping(Mapping)
    /// Samples are of the classes that they were asked for no more often than chance gives.
    case ignoresLabel(Named)
    /// How many samples are classified as asked.
    case answersLabel(Named)
    /// How well a classifier names real data that samples taught.
    case teaches(Named)
    /// Whether it answers its condition can't be told, for want of something.
    case undecided(Want)

    /// What was too little to tell.
    public enum Want: Sendable, Equatable, Codable {
        /// Outputs beside their targets or inputs: how many there are.
        case pairs(Int)
        /// Targets that differ: how often they recognize themselves, ½ to 1.
        case differentTargets(recognized: Double)
        /// Samples with a class: how many there are.
        case samples(Int)
        /// Samples that were asked for other classes than the commonest one: how many there are.
        case samplesOfOtherClasses(Int)
        /// A classifier that tells real classes: what it names rightly, nil where nobody knows, and what chance does.
        case classifier(real: Double?, chance: Double)
        /// Images of these styles.
        case imagesOfStyles([String])
    }

    /// A share that a classifier names rightly.
    public struct Named: Sendable, Equatable, Codable {
        /// Of the samples, or of real rows by what samples taught, 0 to 1.
        public var share: Double
        /// What chance, or always naming the commonest class, gets.
        public var chance: Double
        /// Of real data; nil where nobody knows.
        public var real: Double?
        /// How often chance alone gives as much; nil where nothing was tested.
        public var probability: Double?

        package init(share: Double, chance: Double, real: Double?, probability: Double?) {
            self.share = share
            self.chance = chance
            self.real = real
            self.probability = probability
        }
    }

    /// A share of comparisons in which the own target is nearer.
    public struct Recognized: Sendable, Equatable, Codable {
        /// Of the outputs, 0 to 1; ½ by chance.
        public var share: Double
        /// Of other true answers; nil where the data know none.
        public var truth: Double?
        /// How often chance alone gives as much.
        public var probability: Double
        /// How many pairs were compared.
        public var pairs: Int

        package init(share: Double, truth: Double?, probability: Double, pairs: Int) {
            self.share = share
            self.truth = truth
            self.probability = probability
            self.pairs = pairs
        }
    }

    /// A correlation of edges, beside those of other inputs.
    public struct Agreement: Sendable, Equatable, Codable {
        /// Of outputs with their own inputs, −1 to 1.
        public var own: Double
        /// Of outputs with other inputs.
        public var others: Double
        /// How often chance alone gives as much.
        public var probability: Double

        package init(own: Double, others: Double, probability: Double) {
            self.own = own
            self.others = others
            self.probability = probability
        }
    }

    /// What a translation does.
    public struct Mapping: Sendable, Equatable, Codable {
        /// "intended", "exchanged", "merged" or "unclear"; nil where the data have no styles.
        public var kind: String?
        /// Each style that does not become itself with the one that it becomes, "red→blue".
        public var exchanges: [String]
        /// The styles whose images go no one way.
        public var unsure: [String]
        /// The mean error to the true translation, in grey levels.
        public var error: Double
        /// The same to other inputs' true translations.
        public var others: Double
        /// The same to what the mapping seems to mean, where it is another one.
        public var mappingError: Double?
        /// What comes back of an input, in grey levels; nil for a model of one direction.
        public var cycleError: Double?

        package init(
            kind: String?, exchanges: [String], unsure: [String] = [], error: Double, others: Double,
            mappingError: Double?,
            cycleError: Double?
        ) {
            self.kind = kind
            self.exchanges = exchanges
            self.unsure = unsure
            self.error = error
            self.others = others
            self.mappingError = mappingError
            self.cycleError = cycleError
        }
    }
}
