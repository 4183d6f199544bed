/// A network in whose layers images are held against each other.
struct PerceptualNetwork {
    /// What protocols and results call it.
    var name: String
    /// The ONNX model, whose outputs are layers `[N, c, h, w]`.
    var model: [UInt8]
    /// SHA-256 of the weights' file.
    var weightsDigest: String
    /// How images are prepared.
    var input: ExtractorDescription.Input
    /// A weight for each channel of each layer; nil where all are 1.
    var channelWeights: [[Float]]?

    /// EfficientNet-lite0 around the weights of a file; throws what reading it throws, and `wrongTensors`.
    static func efficientNetLite0(weights path: String) throws -> PerceptualNetwork {
        let (model, digest) = try BuiltinNetwork.layers(weights: path)
        return PerceptualNetwork(
            name: "efficientnet-lite0 layers", model: model, weightsDigest: digest,
            input: BuiltinNetwork.efficientNetLite0.description.input)
    }
}
