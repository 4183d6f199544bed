import GANData
public import GANModels

extension AuditEmbedding {
    /// The space of an extractor; images are searched mirrored as well.
    public init(_ extractor: any FeatureExtractor) {
        self.init(name: extractor.name, mirrors: extractor.sampleShape.isImage) { try extractor.embed($0).features }
    }
}
