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
            try layers.append(network.description.layers, to: x, output: samplesName, in: &graph)
            graph.output(samplesName, shape: channelsFirst(outputShape))
        case .discriminator:
            guard network.description.input == description.sampleShape else {
                throw .outputMismatch(
                    path: "the network", found: network.description.input, expected: description.sampleShape)
            }
            let x = graph.input(samplesName, shape: channelsFirst(network.description.input))
            let name = try layers.append(network.description.layers, to: x, output: nil, in: &graph)
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

/// Appends layers to a graph, one operator or few for each.
struct NetworkGraphLayers {
    /// Weights by name in the field's layout.
    let weights: [String: Tensor]

    /// Declares the latent input and gives it the shape that the first layer reads, channels first.
    func latent(_ name: String, shape: [Int], in graph: inout ONNXGraphBuilder) -> String {
        let input = graph.input(name, shape: [shape.reduce(1, *)])
        guard shape.count == 3 else { return input }
        let (height, width, channels) = (shape[0], shape[1], shape[2])
        if height == 1, width == 1 {
            let target = graph.initializer("latent.shape", integers: [-1, channels, 1, 1])
            return graph.node("Reshape", [input, target])
        }
        // Native networks read a latent vector's values with channels last.
        let target = graph.initializer("latent.shape", integers: [-1, height, width, channels])
        let grid = graph.node("Reshape", [input, target])
        return graph.node("Transpose", [grid], attributes: ["perm": .integers([0, 3, 1, 2])])
    }

    /// Appends all layers and returns the name of the result, which is `output` if given.
    @discardableResult
    func append(
        _ layers: [LayerDescription], to input: String, output: String?, in graph: inout ONNXGraphBuilder
    ) throws(ModelError) -> String {
        var x = input
        for (index, layer) in layers.enumerated() {
            x = append(layer, to: x, output: index == layers.count - 1 ? output : nil, in: &graph)
        }
        guard layers.isEmpty, let output else { return x }
        return graph.node("Identity", [x], output: output)
    }

    private func append(
        _ layer: LayerDescription, to x: String, output: String?, in graph: inout ONNXGraphBuilder
    ) -> String {
        switch layer {
        case .linear(_, _, let bias, let key):
            return graph.node(
                "Gemm", [x] + parameters(key, bias: bias, in: &graph), output: output,
                attributes: ["transB": .integer(1)])
        case .convolution(let c):
            return graph.node(
                "Conv", [x] + parameters(c.key, bias: c.bias, in: &graph), output: output,
                attributes: [
                    "kernel_shape": .integers([c.kernel, c.kernel]), "strides": .integers([c.stride, c.stride]),
                    "pads": .integers([c.padding, c.padding, c.padding, c.padding]),
                ])
        case .transposedConvolution(let c):
            return graph.node(
                "ConvTranspose", [x] + parameters(c.key, bias: c.bias, in: &graph), output: output,
                attributes: [
                    "kernel_shape": .integers([c.kernel, c.kernel]), "strides": .integers([c.stride, c.stride]),
                    "pads": .integers([c.padding, c.padding, c.padding, c.padding]),
                ])
        case .batchNorm(_, let epsilon, let key):
            let names = ["weight", "bias", "running_mean", "running_var"].map { weight("\(key).\($0)", in: &graph) }
            return graph.node(
                "BatchNormalization", [x] + names, output: output, attributes: ["epsilon": .float(epsilon)])
        case .leakyRectifier(let slope):
            if slope == 0 { return graph.node("Relu", [x], output: output) }
            return graph.node("LeakyRelu", [x], output: output, attributes: ["alpha": .float(slope)])
        case .hyperbolicTangent: return graph.node("Tanh", [x], output: output)
        case .sigmoid: return graph.node("Sigmoid", [x], output: output)
        case .flatten: return graph.node("Flatten", [x], output: output, attributes: ["axis": .integer(1)])
        }
    }

    private func parameters(_ key: String, bias: Bool, in graph: inout ONNXGraphBuilder) -> [String] {
        [weight("\(key).weight", in: &graph)] + (bias ? [weight("\(key).bias", in: &graph)] : [])
    }

    private func weight(_ name: String, in graph: inout ONNXGraphBuilder) -> String {
        guard let tensor = weights[name] else { preconditionFailure("a network without its own tensor \(name)") }
        return graph.initializer(name, tensor)
    }
}
