/// The only list of metrics, and what each is called, how to read it, and what it cannot see.
///
/// `ganeval metrics`, the report and the gates read it; a metric that is not here does not exist for them.
public enum MetricRegistry {
    /// Which way a metric gets better.
    public enum Direction: String, Sendable, Codable {
        case lower, higher
        /// Neither: the nearer to its null, the better.
        case closerToNull = "closer_to_null"
    }

    /// What a metric is computed from, besides the samples' features.
    public enum Input: String, Sendable, CaseIterable, Codable {
        /// Features of the real data that the samples are compared with.
        case real
        /// Features of real data that the generator was not trained on.
        case heldOut = "held_out"
        /// Features of places within the images.
        case spatial
        /// The images themselves, of samples and real data.
        case appearance
        /// Random pairs of the images themselves.
        case imagePairs = "image_pairs"
        /// Random pairs of the images, in the layers of a network.
        case perceptualPairs = "perceptual_pairs"
        /// Paths between a generator's latent vectors.
        case latentPaths = "latent_paths"
        /// Class probabilities of the samples.
        case probabilities
        /// The reference's class histogram, or known modes.
        case modes
        /// A critic that was trained to tell the samples from real data.
        case critic
        /// A critic of the samples' own values, pixels or coordinates.
        case pixelCritic = "pixel_critic"
    }

    /// What a metric is called, how it is read, and what it can't see.
    public struct Entry: Sendable, Equatable {
        /// The key in JSON and in tables: "frechet_distance".
        public let name: String
        /// For people: "Fréchet distance".
        public let title: String
        /// The question that it answers: where a report shows it.
        public let section: MetricSection
        /// Which way it gets better.
        public let direction: Direction
        /// What its values can be.
        public let values: MetricRange
        /// The faults that it shows, for people.
        public let sees: String
        /// The faults that it can't show, for people.
        public let blindTo: String
        /// Authors, year and arXiv identifier.
        public let paper: String
        /// What it cannot be computed without.
        public let needs: [Input]
        /// How it is computed, in a line or two of plain notation.
        public let formula: String
        /// How to read a value, in two or three sentences: what is good, what is not, what misleads.
        public let reading: String
        /// Where its null and its ceiling come from.
        public let references: String
        /// Which interval it has and what that claims, or why it has none.
        public let uncertainty: String
        /// Its options' defaults, and where other tools' conventions differ.
        public let conventions: String

        /// Describes a metric; texts are plain sentences, `name` is the key of results in files and stays for good.
        ///
        /// Nothing is checked.
        public init(
            name: String, title: String, section: MetricSection, direction: Direction, values: MetricRange,
            sees: String, blindTo: String, paper: String, needs: [Input] = [.real], formula: String, reading: String,
            references: String, uncertainty: String, conventions: String
        ) {
            self.name = name
            self.title = title
            self.section = section
            self.direction = direction
            self.values = values
            self.sees = sees
            self.blindTo = blindTo
            self.paper = paper
            self.needs = needs
            self.formula = formula
            self.reading = reading
            self.references = references
            self.uncertainty = uncertainty
            self.conventions = conventions
        }
    }

    /// All metrics, in the order in which they are shown: a new one is one line here.
    public static let metrics: [any Metric.Type] = [
        FrechetDistance.self, SpatialFrechetDistance.self, FrechetDistanceInfinity.self, KernelDistance.self,
        KernelDistanceSubsets.self, GaussianDiscrepancy.self, EnergyDistance.self, SlicedWasserstein.self,
        Sharpness.self, PowerSpectrum.self, AppearanceDifference.self, PerceptualPathLength.self, Precision.self,
        Recall.self, Density.self,
        Coverage.self, PrecisionRecallCurve.self, AlphaPrecision.self,
        BetaRecall.self, DistinctSamples.self, Realism.self, Rarity.self, VendiScore.self, StructuralDiversity.self,
        MultiscaleDiversity.self, PerceptualDiversity.self, InceptionScore.self,
        OneNearestNeighbour.self,
        ClassifierTwoSample.self, ModeCoverage.self, DistinctBins.self, BirthdaySupport.self, Authenticity.self,
        DataCopying.self, DistanceRatio.self, ClosestRecordShare.self, MemorizationInformedDistance.self,
        FeatureLikelihoodDivergence.self, FreshCritic.self, FreshPixelCritic.self, CriticJensenShannon.self,
        CriticWasserstein.self, NeuralNetworkDivergence.self,
    ]

    /// The entries of all metrics, in the same order.
    public static let all: [Entry] = metrics.map { $0.entry }

    /// What reports tell of a discriminator beside the metrics, in the order in which they are shown; a new one is one line here.
    ///
    /// They are computed from scores, not from features, so `measure` knows nothing of them.
    public static let discriminatorFigures: [Entry] = [
        ScoreSeparation.entry, ScoreAccuracy.entry, ValidationOverfitting.entry, TrainingGap.entry, TrainingSign.entry,
        DiscriminatorMembership.entry, CalibrationError.entry, BrierScore.entry, CalibrationTest.entry,
        JensenShannonBound.entry,
    ]

    /// What reports tell of models that were given a condition, an image or a class, in the order in which they are shown; a new one is one line here.
    ///
    /// They are computed from samples beside what these were asked for, so `measure` knows nothing of them.
    public static let conditionFigures: [Entry] = [
        ConditionUse.entry, PairedStructuralSimilarity.entry, PairedPeakSignalToNoise.entry, PairedAbsoluteError.entry,
        PairedPerceptualDistance.entry, AnswerDiversity.entry, TranslationError.entry, ContentAgreement.entry,
        CycleError.entry, ClassAccuracy.entry, ClassDistance.entry, GANTrainAccuracy.entry, GANTestAccuracy.entry,
    ]

    /// All that reports can hold: metrics, then a discriminator's figures and those of a condition.
    public static let reported: [Entry] = all + discriminatorFigures + conditionFigures

    /// The entry of a metric, of a discriminator's figure or of a condition's, or nil.
    public static func described(_ name: String) -> Entry? {
        entry(named: name) ?? reported.first { $0.name == name }
    }

    /// The metric of this name, or nil.
    public static func metric(named name: String) -> (any Metric.Type)? { metrics.first { $0.name == name } }

    /// The entry of the metric of this name, or nil.
    public static func entry(named name: String) -> Entry? { all.first { $0.name == name } }
}
