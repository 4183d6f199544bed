import GANAutodiff
public import GANData
public import GANNumerics

/// A small convolutional classifier as a feature extractor: the penultimate layer is the embedding.
///
/// MNIST-like data have been judged so since the first inception scores; the class probabilities serve the inception
/// score and the coverage of classes.
public struct ClassifierExtractor: FeatureExtractor {
    /// What reports, protocols and the command line call it.
    public let name = "classifier"
    /// The shape that samples must have.
    public let sampleShape: SampleShape
    /// Which classes its scores speak of; nil where it gives none.
    public let classSpace: ClassSpace? = .referenceLabels
    /// The network, its weights in it.
    public let network: Network
    /// The classes of its scores, in their order.
    public let classNames: [String]
    /// The share of held-out images classified rightly, 0 to 1, or nil where none were set aside.
    public let accuracy: Double?
    /// SHA-256 over all that decides the features.
    public let digest: String
    /// The last layer alone, so that the embedding is computed once for both outputs.
    private let head: Network

    /// Throws `layersDoNotFit` when the network is not of the form that `architecture` makes.
    public init(
        network: Network, sampleShape: SampleShape, classNames: [String], accuracy: Double?
    ) throws(ModelError) {
        self.network = network
        let last = network.description.layers.suffix(1)
        let width = try NetworkDescription(
            input: network.description.input, layers: network.description.layers.dropLast()
        ).outputShape()
        var head = try Network(
            NetworkDescription(input: width, layers: Array(last)), seed: SeededGenerator(seed: 0))
        head.parameters = network.parameters.suffix(head.parameters.count)
        self.head = head
        self.sampleShape = sampleShape
        self.classNames = classNames
        self.accuracy = accuracy
        var digest = ContentDigest()
        digest.update("classifier/1")
        digest.update(sampleShape.description)
        for tensor in network.parameters + network.buffers { digest.update(tensor.scalars) }
        self.digest = digest.hexadecimal()
    }

    /// The classifier's layers for images of a shape and a number of classes.
    ///
    /// Convolutions of stride 2 halve the image until it is 7 or fewer pixels wide, 32 then 64 channels; a linear
    /// layer of 128 units is the embedding.
    public static func architecture(
        height: Int, width: Int, channels: Int, classes: Int
    ) -> NetworkDescription {
        var layers: [LayerDescription] = []
        var (h, w, c) = (height, width, channels)
        var filters = 32
        var stage = 0
        while stage == 0 || max(h, w) > 7 {
            layers.append(
                .convolution(
                    .init(
                        inputs: c, outputs: filters, kernel: 3, stride: 2, padding: 1, bias: true, key: "stage\(stage)")
                ))
            layers.append(.leakyRectifier(slope: 0))
            (h, w, c) = ((h - 1) / 2 + 1, (w - 1) / 2 + 1, filters)
            filters = 64
            stage += 1
        }
        layers.append(.flatten)
        layers.append(.linear(inputs: h * w * c, outputs: 128, bias: true, key: "embedding"))
        layers.append(.leakyRectifier(slope: 0))
        layers.append(.linear(inputs: 128, outputs: classes, bias: true, key: "classes"))
        return NetworkDescription(input: [height, width, channels], layers: layers)
    }

    /// Grey levels 0 to 255 as the network's inputs.
    public static let inputRange = ValueRange(low: -0.5, high: 0.5)

    /// Features of samples `[n, sampleShape.size]`, and scores where it is a classifier; row i depends on sample i, and in its
    /// last bits on its place.
    public func embed(_ samples: Matrix<Float>) -> Embedding {
        let inputs = Self.inputRange.encode(samples)
        let features = network.evaluate(inputs, until: network.description.layers.count - 1)
        let logits = Variable.constant(Tensor(head.evaluate(features)))
        let probabilities = logits.logSoftmax().exponential().value.matrix
        return Embedding(features: features, probabilities: probabilities)
    }
}
