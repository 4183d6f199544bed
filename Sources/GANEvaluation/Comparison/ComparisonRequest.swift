import GANMetrics
import GANModels
import GANNumerics

/// What to compare, against what, and how; the first subject is the baseline.
///
/// The plan's fields can be read and set on the request.
@dynamicMemberLookup
public struct ComparisonRequest: Sendable {
    /// At least two; the first is the baseline.
    public var subjects: [EvaluationSubject]
    /// What all are held against, and how they are measured.
    public var plan: MeasuringPlan
    /// How many times rows are relabelled.
    public var permutations: Int

    /// Asks for a comparison of these by this plan.
    public init(subjects: [EvaluationSubject], plan: MeasuringPlan, permutations: Int = 2000) {
        self.subjects = subjects
        self.plan = plan
        self.permutations = permutations
    }

    /// A field of `plan`, read and set as if it were the request's own.
    public subscript<Value>(dynamicMember field: WritableKeyPath<MeasuringPlan, Value>) -> Value {
        get { plan[keyPath: field] }
        set { plan[keyPath: field] = newValue }
    }

    /// Whether row i of all subjects comes from one latent: generators with one prior, sampled with one seed.
    public var pairing: ComparisonReport.Pairing {
        var baseline: (prior: LatentPrior, seed: UInt64)?
        for (index, subject) in subjects.enumerated() {
            guard case .generator(let generator, _, _, let seed, _) = subject else {
                return .madeBefore(subject: index)
            }
            let prior = generator.latentPrior
            guard let first = baseline else {
                baseline = (prior, seed)
                continue
            }
            guard first.prior == prior, first.seed == seed else {
                return .noSharedLatents(subject: index, baseline: first.prior, prior: prior)
            }
        }
        return .sameLatents
    }
}
