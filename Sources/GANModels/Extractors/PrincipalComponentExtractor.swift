public import GANData
public import GANNumerics

/// Pixels projected onto the 64 directions in which the reference varies most.
///
/// Fréchet and kernel distances on raw pixels are dominated by hundreds of nearly constant directions; the projection
/// keeps what carries variance. It is fitted on the reference alone, so its weights are part of the protocol.
public struct PrincipalComponentExtractor: FeatureExtractor {
    /// The most components that are kept.
    public static let componentCount = 64

    /// What reports, protocols and the command line call it.
    public let name: String
    /// The shape that samples must have.
    public let sampleShape: SampleShape
    /// The axes, and the mean that they start from.
    public let components: PrincipalComponents
    /// SHA-256 over all that decides the features.
    public let digest: String
    private let pixels: PixelExtractor

    /// The space that components fitted before span.
    public init(components: PrincipalComponents, sampleShape: SampleShape) {
        self.components = components
        self.sampleShape = sampleShape
        name = "pixels-pca\(Self.componentCount)"
        pixels = PixelExtractor(sampleShape: sampleShape)
        var digest = ContentDigest()
        digest.update("pixels-pca/1")
        digest.update(sampleShape.description)
        digest.update(components.mean)
        digest.update(components.components.scalars)
        self.digest = digest.hexadecimal()
    }

    /// Fits the components to a reference; fewer than 64 where the samples have fewer values.
    ///
    /// Reads the reference in blocks; memory O(d²).
    public static func fit(to source: any SampleSource) throws -> PrincipalComponentExtractor {
        let pixels = PixelExtractor(sampleShape: source.shape)
        var moments = Moments(width: source.shape.size)
        for start in stride(from: 0, to: source.count, by: 8192) {
            let rows = start..<min(source.count, start + 8192)
            moments.merge(Moments(of: pixels.embed(try source.read(rows: rows)).features))
        }
        guard source.count >= 2 else {
            throw ModelError.unsuitableSamples(
                source: source.name, found: "\(source.count) in number", expected: "at least 2 samples")
        }
        let components = try PrincipalComponents.fit(moments, count: min(componentCount, source.shape.size))
        return PrincipalComponentExtractor(components: components, sampleShape: source.shape)
    }

    /// Features of samples `[n, sampleShape.size]`, and scores where it is a classifier; row i depends on sample i, and in its
    /// last bits on its place.
    public func embed(_ samples: Matrix<Float>) -> Embedding {
        Embedding(features: components.project(pixels.embed(samples).features))
    }
}
