public import GANCheckpoints
public import GANData
public import GANMetrics
public import GANNumerics
public import OrderedCollections

/// Everything that an evaluation found, as data: what `GANReports` draws and `GANStore` keeps.
///
/// Optional parts are nil where the evaluation had nothing to measure them with; the report then says what is needed.
public struct EvaluationReport: Sendable {
    /// What was judged.
    public var subject: Subject
    /// The real data that it was held against.
    public var reference: SourceSummary
    /// Real data that the generator never saw; nil without any.
    public var heldOut: SourceSummary?
    /// What decided the figures: two reports are comparable where its fingerprints agree.
    public var evaluationProtocol: EvaluationProtocol
    /// By name, in the registry's order.
    public var metrics: OrderedDictionary<String, MeasuredMetric>
    /// Metrics that were asked for and could not be measured, with the reason as a clause.
    public var omitted: OrderedDictionary<String, String>
    /// What was checked before anything was judged, in the order of `Check.Name`.
    public var checks: [Check]
    /// The judgement, with its reasons.
    public var verdict: Verdict
    /// Samples to look at; of sources without images it holds points.
    public var gallery: Gallery
    /// nil where nothing tells a sample's class or mode.
    public var modes: ModeTable?
    /// Regions of the real data without their samples; nil where nothing was counted in regions.
    public var regions: RegionTable?
    /// Quality against variety; nil where there are too few rows.
    public var tradeOff: TradeOff?
    /// nil where copying could not be measured.
    public var distanceRatios: DistanceRatioFigure?
    /// The training log, the earliest step first; empty without one.
    public var training: [TrainingPoint]
    /// How, when and where the numbers were made.
    public var run: RunRecord
    /// What the discriminator that was trained with the generator knows; nil where there is none.
    public var discriminator: DiscriminatorPanel?
    /// What is wrong with a discriminator that the generator's checkpoint holds; nil where nothing is.
    public var discriminatorFault: DiscriminatorFault?
    /// nil for samples that were made before: nothing says which latents they came from.
    public var contributions: ReportContributions?

    package init(
        subject: Subject, reference: SourceSummary, heldOut: SourceSummary?, evaluationProtocol: EvaluationProtocol,
        metrics: OrderedDictionary<String, MeasuredMetric>, verdict: Verdict, gallery: Gallery, modes: ModeTable?,
        distanceRatios: DistanceRatioFigure?, training: [TrainingPoint], run: RunRecord,
        omitted: OrderedDictionary<String, String> = [:], contributions: ReportContributions? = nil,
        checks: [Check] = [], discriminator: DiscriminatorPanel? = nil, discriminatorFault: DiscriminatorFault? = nil,
        regions: RegionTable? = nil, tradeOff: TradeOff? = nil
    ) {
        self.subject = subject
        self.reference = reference
        self.heldOut = heldOut
        self.evaluationProtocol = evaluationProtocol
        self.metrics = metrics
        self.omitted = omitted
        self.checks = checks
        self.verdict = verdict
        self.gallery = gallery
        self.modes = modes
        self.regions = regions
        self.tradeOff = tradeOff
        self.distanceRatios = distanceRatios
        self.training = training
        self.run = run
        self.contributions = contributions
        self.discriminator = discriminator
        self.discriminatorFault = discriminatorFault
    }
}

/// What was judged: a generator's checkpoint, or samples that somebody made before.
public struct Subject: Sendable, Equatable {
    /// "step-001200.safetensors (EMA weights)" or a source's name.
    public var name: String
    /// The file, or the source as it was named.
    public var path: String
    /// SHA-256 of the file, or of the samples.
    public var digest: String
    /// Facts worth a line each, in order: step, parameters, latent prior, preset.
    public var facts: OrderedDictionary<String, String>

    /// A subject by its name, place and digest, with facts in the order of their lines.
    public init(name: String, path: String, digest: String, facts: OrderedDictionary<String, String>) {
        self.name = name
        self.path = path
        self.digest = digest
        self.facts = facts
    }
}

/// A data source as the report names it.
public struct SourceSummary: Sendable, Equatable {
    /// The source's name, "train-images.gz[0:5000]".
    public var name: String
    /// How many samples it has.
    public var count: Int
    /// A sample's shape, "28×28×1 image".
    public var shape: String
    /// How samples were read: a rule's name or a sentence.
    public var rule: String
    /// SHA-256 over the samples' shape, values and labels.
    public var digest: String

    package init(name: String, count: Int, shape: String, rule: String, digest: String) {
        self.name = name
        self.count = count
        self.shape = shape
        self.rule = rule
        self.digest = digest
    }
}

/// A metric's result with the space in which it was measured.
public struct MeasuredMetric: Sendable, Equatable {
    /// The registry's name, "frechet_distance".
    public var name: String
    /// The name of the feature space, "classifier" or "pixels".
    public var extractor: String
    /// The value with its interval, null, ceiling and doubts.
    public var result: MetricResult

    /// A result of one feature space.
    public init(name: String, extractor: String, result: MetricResult) {
        self.name = name
        self.extractor = extractor
        self.result = result
    }
}

/// The sections of a report, in reading order.
public enum ReportSection: String, Sendable, CaseIterable, Codable {
    case quality, diversity, memorization, modes, discriminator, training

