public import GANData

extension SourceSummary {
    /// A source's name, size and contents; throws what reading it throws.
    public init(of source: any SampleSource) throws {
        self.init(
            name: source.name, count: source.count, shape: "\(source.shape)", rule: source.rule,
            digest: try source.contentDigest(), guessedClasses: source.guessedClasses)
    }
}
