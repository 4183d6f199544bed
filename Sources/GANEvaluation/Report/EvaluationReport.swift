public import GANMetrics
public import GANNumerics
public import OrderedCollections

/// Everything that an evaluation found, as data: what `GANReports` draws and `GANStore` keeps.
///
/// Optional parts are nil where the evaluation had nothing to measure them with; the report then says what is needed.
public struct EvaluationReport: Sendable {
    public var subject: Subject
    public var reference: SourceSummary
    public var heldOut: SourceSummary?
    public var evaluationProtocol: EvaluationProtocol
    public var metrics: OrderedDictionary<String, MeasuredMetric>
    /// Metrics that were asked for and could not be measured, with the reason as a clause.
    public var omitted: OrderedDictionary<String, String>
    public var verdict: Verdict
    public var gallery: Gallery
    public var modes: ModeTable?
    public var distanceRatios: DistanceRatioFigure?
    public var training: [TrainingPoint]
    public var run: RunRecord
    /// nil for samples that were made before: nothing says which latents they came from.
    public var contributions: ReportContributions?

    public init(
        subject: Subject, reference: SourceSummary, heldOut: SourceSummary?, evaluationProtocol: EvaluationProtocol,
        metrics: OrderedDictionary<String, MeasuredMetric>, verdict: Verdict, gallery: Gallery, modes: ModeTable?,
        distanceRatios: DistanceRatioFigure?, training: [TrainingPoint], run: RunRecord,
        omitted: OrderedDictionary<String, String> = [:], contributions: ReportContributions? = nil
    ) {
        self.subject = subject
        self.reference = reference
        self.heldOut = heldOut
        self.evaluationProtocol = evaluationProtocol
        self.metrics = metrics
        self.omitted = omitted
        self.verdict = verdict
        self.gallery = gallery
        self.modes = modes
        self.distanceRatios = distanceRatios
        self.training = training
        self.run = run
        self.contributions = contributions
    }
}

/// What was judged: a generator's checkpoint, or samples that somebody made before.
public struct Subject: Sendable, Equatable {
    /// "step-001200.safetensors (EMA weights)" or a source's name.
    public var name: String
    public var path: String
    /// SHA-256 of the file, or of the samples.
    public var digest: String
    /// Facts worth a line each, in order: step, parameters, latent prior, preset.
    public var facts: OrderedDictionary<String, String>

    public init(name: String, path: String, digest: String, facts: OrderedDictionary<String, String>) {
        self.name = name
        self.path = path
        self.digest = digest
        self.facts = facts
    }
}

/// A data source as the report names it.
public struct SourceSummary: Sendable, Equatable {
    public var name: String
    public var count: Int
    public var shape: String
    public var rule: String
    public var digest: String

    public init(name: String, count: Int, shape: String, rule: String, digest: String) {
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
    public var result: MetricResult

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
    public var imageShape: (height: Int, width: Int, channels: Int)?
    /// Plain random samples, in the order in which they were drawn.
    public var random: Matrix<Float>
    public var worst: [Judged]
    public var best: [Judged]
    /// The samples that lie closest to a training image relative to that image's surroundings, most suspicious first.
    public var pairs: [Pair]
    /// Two-dimensional samples for a scatter plot, generated and real; empty for images.
    public var points: (generated: Matrix<Float>, real: Matrix<Float>)?

    public init(
        imageShape: (height: Int, width: Int, channels: Int)?, random: Matrix<Float>, worst: [Judged] = [],
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
        public var sample: Int
        public var realism: Double
        public var image: [Float]

        public init(sample: Int, realism: Double, image: [Float]) {
            self.sample = sample
            self.realism = realism
            self.image = image
        }
    }

    /// A sample beside its nearest training image.
    public struct Pair: Sendable {
        public var sample: Int
        public var trainingRow: Int
        public var trainingOrigin: String
        /// Euclidean distance in the space of the metric `distance_ratio`.
        public var distance: Double
        public var ratio: Double
        public var sampleImage: [Float]
        public var trainingImage: [Float]

        public init(
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
    public var modes: [Mode]
    /// What must be known to read the names, as a sentence: whose classes they are where they aren't the reference's.
    public var note: String?

    public init(modes: [Mode], note: String? = nil) {
        self.modes = modes
        self.note = note
    }

    public struct Mode: Sendable {
        public var name: String
        public var generatedCount: Int
        public var generatedShare: Double
        /// Wilson 95 % interval of the generated share.
        public var interval: MetricInterval
        public var referenceShare: Double
        /// True when the interval lies below what counts as covered.
        public var missing: Bool
        /// Up to three real images of a missing class; empty for others, and where samples are not images.
        public var exemplars: [[Float]]

        public init(
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
    public var generated: [Double]
    /// Empty without held-out data.
    public var heldOut: [Double]
    public var extractor: String

    public init(generated: [Double], heldOut: [Double], extractor: String) {
        self.generated = generated
        self.heldOut = heldOut
        self.extractor = extractor
    }
}

/// One line of a training log.
public struct TrainingPoint: Sendable, Equatable {
    public var step: Int
    public var imagesSeen: Int
    public var generatorLoss: Double
    public var discriminatorLoss: Double
    /// The shares of real and of generated images that the discriminator judged rightly.
    public var realAccuracy: Double
    public var generatedAccuracy: Double

    public init(
        step: Int, imagesSeen: Int, generatorLoss: Double, discriminatorLoss: Double, realAccuracy: Double,
        generatedAccuracy: Double
    ) {
        self.step = step
        self.imagesSeen = imagesSeen
        self.generatorLoss = generatorLoss
        self.discriminatorLoss = discriminatorLoss
        self.realAccuracy = realAccuracy
        self.generatedAccuracy = generatedAccuracy
    }
}

/// How, when and where the numbers were made.
public struct RunRecord: Sendable, Equatable {
    public var identifier: String
    public var toolVersion: String
    /// The command that makes the same report again.
    public var command: String
    /// ISO 8601, UTC.
    public var startedAt: String
    public var seconds: Double
    /// CPU, threads, OpenBLAS kernel, operating system.
    public var machine: OrderedDictionary<String, String>
    /// Seconds by stage, in order.
    public var stages: OrderedDictionary<String, Double>

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