    /// The section that shows the metrics of `section`.
    public init(_ section: MetricSection) {
        switch section {
        case .quality: self = .quality
        case .diversity: self = .diversity
        case .memorization: self = .memorization
        case .modes: self = .modes
        case .discriminator: self = .discriminator
        }
    }
}

/// The words a section can be judged with, ordered by how much they speak against a generator.
public enum Grade: String, Sendable, CaseIterable, Codable, Comparable {
    case good, weak, alarming
    case cannotTell = "can't tell"

    /// good < can't tell < weak < alarming.
    public static func < (first: Grade, second: Grade) -> Bool { first.weight < second.weight }

    private var weight: Int {
        switch self {
        case .good: return 0
        case .cannotTell: return 1
        case .weak: return 2
        case .alarming: return 3
        }
    }
}

/// The pictures of a report; every image has the same shape, values 0 to 255, one image a row, channels last.
public struct Gallery: Sendable {
    /// nil for sources whose samples are not images; then `points` may hold two-dimensional samples.
    public var imageShape: ImageShape?
    /// Plain random samples, in the order in which they were drawn.
    public var random: Matrix<Float>
    /// The samples of least realism, the least first.
    public var worst: [Judged]
    /// The samples of most realism, the most first.
    public var best: [Judged]
    /// The samples that lie closest to a training image relative to that image's surroundings, most suspicious first.
    public var pairs: [Pair]
    /// Two-dimensional samples for a scatter plot, generated and real; empty for images.
    public var points: (generated: Matrix<Float>, real: Matrix<Float>)?

    package init(
        imageShape: ImageShape?, random: Matrix<Float>, worst: [Judged] = [],
        best: [Judged] = [], pairs: [Pair] = [], points: (generated: Matrix<Float>, real: Matrix<Float>)? = nil
    ) {
        self.imageShape = imageShape
        self.random = random
        self.worst = worst
        self.best = best
        self.pairs = pairs
        self.points = points
    }

    /// A sample with its realism score (Kynkäänniemi 2019): above 1 it lies inside the real data's support.
    public struct Judged: Sendable {
        /// The sample's number, from 0.
        public var sample: Int
        /// Its score.
        public var realism: Double
        /// Its image.
        public var image: [Float]

        package init(sample: Int, realism: Double, image: [Float]) {
            self.sample = sample
            self.realism = realism
            self.image = image
        }
    }

    /// A sample beside its nearest training image.
    public struct Pair: Sendable {
        /// The sample's number, from 0.
        public var sample: Int
        /// The training row's number, from 0.
        public var trainingRow: Int
        /// Where the row comes from: a file's name, or "row 17".
        public var trainingOrigin: String
        /// Euclidean distance in the space of the metric `distance_ratio`.
        public var distance: Double
        /// The figure of `distance_ratio`: how near the pair is beside what is usual around the training row.
        public var ratio: Double
        /// The sample's image.
        public var sampleImage: [Float]
        /// The training row's image.
        public var trainingImage: [Float]

        package init(
            sample: Int, trainingRow: Int, trainingOrigin: String, distance: Double, ratio: Double,
            sampleImage: [Float], trainingImage: [Float]
        ) {
            self.sample = sample
            self.trainingRow = trainingRow
            self.trainingOrigin = trainingOrigin
            self.distance = distance
            self.ratio = ratio
            self.sampleImage = sampleImage
            self.trainingImage = trainingImage
        }
    }
}

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
        /// Up to three real images of a missing class; empty for others, and where samples are not images.
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
        /// Up to three samples of the class; empty where samples are not images.
        public var samples: [[Float]] = []

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

/// The distance ratios of samples and of held-out data, for one axis.
public struct DistanceRatioFigure: Sendable {
    /// Of each sample.
    public var generated: [Double]
    /// Empty without held-out data.
    public var heldOut: [Double]
    /// The feature space in which they were measured.
    public var extractor: String

    package init(generated: [Double], heldOut: [Double], extractor: String) {
        self.generated = generated
        self.heldOut = heldOut
        self.extractor = extractor
    }
}

/// How, when and where the numbers were made.
public struct RunRecord: Sendable, Equatable {
    /// Unique to the run.
    public var identifier: String
    /// The release that ran.
    public var toolVersion: String
    /// The command that makes the same report again.
    public var command: String
    /// ISO 8601, UTC.
    public var startedAt: String
    /// From start to end.
    public var seconds: Double
    /// CPU, threads, OpenBLAS kernel, operating system.
    public var machine: OrderedDictionary<String, String>
    /// Seconds by stage, in order.
    public var stages: OrderedDictionary<String, Double>

    /// A record of a run that somebody else made: `startedAt` in ISO 8601 and UTC, times in seconds.
    ///
    /// Nothing is checked.
    public init(
        identifier: String, toolVersion: String, command: String, startedAt: String, seconds: Double,
        machine: OrderedDictionary<String, String>, stages: OrderedDictionary<String, Double>
    ) {
        self.identifier = identifier
        self.toolVersion = toolVersion
        self.command = command
        self.startedAt = startedAt
        self.seconds = seconds
        self.machine = machine
        self.stages = stages
    }

    /// No run of a program: what a report has that a library's caller asked for and said nothing about.
    public static let none = RunRecord(
        identifier: "", toolVersion: "", command: "", startedAt: "", seconds: 0, machine: [:], stages: [:])
}
