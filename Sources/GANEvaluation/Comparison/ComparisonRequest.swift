public import GANData
import GANMetrics
public import GANModels
public import GANText

/// What to compare, against what, and how; the first subject is the baseline.
public struct ComparisonRequest: Sendable {
    public var subjects: [EvaluationSubject]
    public var reference: any SampleSource
    public var heldOut: (any SampleSource)?
    public var extractor: ExtractorChoice
    public var extractors: ExtractorRegistry
    /// Seeds the choice of the reference's rows and relabelling; the subjects have the seed they were given.
    public var seed: UInt64
    /// k of precision, density and coverage.
    public var neighbours: Int
    /// How many times rows are relabelled.
    public var permutations: Int
    public var classNames: [String]?

    public init(
        subjects: [EvaluationSubject], reference: any SampleSource, heldOut: (any SampleSource)? = nil,
        extractor: ExtractorChoice = .automatic, extractors: ExtractorRegistry = ExtractorRegistry(folder: ""),
        seed: UInt64 = 1, neighbours: Int = 5, permutations: Int = 2000, classNames: [String]? = nil
    ) {
        self.subjects = subjects
        self.reference = reference
        self.heldOut = heldOut
        self.extractor = extractor
        self.extractors = extractors
        self.seed = seed
        self.neighbours = neighbours
        self.permutations = permutations
        self.classNames = classNames
    }

    /// Whether row i of all subjects comes from one latent: generators with one prior, sampled with one seed.
    public var pairing: ComparisonReport.Pairing {
        var baseline: (prior: ReportContributions.Prior, seed: UInt64)?
        for (index, subject) in subjects.enumerated() {
            let letter = ComparisonReport.letter(index)
            guard case .generator(let generator, _, _, let seed, _) = subject else {
                return .init(
                    isPaired: false,
                    reason: "\(letter) is a set of samples that was made before: nothing says which latents they came "
                        + "from, so the sets are taken as independent.")
            }
            let prior = ReportContributions.Prior(generator)
            guard let first = baseline else {
                baseline = (prior, seed)
                continue
            }
            guard first.prior == prior, first.seed == seed else {
                return .init(
                    isPaired: false,
                    reason: "A draws \(first.prior.words) and \(letter) \(prior.words): they share no latents, so the "
                        + "sets are taken as independent.")
            }
        }
        return .init(
            isPaired: true,
            reason:
                "All models have the same prior, so sample i of each was made from the same latents, and differences "
                + "are those of pairs.")
    }
}

/// A comparison that can't be made.
public enum ComparisonError: ExplainedError, Equatable {
    case tooFewSubjects(count: Int)
    case protocolsDiffer(first: String, second: String, fields: [String])
    case notAReport(path: String, reason: String)
    case mixedSubjects(report: String, other: String)
    case noSharedMetrics(first: String, second: String)

    public var location: String {
        switch self {
        case .tooFewSubjects: return "compare"
        case .protocolsDiffer(let first, let second, _), .noSharedMetrics(let first, let second):
            return "\(first) and \(second)"
        case .notAReport(let path, _): return path
        case .mixedSubjects(let report, _): return report
        }
    }

    public var fact: String {
        switch self {
        case .tooFewSubjects(let count): return "there \(count == 1 ? "is one subject" : "are \(count) subjects")"
        case .protocolsDiffer(_, _, let fields):
            return "they were measured differently: " + fields.joined(separator: "; ")
        case .notAReport(_, let reason): return reason
        case .mixedSubjects(_, let other): return "is a report, and \(other) is not"
        case .noSharedMetrics: return "no metric is in both reports"
        }
    }

    public var expectation: String {
        switch self {
        case .tooFewSubjects: return "a baseline and at least one candidate"
        case .protocolsDiffer: return "reports of one protocol; only the subject may differ"
        case .notAReport: return "a report.json of the schema ganeval.report/1, or a folder with one"
        case .mixedSubjects: return "models and samples, or reports, not both"
        case .noSharedMetrics: return "reports of the same metrics"
        }
    }

    public var remedy: String {
        switch self {
        case .tooFewSubjects: return "Name two or more models, sources of samples or reports."
        case .protocolsDiffer:
            return "Compare the models themselves with --reference: then all are measured one way, in pairs."
        case .notAReport: return "Make it with `ganeval report`."
        case .mixedSubjects: return "Compare the models themselves with --reference."
        case .noSharedMetrics: return "Make both with the same ganeval."
        }
    }
}
