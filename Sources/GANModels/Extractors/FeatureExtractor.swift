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
    /// Throws where an embedding can't be this extractor's: `embed` does so itself, and whoever kept an embedding asks again, as what
    /// an extractor says of its classes does not decide its features.
    func check(_ embedding: Embedding) throws
}

extension FeatureExtractor {
    /// "none": samples are taken as they are.
    public var rule: String { "none" }
    /// nil: no classifier.
    public var classSpace: ClassSpace? { nil }
    /// false: no block is worth keeping.
    public var isSlow: Bool { false }
    /// Nothing: features that were kept are right for as long as the digest is.
    public func check(_ embedding: Embedding) throws {}
}

/// What an extractor makes of samples.
public struct Embedding: Sendable {
    /// `[n, d]`.
    public var features: Matrix<Float>
    /// Class probabilities `[n, classes]`, where the extractor is a classifier; its `classSpace` says of which classes.
    public var probabilities: Matrix<Float>?
    /// Features of places in an image, `[n, s]`, where the extractor has them.
    public var spatial: Matrix<Float>?

    /// Features `[n, d]` and what else a network gives for the same rows.
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
    /// What pixels as they are are called as a space.
    package static let imageName = "pixels"

    /// "pixels", or "coordinates" for vectors.
    public let name: String
    /// The shape that samples must have.
    public let sampleShape: SampleShape

    /// The space of samples of this shape.
    public init(sampleShape: SampleShape) {
        self.sampleShape = sampleShape
        if case .image = sampleShape { name = Self.imageName } else { name = "coordinates" }
    }

    /// A function of the shape alone: there are no weights.
    public var digest: String {
        var digest = ContentDigest()
        digest.update("pixels/1")
        digest.update(sampleShape.description)
        return digest.hexadecimal()
    }

    /// The samples themselves.
    public func embed(_ samples: Matrix<Float>) -> Embedding {
        guard case .image = sampleShape else { return Embedding(features: samples) }
        return Embedding(features: samples.mapped { $0 / 255 })
    }
}
