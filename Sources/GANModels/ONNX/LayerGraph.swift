import GANNumerics
import GANONNX

/// An ONNX graph to which layers add their nodes, one operator or few for each.
struct LayerGraph {
    var builder: ONNXGraphBuilder
    /// Weights by name in the field's layout.
    private let weights: [String: Tensor]
    /// Weights that are in the graph already: layers may share them.
    private var declared: Set<String> = []
    /// The layer that adds nodes now; it begins the names of its constants.
    private var layer = ""
    /// What that layer's result must be called; nil for any name.
    private var output: String?
    /// The shapes of what that layer reads, of one sample, channels last.
    private(set) var shapes: [[Int]] = []

    init(_ builder: ONNXGraphBuilder, weights: [String: Tensor]) {
        self.builder = builder
        self.weights = weights
    }

    // MARK: For layers

    /// Adds a node whose result the layer itself reads, and returns the result's name.
    mutating func node(
        _ operation: String, _ inputs: [String], attributes: KeyValuePairs<String, ONNXAttribute> = [:]
    ) -> String {
        builder.node(operation, inputs, attributes: attributes)
    }

    /// Adds the node that makes what the layer makes, and returns its name.
    mutating func result(
        _ operation: String, _ inputs: [String], attributes: KeyValuePairs<String, ONNXAttribute> = [:]
    ) -> String {
        builder.node(operation, inputs, output: output, attributes: attributes)
    }

    /// Adds a constant of the layer and returns its name.
    mutating func constant(_ suffix: String, _ tensor: Tensor) -> String {
        builder.initializer("\(layer).\(suffix)", tensor)
    }

    /// Adds a list of whole numbers of the layer and returns its name.
    mutating func constant(_ suffix: String, integers: [Int]) -> String {
        builder.initializer("\(layer).\(suffix)", integers: integers)
    }

    /// The name of a weight, which the graph holds once.
    mutating func weight(_ name: String) -> String {
        guard declared.insert(name).inserted else { return name }
        guard let tensor = weights[name] else { preconditionFailure("a network without its own tensor \(name)") }
        return builder.initializer(name, tensor)
    }

    /// The names of a layer's weight and, where it has one, its bias.
    mutating func parameters(_ key: String, bias: Bool) -> [String] {
        let weight = weight("\(key).weight")
        return bias ? [weight, self.weight("\(key).bias")] : [weight]
    }

    /// The names of a normalization's scales and offsets: its own, or ones and zeros.
    mutating func scales(_ key: String, features: Int, affine: Bool) -> [String] {
        if affine { return parameters(key, bias: true) }
        let ones = constant("ones", Tensor(shape: [features], repeating: 1))
        return [ones, constant("zeros", Tensor(shape: [features]))]
    }

    // MARK: For networks

    /// Declares the latent input and gives it the shape that the first layer reads, channels first.
    ///
    /// Values of a latent image come channel by channel where `isChannelsFirst`, else pixel by pixel.
    mutating func latent(_ name: String, shape: [Int], isChannelsFirst: Bool) -> String {
        let input = builder.input(name, shape: [shape.reduce(1, *)])
        guard shape.count == 3 else { return input }
        let (height, width, channels) = (shape[0], shape[1], shape[2])
        if isChannelsFirst || height == 1 && width == 1 {
            let target = builder.initializer("latent.shape", integers: [-1, channels, height, width])
            return builder.node("Reshape", [input, target])
        }
        let target = builder.initializer("latent.shape", integers: [-1, height, width, channels])
        let grid = builder.node("Reshape", [input, target])
        return builder.node("Transpose", [grid], attributes: ["perm": .integers([0, 3, 1, 2])])
    }

    /// Appends all layers of `network` and returns the name of the result, which is `output` if given.
    @discardableResult
    mutating func append(_ network: Network, to input: String, output: String?) -> String {
        let layers = network.description.layers
        var values = [input]
        for (index, entry) in layers.enumerated() {
            layer = "layer\(index)"
            self.output = index == layers.count - 1 ? output : nil
            let reads = network.wiring.reads[index]
            shapes = reads.map { $0 == 0 ? network.description.input : network.flow.shapes[$0 - 1] }
            let inputs = reads.map { values[$0] }
            values.append(entry.layer.addNodes(to: &self, reading: inputs))
        }
        let x = values[values.count - 1]
        guard let output, x != output else { return x }
        return builder.node("Identity", [x], output: output)
    }
}
