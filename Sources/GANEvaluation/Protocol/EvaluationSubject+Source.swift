public import GANData
import GANModels

extension EvaluationSubject {
    /// The samples as a source: a generator's are drawn now, or come from the cache, and are held in memory.
    ///
    /// `progress` hears the finished share. Throws what sampling throws.
    public func source(
        cache: any EvaluationCache, progress: (Double) -> Void
    ) throws -> any SampleSource {
        switch self {
        case .samples(let source, let count):
            return count >= source.count ? source : SampleRange(source, rows: 0..<count)
        case .generator(let generator, _, _, let seed, let count):
            return ArraySource(
                name: generator.name, rule: "the first \(count) samples of seed \(seed)", shape: generator.sampleShape,
                samples: try draw(cache: cache, progress: progress))
        }
    }
}
