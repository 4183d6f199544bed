import GANNumerics
import GANONNX

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
    ) -> String {
        var x = input
        for (index, layer) in layers.enumerated() {
            x = append(
                layer, named: "layer\(index)", to: x, output: index == layers.count - 1 ? output : nil, in: &graph)
        }
        guard let output, x != output else { return x }
        return graph.node("Identity", [x], output: output)
    }

    /// Appends one layer; `name` begins the names of constants that it needs.
    private func append(
        _ layer: LayerDescription, named name: String, to x: String, output: String?, in graph: inout ONNXGraphBuilder
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
                    "output_padding": .integers([c.outputPadding, c.outputPadding]),
                ])
        case .batchNorm(let features, let epsilon, let affine, let key):
            let scales = scales(key, features: features, affine: affine, named: name, in: &graph)
            let statistics = ["running_mean", "running_var"].map { weight("\(key).\($0)", in: &graph) }
            return graph.node(
                "BatchNormalization", [x] + scales + statistics, output: output,
                attributes: ["epsilon": .float(epsilon)])
        case .instanceNorm(let features, let epsilon, let affine, let key):
            let scales = scales(key, features: features, affine: affine, named: name, in: &graph)
            return graph.node(
                "InstanceNormalization", [x] + scales, output: output, attributes: ["epsilon": .float(epsilon)])
        case .upsample, .pixelShuffle, .averagePool, .globalAveragePool, .flatten, .unflatten:
            return rearrange(layer, named: name, x, output: output, in: &graph)
        case .leakyRectifier, .exponentialLinear, .sigmoidLinear, .gaussianErrorLinear, .softplus, .hyperbolicTangent,
            .sigmoid, .softmax:
            return activate(layer, named: name, x, output: output, in: &graph)
        case .dropout, .identity: return x
        }
    }

    private func activate(
        _ layer: LayerDescription, named name: String, _ x: String, output: String?, in graph: inout ONNXGraphBuilder
    ) -> String {
        switch layer {
        case .leakyRectifier(0): return graph.node("Relu", [x], output: output)
        case .leakyRectifier(let slope):
            return graph.node("LeakyRelu", [x], output: output, attributes: ["alpha": .float(slope)])
        case .exponentialLinear(let alpha):
            return graph.node("Elu", [x], output: output, attributes: ["alpha": .float(alpha)])
        case .sigmoidLinear: return graph.node("Mul", [x, graph.node("Sigmoid", [x])], output: output)
        case .gaussianErrorLinear(let approximate):
            return gaussianErrorLinear(approximate: approximate, named: name, x, output: output, in: &graph)
        case .softplus: return graph.node("Softplus", [x], output: output)
        case .hyperbolicTangent: return graph.node("Tanh", [x], output: output)
        case .sigmoid: return graph.node("Sigmoid", [x], output: output)
        case .softmax: return graph.node("Softmax", [x], output: output, attributes: ["axis": .integer(1)])
        default: preconditionFailure("\(layer) is no activation")
        }
    }

    /// x·Φ(x): this operator set has no operator of its own for it.
    ///
    /// Φ(x) = (1 + erf(x/√2))/2, or approximately (1 + tanh(√(2/π)·(x + 0.044715·x³)))/2.
    private func gaussianErrorLinear(
        approximate: Bool, named name: String, _ x: String, output: String?, in graph: inout ONNXGraphBuilder
    ) -> String {
        func constant(_ suffix: String, _ value: Double) -> String {
            graph.initializer("\(name).\(suffix)", Tensor(Float(value)))
        }
        let curve: String
        if approximate {
            let cube = graph.node("Mul", [graph.node("Mul", [x, x]), x])
            let bent = graph.node("Add", [x, graph.node("Mul", [cube, constant("cube", 0.044715)])])
            curve = graph.node("Tanh", [graph.node("Mul", [bent, constant("scale", (2 / Double.pi).squareRoot())])])
        } else {
            curve = graph.node("Erf", [graph.node("Mul", [x, constant("scale", 0.5.squareRoot())])])
        }
        let doubled = graph.node("Mul", [x, graph.node("Add", [curve, constant("one", 1)])])
        return graph.node("Mul", [doubled, constant("half", 0.5)], output: output)
    }

    private func rearrange(
        _ layer: LayerDescription, named name: String, _ x: String, output: String?, in graph: inout ONNXGraphBuilder
    ) -> String {
        switch layer {
        case .upsample(let scale, let interpolation):
            let scales = graph.initializer(
                "\(name).scales", Tensor(shape: [4], scalars: [1, 1, Float(scale), Float(scale)]))
            return graph.node("Resize", [x, "", scales], output: output, attributes: Self.resizing(interpolation))
        case .pixelShuffle(let factor):
            return graph.node(
                "DepthToSpace", [x], output: output, attributes: ["blocksize": .integer(factor), "mode": .text("CRD")])
        case .averagePool(let kernel, let stride, let padding, let countsPadding):
            return graph.node(
                "AveragePool", [x], output: output,
                attributes: [
                    "kernel_shape": .integers([kernel, kernel]), "strides": .integers([stride, stride]),
                    "pads": .integers([padding, padding, padding, padding]),
                    "count_include_pad": .integer(countsPadding ? 1 : 0),
                ])
        case .globalAveragePool: return graph.node("GlobalAveragePool", [x], output: output)
        case .flatten: return graph.node("Flatten", [x], output: output, attributes: ["axis": .integer(1)])
        case .unflatten(let shape):
            let target = graph.initializer("\(name).shape", integers: [-1] + shape)
            return graph.node("Reshape", [x, target], output: output)
        default: preconditionFailure("\(layer) moves nothing")
        }
    }

    private static func resizing(
        _ interpolation: LayerDescription.Interpolation
    ) -> KeyValuePairs<String, ONNXAttribute> {
        switch interpolation {
        case .nearest:
            return [
                "mode": .text("nearest"), "coordinate_transformation_mode": .text("asymmetric"),
                "nearest_mode": .text("floor"),
            ]
        case .bilinear(let aligningCorners):
            return [
                "mode": .text("linear"),
                "coordinate_transformation_mode": .text(aligningCorners ? "align_corners" : "half_pixel"),
            ]
        }
    }

    /// The names of a normalization's scales and offsets: its own, or ones and zeros.
    private func scales(
        _ key: String, features: Int, affine: Bool, named name: String, in graph: inout ONNXGraphBuilder
    ) -> [String] {
        if affine { return parameters(key, bias: true, in: &graph) }
        return [
            graph.initializer("\(name).ones", Tensor(shape: [features], repeating: 1)),
            graph.initializer("\(name).zeros", Tensor(shape: [features])),
        ]
    }

    private func parameters(_ key: String, bias: Bool, in graph: inout ONNXGraphBuilder) -> [String] {
        [weight("\(key).weight", in: &graph)] + (bias ? [weight("\(key).bias", in: &graph)] : [])
    }

    private func weight(_ name: String, in graph: inout ONNXGraphBuilder) -> String {
        guard let tensor = weights[name] else { preconditionFailure("a network without its own tensor \(name)") }
        return graph.initializer(name, tensor)
    }
}
