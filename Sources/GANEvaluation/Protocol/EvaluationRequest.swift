public import GANData
public import GANModels
public import GANText

/// What to evaluate, against what, and how.
public struct EvaluationRequest: Sendable {
    public var subject: EvaluationSubject
    public var reference: any SampleSource
    public var heldOut: (any SampleSource)?
    public var extractor: ExtractorChoice
    /// Where extractors that are networks come from.
    public var extractors: ExtractorRegistry
    /// Seeds the choice of the reference's rows and the cuts into blocks; the subject has a seed of its own.
    public var seed: UInt64
    /// k of precision, recall, density and coverage.
    public var neighbours: Int
    /// The training log of the subject, where there is one.
    public var training: [TrainingPoint]
    /// Names for the reference's class numbers, where its files do not hold them; they change no figure, and never name
    /// the classes of an extractor that has its own.
    public var classNames: [String]?
    /// Which metrics are measured.
    public var metrics: MetricChoice

    public init(
        subject: EvaluationSubject, reference: any SampleSource, heldOut: (any SampleSource)? = nil,
        extractor: ExtractorChoice = .automatic, extractors: ExtractorRegistry = ExtractorRegistry(folder: ""),
        seed: UInt64 = 1, neighbours: Int = 5, training: [TrainingPoint] = [],
        classNames: [String]? = nil, metrics: MetricChoice = .report
    ) {
        self.subject = subject
        self.reference = reference
        self.heldOut = heldOut
        self.extractor = extractor
        self.extractors = extractors
        self.seed = seed
        self.neighbours = neighbours
        self.training = training
        self.classNames = classNames
        self.metrics = metrics
    }
}

/// The feature space that a person may choose.
public enum ExtractorChoice: Sendable, Equatable {
    /// `classifier` for small grey labelled images, `efficientnet-lite0` for colour or larger ones, `pixels-pca64` for other
    /// images, coordinates for vectors.
    case automatic
    case pixels
    case pixelsPCA
    case classifier
    /// A registered extractor, or a file that describes one.
    case network(String)

    /// The choices that need no network, by the names that people give.
    public static let names: [String] = ["automatic", "pixels", "pixels-pca64", "classifier"]

    public init(named name: String) {
        switch name {
        case "automatic": self = .automatic
        case "pixels": self = .pixels
        case "pixels-pca64": self = .pixelsPCA
        case "classifier": self = .classifier
        default: self = .network(name)
        }
    }
}

/// An evaluation that can't be done.
public enum EvaluationError: ExplainedError, Equatable {
    case shapesDiffer(source: String, found: String, reference: String, expected: String)
    case tooFewSamples(source: String, count: Int, needed: Int)
    case heldOutIsReference(source: String)
    /// Names were given for the reference's classes, and what is told are those of the extractor.
    case namesOfOtherClasses(extractor: String)
    /// `greatest` is the largest class number of the reference.
    case tooFewClassNames(count: Int, source: String, greatest: Int)
    case namesOfNothing(source: String, extractor: String)
    case namesWithoutLabels(source: String)

    public var location: String {
        switch self {
        case .namesOfOtherClasses, .tooFewClassNames, .namesOfNothing, .namesWithoutLabels: return "--class-names"
        case .shapesDiffer(let source, _, _, _), .tooFewSamples(let source, _, _), .heldOutIsReference(let source):
            return source
        }
    }

    public var fact: String {
        switch self {
        case .shapesDiffer(_, let found, _, _): return "each sample is a \(found)"
        case .tooFewSamples(_, let count, _): return "it has \(count) sample\(count == 1 ? "" : "s")"
        case .heldOutIsReference: return "it holds the same samples as the reference"
        case .namesOfOtherClasses(let extractor):
            return "they name the reference's classes, but samples are told apart by the own classes of \(extractor)"
        case .tooFewClassNames(let count, let source, let greatest):
            return
                "there \(count == 1 ? "is 1 name" : "are \(count) names"), and the classes of \(source) go up to \(greatest)"
        case .namesWithoutLabels(let source): return "there are no classes to name: \(source) has no labels"
        case .namesOfNothing(let source, let extractor):
            return
                "there are no classes to name: \(source) is not told apart by class in the feature space \(extractor)"
        }
    }

    public var expectation: String {
        switch self {
        case .shapesDiffer(_, _, let reference, let expected): return "a \(expected), as in \(reference)"
        case .tooFewSamples(_, _, let needed): return "at least \(needed)"
        case .heldOutIsReference: return "data that the generator was not trained on"
        case .namesOfOtherClasses: return "no names, or a classifier of the reference's own classes"
        case .tooFewClassNames(_, _, let greatest): return "a name for each class from 0 to \(greatest), in this order"
        case .namesOfNothing: return "no names, or a classifier of the reference's own classes"
        case .namesWithoutLabels: return "no names, or data with labels"
        }
    }

    public var remedy: String {
        switch self {
        case .shapesDiffer: return "Bring both to one size first; nothing is resized in silence."
        case .tooFewSamples: return "Give more samples."
        case .heldOutIsReference: return "Give another split, or leave --held-out away."
        case .namesOfOtherClasses:
            return
                "Leave --class-names away, or choose --extractor classifier, which learns the reference's labels; the "
                + "names of an extractor's own classes stand in its description, under classes."
        case .tooFewClassNames: return "Name all of them, or leave --class-names away."
        case .namesWithoutLabels: return "Leave --class-names away, or give the labels."
        case .namesOfNothing:
            return "Leave --class-names away, or choose --extractor classifier, which learns the reference's labels."
        }
    }
}
