public import GANData
public import GANMetrics
public import GANModels

/// A `MeasuringPlan` in a person's words: its sources are names, which `open()` opens.
public struct NamedPlan: Sendable {
    /// A source in the words of `SampleSources.open`, as `heldOut` is.
    public var reference: String
    /// Labels of the reference, where its files do not hold them.
    public var referenceLabels: String?
    /// Real data that the generators were not trained on.
    public var heldOut: String?
    /// The feature space.
    public var extractor: ExtractorChoice
    /// Where extractors that are networks come from.
    public var extractors: ExtractorRegistry
    /// How many samples of each generator are judged, at most of a set that was made before.
    public var samples: Int
    /// Seeds sampling and every choice of rows.
    public var seed: UInt64
    /// k of precision, recall, density and coverage.
    public var neighbours: Int
    /// Names for the reference's class numbers.
    public var classNames: [String]?
    /// How many regions the reference is cut into; nil for as many as its size allows.
    public var bins: RegionCount?
    /// A file of the Gaussians that the reference's points are drawn from, as `KnownModesFile` reads it.
    public var knownModes: String?

    /// What is done to the values of all sources on the way.
    public var reading = SourceReading()

    /// A plan with the usual values of what is not given.
    public init(
        reference: String, referenceLabels: String? = nil, heldOut: String? = nil,
        extractor: ExtractorChoice = .automatic, extractors: ExtractorRegistry = ExtractorRegistry(folder: ""),
        samples: Int = NamedSubject.usualSamples, seed: UInt64 = 1, neighbours: Int = 5, classNames: [String]? = nil
    ) {
        self.reference = reference
        self.referenceLabels = referenceLabels
        self.heldOut = heldOut
        self.extractor = extractor
        self.extractors = extractors
        self.samples = samples
        self.seed = seed
        self.neighbours = neighbours
        self.classNames = classNames
    }

    /// The plan with its sources opened; throws what opening them throws.
    public func open() throws -> MeasuringPlan {
        let reference = try SampleSources.open(
            reference, labels: referenceLabels, modes: knownModes, reading: reading)
        var beside = reading
        beside.columns = reference.columnNames
        var plan = MeasuringPlan(
            reference: reference, heldOut: try heldOut.map { try SampleSources.open($0, reading: beside) },
            extractor: extractor,
            extractors: extractors,
            seed: seed, neighbours: neighbours, classNames: classNames)
        plan.bins = bins
        return plan
    }
}
