public import GANData
public import GANModels

extension ExtractorChoice {
    /// The extractor that the choice means for `reference`, made now or taken from the cache.
    ///
    /// `progress` hears the finished share. Throws what making it throws: labels or images that are not there.
    public func extractor(
        for reference: any SampleSource, registry: ExtractorRegistry, cache: any EvaluationCache,
        progress: (Double) -> Void
    ) throws -> any FeatureExtractor {
        try ExtractorStage(cache: cache, registry: registry).extractor(self, reference: reference, progress: progress)
    }
}
