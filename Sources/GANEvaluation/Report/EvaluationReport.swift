public import GANCheckpoints
public import GANMetrics
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
    /// What samples of other latent priors reach, the own prior first; empty where nobody asked.
    public var priors: [PriorMismatch] = []
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
    /// What is known of a model from images to images; nil of others.
    public var translation: TranslationPanel?
    /// What is known of a generator of classes; nil of others.
    public var classCondition: ClassConditionPanel?
    /// What is known of each sample; nil where nobody asked.
    public var samples: SampleTable?
    /// Power spectrum and sharpness of samples and real images; nil where they were not measured.
    public var appearance: AppearancePanel?
    /// The last run by the same protocol, where a store knows one.
    public var previous: PreviousRun?
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

    /// How many classes were guessed from the names of its folders; nil where none were.
    public var guessedClasses: Int?

    package init(
        name: String, count: Int, shape: String, rule: String, digest: String, guessedClasses: Int? = nil
    ) {
        self.guessedClasses = guessedClasses
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

    /// What stands for the extractor where a discriminator's own scores are read, and no features.
    package static let ownScores = "discriminator"

    /// In what a figure of a condition is measured: the pixels, a network's layers, or the report's features.
    package static func space(ofCondition name: String, _ result: MetricResult, features: String) -> String {
        if name == PairedPerceptualDistance.name {
            guard case .text(let distance)? = result.parts["distance"], distance.hasPrefix("LPIPS") else {
                return "efficientnet-lite0"
            }
            return distance
        }
        return [ClassAccuracy.name, ClassDistance.name].contains(name) ? features : "pixels"
    }

    /// A result of one feature space.
    public init(name: String, extractor: String, result: MetricResult) {
        self.name = name
        self.extractor = extractor
        self.result = result
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
