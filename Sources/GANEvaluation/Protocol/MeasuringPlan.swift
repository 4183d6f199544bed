public import GANData
public import GANMetrics
public import GANModels

/// What generators are held against, and how: everything about a measurement but whom it is about.
public struct MeasuringPlan: Sendable {
    /// The real data that the generator was trained on.
    public var reference: any SampleSource
    /// Real data that the generators were not trained on.
    public var heldOut: (any SampleSource)?
    /// The feature space.
    public var extractor: ExtractorChoice
    /// Where extractors that are networks come from.
    public var extractors: ExtractorRegistry
    /// Seeds the choice of the reference's rows, cuts into blocks and relabellings; a subject has a seed of its own.
    public var seed: UInt64
    /// k of precision, recall, density and coverage.
    public var neighbours: Int
    /// Names for the reference's class numbers, where its files do not hold them; they change no figure, and never name the
    /// classes of an extractor that has its own.
    public var classNames: [String]?
    /// How many regions the reference is cut into; nil for as many as its size allows.
    public var bins: RegionCount?

    /// A plan with the usual values of what is not given.
    public init(
        reference: any SampleSource, heldOut: (any SampleSource)? = nil, extractor: ExtractorChoice = .automatic,
        extractors: ExtractorRegistry = ExtractorRegistry(folder: ""), seed: UInt64 = 1, neighbours: Int = 5,
        classNames: [String]? = nil
    ) {
        self.reference = reference
        self.heldOut = heldOut
        self.extractor = extractor
        self.extractors = extractors
        self.seed = seed
        self.neighbours = neighbours
        self.classNames = classNames
    }
}
