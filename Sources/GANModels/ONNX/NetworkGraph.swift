import GANNumerics
package import GANONNX

/// A native network as an ONNX graph, so that other programs can run it.
///
/// Inside, native networks keep channels last; the graph is the field's: `[N, c, h, w]`, weights as checkpoints hold
/// them. A latent vector goes in as `[N, d]` whatever shape the first layer wants.
package enum NetworkGraph {
    /// The graph's input of a generator, `[N, d]`.
    package static let latentName = "latent"
    /// A generator's output and a discriminator's input, `[N, c, h, w]`.
    package static let imagesName = "images"
    /// The same for samples that are vectors, `[N, d]`.
    package static let pointsName = "points"
    /// A discriminator's output, `[N, outputs]`.
    package static let logitsName = "logits"

    /// The graph of `network` as `description` says what it is for.
    ///
    /// A generator's latent images come as the network reads them, pixel by pixel, or channel by channel where
    /// `latentsAreChannelsFirst`, as those of a PyTorch model are. Throws `layersDoNotFit` or `outputMismatch`.
    package static func build(
        _ network: Network, description: ONNXModelDescription, latentsAreChannelsFirst: Bool = false
    ) throws(ModelError) -> ONNXGraphBuilder {
        let outputShape = try network.description.outputShape()
        var builder = ONNXGraphBuilder(name: description.role.rawValue)
        builder.metadata = description.metadata()
        var graph = LayerGraph(builder, weights: network.tensors())
        let samplesName = description.sampleShape.count == 3 ? imagesName : pointsName
        switch description.role {
        case .generator:
            guard outputShape == description.sampleShape else {
                throw .outputMismatch(path: "the network", found: outputShape, expected: description.sampleShape)
            }
            let x = graph.latent(
                latentName, shape: network.description.input, isChannelsFirst: latentsAreChannelsFirst)
            graph.append(network, to: x, output: samplesName)
            graph.builder.output(samplesName, shape: channelsFirst(outputShape))
        case .discriminator:
            guard network.description.input == description.sampleShape else {
                throw .outputMismatch(
                    path: "the network", found: network.description.input, expected: description.sampleShape)
            }
            let x = graph.builder.input(samplesName, shape: channelsFirst(network.description.input))
            let name = graph.append(network, to: x, output: nil)
            // A last convolution leaves `[N, 1, 1, 1]`; logits are rows.
            _ = graph.builder.node("Flatten", [name], output: logitsName, attributes: ["axis": .integer(1)])
            graph.builder.output(logitsName, shape: [outputShape.reduce(1, *)])
        }
        return graph.builder
    }

    private static func channelsFirst(_ shape: [Int]) -> [Int] {
        shape.count == 3 ? [shape[2], shape[0], shape[1]] : shape
    }
}
