public import GANData
public import GANModels

extension AuditEmbedding {
    /// The space of an extractor; images are searched mirrored as well.
    public init(_ extractor: any FeatureExtractor) {
        var isImage = false
        if case .image = extractor.sampleShape { isImage = true }
        self.init(name: extractor.name, mirrors: isImage) { try extractor.embed($0).features }
    }

    /// The extractor that `choice` means for the training data, made now or taken from the cache.
    ///
    /// `progress` hears the finished share. Throws what making it throws: labels or images that are not there.
    public static func extractor(
        _ choice: ExtractorChoice, registry: ExtractorRegistry, training: any SampleSource, cache: any EvaluationCache,
        progress: (Double) -> Void
    ) throws -> any FeatureExtractor {
        try ExtractorStage(cache: cache, registry: registry).extractor(choice, reference: training, progress: progress)
    }
}
