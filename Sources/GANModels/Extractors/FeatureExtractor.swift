public import GANData
public import GANNumerics

/// A map from samples to the space in which metrics are measured.
public protocol FeatureExtractor: Sendable {
    /// The extractor's name in results: "pixels", "pixels-pca64", "classifier", "coordinates".
    var name: String { get }
    /// SHA-256 over everything that decides the features: rule, weights. Part of the protocol and of cache keys.
    var digest: String { get }
    /// The shape of samples it takes.
    var sampleShape: SampleShape { get }
    /// How samples are resized and normalized before they are embedded, in words for the protocol; "none".
    var rule: String { get }
    /// Which classes the columns of `Embedding.probabilities` are; nil where there are none.
    var classSpace: ClassSpace? { get }
    /// Whether embedding takes so long that finished blocks are worth keeping.
    var isSlow: Bool { get }
    /// The features of samples `[n, sampleShape.size]` as `SampleSource` gives them.
    ///
    /// Row i depends on sample i and, in its last bits, on its place modulo 64 alone. Throws what running a model throws.
    func embed(_ samples: Matrix<Float>) throws -> Embedding
}

extension FeatureExtractor {
    public var rule: String { "none" }
    public var classSpace: ClassSpace? { nil }
    public var isSlow: Bool { false }
}

/// What an extractor makes of samples.
public struct Embedding: Sendable {
    /// `[n, d]`.
    public var features: Matrix<Float>
    /// Class probabilities `[n, classes]`, where the extractor is a classifier; its `classSpace` says of which classes.
    public var probabilities: Matrix<Float>?
    /// Features of places in an image, `[n, s]`, where the extractor has them.
    public var spatial: Matrix<Float>?

    public init(
        features: Matrix<Float>, probabilities: Matrix<Float>? = nil, spatial: Matrix<Float>? = nil
    ) {
        self.features = features
        self.probabilities = probabilities
        self.spatial = spatial
    }
}

/// The samples themselves: grey levels divided by 255 for images, values as they are for vectors.
public struct PixelExtractor: FeatureExtractor {
    /// "pixels", or "coordinates" for vectors.
    public let name: String
    public let sampleShape: SampleShape

    public init(sampleShape: SampleShape) {
        self.sampleShape = sampleShape
        if case .image = sampleShape { name = "pixels" } else { name = "coordinates" }
    }

    public var digest: String {
        var digest = ContentDigest()
        digest.update("pixels/1")
        digest.update(sampleShape.description)
        return digest.hexadecimal()
    }

    public func embed(_ samples: Matrix<Float>) -> Embedding {
        guard case .image = sampleShape else { return Embedding(features: samples) }
        return Embedding(features: samples.mapped { $0 / 255 })
    }
}
