public import GANCheckpoints
public import GANCritics
import GANMetrics

/// What to evaluate, against what, and how.
///
/// The plan's fields can be read and set on the request.
@dynamicMemberLookup
public struct EvaluationRequest: Sendable {
    /// The generator, or samples that somebody made before.
    public var subject: EvaluationSubject
    /// What it is held against, and how it is measured.
    public var plan: MeasuringPlan
    /// The training log of the subject, where there is one.
    public var training: [TrainingPoint]
    /// Which metrics are measured.
    public var metrics: MetricChoice
    /// How long critics of the samples are trained; nil trains none.
    public var critics: CriticBudgets?
    /// The discriminator that was trained with the generator, where there is one.
    public var discriminator: JudgedDiscriminator?
    /// What the samples were made of and should be, of a model from images to images.
    public var translation: JudgedTranslation?
    /// The classes that samples of before were asked for; a generator tells its own.
    public var asked: AskedClasses?
    /// Whether precision and recall are measured where a generator's latents are shortened, too.
    public var sweepsTruncation = false
    /// Whether samples of other latent priors than the generator's own are measured, too.
    public var comparesPriors = false

    /// Asks for an evaluation of `subject` by this plan.
    public init(
        subject: EvaluationSubject, plan: MeasuringPlan, training: [TrainingPoint] = [],
        metrics: MetricChoice = .report, critics: CriticBudgets? = nil,
        discriminator: JudgedDiscriminator? = nil
    ) {
        self.subject = subject
        self.plan = plan
        self.training = training
        self.metrics = metrics
        self.critics = critics
        self.discriminator = discriminator
    }

    /// A field of `plan`, read and set as if it were the request's own.
    public subscript<Value>(dynamicMember field: WritableKeyPath<MeasuringPlan, Value>) -> Value {
        get { plan[keyPath: field] }
        set { plan[keyPath: field] = newValue }
    }
}
