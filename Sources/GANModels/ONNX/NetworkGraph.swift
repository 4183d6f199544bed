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

    /// The graph of `network` as `description` says what it is for; throws `layersDoNotFit` or `outputMismatch`.
    package static func build(
        _ network: Network, description: ONNXModelDescription
    ) throws(ModelError) -> ONNXGraphBuilder {
        let shapes = try network.description.outputShapes()
        let outputShape = shapes.last ?? network.description.input
        var graph = ONNXGraphBuilder(name: description.role.rawValue)
        graph.metadata = description.metadata()
        let layers = NetworkGraphLayers(weights: network.tensors())
        let samplesName = description.sampleShape.count == 3 ? imagesName : pointsName
        switch description.role {
        case .generator:
            guard outputShape == description.sampleShape else {
                throw .outputMismatch(path: "the network", found: outputShape, expected: description.sampleShape)
            }
            let x = layers.latent(latentName, shape: network.description.input, in: &graph)
            layers.append(network.description.layers, to: x, output: samplesName, in: &graph)
            graph.output(samplesName, shape: channelsFirst(outputShape))
        case .discriminator:
            guard network.description.input == description.sampleShape else {
                throw .outputMismatch(
                    path: "the network", found: network.description.input, expected: description.sampleShape)
            }
            let x = graph.input(samplesName, shape: channelsFirst(network.description.input))
            let name = layers.append(network.description.layers, to: x, output: nil, in: &graph)
            // A last convolution leaves `[N, 1, 1, 1]`; logits are rows.
            _ = graph.node("Flatten", [name], output: logitsName, attributes: ["axis": .integer(1)])
            graph.output(logitsName, shape: [outputShape.reduce(1, *)])
        }
        return graph
    }

    private static func channelsFirst(_ shape: [Int]) -> [Int] {
        shape.count == 3 ? [shape[2], shape[0], shape[1]] : shape
    }
}
