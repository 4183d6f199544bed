public import GANMetrics

/// The share of samples in each class or known mode, beside the reference's.
public struct ModeTable: Sendable {
    /// In the order of their numbers.
    public var modes: [Mode]
    /// What must be known to read the names, as a sentence: whose classes they are where they aren't the reference's.
    public var note: String?

    package init(modes: [Mode], note: String? = nil) {
        self.modes = modes
        self.note = note
    }

    /// One class or known mode.
    public struct Mode: Sendable {
        /// Its name, or its number where it has none.
        public var name: String
        /// The samples in it.
        public var generatedCount: Int
        /// Their share of all samples, 0 to 1.
        public var generatedShare: Double
        /// Wilson 95 % interval of the generated share.
        public var interval: MetricInterval
        /// The share of the reference's rows, 0 to 1.
        public var referenceShare: Double
        /// True when the interval lies below what counts as covered.
        public var missing: Bool
        /// Up to three real images; of many classes the missing ones have some alone, and none where samples are not images.
        public var exemplars: [[Float]]
        /// What it is beside the reference, all classes together; nil for known modes.
        public var standing: Standing?
        /// The share without the classifier's errors, with its interval; nil where nobody knows them.
        public var correctedShare: MetricInterval.Valued?
        /// How far its samples spread beside what the mode asks for; nil for classes, and where they are too few to tell.
        public var spread: Double?
        /// Whether its samples are surely few different ones, or surely less than half as wide as the mode.
        public var isCollapsed = false
        /// What its samples are beside real rows of it; nil where either are too few.
        public var interior: Interior?
        /// Up to six samples of the class; empty where samples are not images, and for most of very many classes.
        public var samples: [Gallery.Picture] = []
        /// As many real images of it.
        public var real: [Gallery.Picture] = []

        /// What a class is beside the reference.
        public enum Standing: String, Sendable {
            case missing, rare, usual, frequent
            /// Not hit, and chance may have passed it over.
            case undecided
        }

        /// The inside of a class: samples, and other real rows in their place.
        public struct Interior: Sendable, Equatable {
            /// Of the samples.
            public var precision: Double
            /// Of the samples.
            public var recall: Double
            /// Of the samples.
            public var coverage: Double
            /// The Vendi score of the samples.
            public var vendi: Double
            /// Of other real rows of the class.
            public var realPrecision: Double
            /// Of other real rows of the class.
            public var realRecall: Double
            /// Of other real rows of the class.
            public var realCoverage: Double
            /// The Vendi score of other real rows of the class.
            public var realVendi: Double
            /// Rows of each set.
            public var rows: Int
            /// How many different samples there are in all, by Chao's estimate.
            public var support: MetricInterval.Valued

            package init(
                precision: Double, recall: Double, coverage: Double, vendi: Double, realPrecision: Double,
                realRecall: Double, realCoverage: Double, realVendi: Double, rows: Int, support: MetricInterval.Valued
            ) {
                self.precision = precision
                self.recall = recall
                self.coverage = coverage
                self.vendi = vendi
                self.realPrecision = realPrecision
                self.realRecall = realRecall
                self.realCoverage = realCoverage
                self.realVendi = realVendi
                self.rows = rows
                self.support = support
            }
        }

        package init(
            name: String, generatedCount: Int, generatedShare: Double, interval: MetricInterval,
            referenceShare: Double, missing: Bool, exemplars: [[Float]]
        ) {
            self.name = name
            self.generatedCount = generatedCount
            self.generatedShare = generatedShare
            self.interval = interval
            self.referenceShare = referenceShare
            self.missing = missing
            self.exemplars = exemplars
        }
    }
}
