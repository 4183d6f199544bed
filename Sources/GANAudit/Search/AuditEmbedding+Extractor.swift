import GANData
public import GANModels

extension AuditEmbedding {
    /// The space of an extractor; images are searched mirrored as well.
    public init(_ extractor: any FeatureExtractor) {
        var isImage = false
        if case .image = extractor.sampleShape { isImage = true }
        self.init(name: extractor.name, mirrors: isImage) { try extractor.embed($0).features }
    }
}
