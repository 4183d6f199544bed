import GANAutodiff
import GANNumerics
import GANONNX

/// Layer normalization: statistics of each sample over all its values, with a scale and an offset for each value.
///
/// Ba et al. 2016, 1607.06450.
struct LayerNormLayer: UnaryLayer {
    /// The shape of a sample, `[channels, height, width]` or `[values]`.
    var shape: [Int]
    var epsilon: Float
    var affine: Bool
    var bias: Bool
    var key: String

    static var kinds: KeyValuePairs<String, [String]> {
        ["LayerNorm": ["shape", "eps", "elementwise_affine", "bias", "key"]]
    }
    static var aliases: [String: String] { ["normalized_shape": "shape"] }

    var parameterShapes: [(name: String, shape: [Int])] {
        guard affine else { return [] }
        return [("\(key).weight", shape)] + (bias ? [("\(key).bias", shape)] : [])
    }
    var bufferShapes: [(name: String, shape: [Int])] { [] }
    var outputAxis: Int { 0 }
    var isNormalization: Bool { true }
    // The usual first weights are one number a channel.
    var onlyEvaluates: Bool { affine }

    func outputShape(of input: [Int]) throws(LayerMismatch) -> [Int] {
        let own = shape.count == 3 ? [shape[1], shape[2], shape[0]] : shape
        guard input == own else {
            throw LayerMismatch(expected: "\(own), all that is normalized; single axes are not")
        }
        return input
    }

    func scratchSize(of shape: [Int], output: [Int]) -> Double { 0 }

    func forward(_ x: Variable, in pass: inout LayerPass) -> Variable {
        let (rows, size) = (x.shape[0], x.value.count / max(1, x.shape[0]))
        var y = x.reshaped([rows, size, 1, 1]).instanceNormalized(epsilon: epsilon).reshaped([rows, size])
        if affine {
            y = y.multiplyingChannels(Self.channelsLast(pass.weight()))
            if bias { y = y.addingChannels(Self.channelsLast(pass.weight())) }
        }
        return y.reshaped(x.shape)
    }

    /// A value for each of a sample's, in the order in which samples are laid out here.
    private static func channelsLast(_ weight: Variable) -> Variable {
        let ordered = weight.shape.count == 3 ? weight.permuted([1, 2, 0]) : weight
        return ordered.reshaped([weight.value.count])
    }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        let scales = graph.scales("", features: 1, affine: false)
        let flat = graph.node("Reshape", [x, graph.constant("flat", integers: [-1, 1, shape.reduce(1, *)])])
        let normalized = graph.node(
            "InstanceNormalization", [flat] + scales, attributes: ["epsilon": .float(epsilon)])
        let whole = graph.node("Reshape", [normalized, graph.constant("whole", integers: [-1] + shape)])
        guard affine else { return graph.result("Identity", [whole]) }
        let names = graph.parameters(key, bias: bias)
        guard bias else { return graph.result("Mul", [whole, names[0]]) }
        return graph.result("Add", [graph.node("Mul", [whole, names[0]]), names[1]])
    }
}

extension LayerNormLayer {
    init(_ fields: DocumentFields, kind: String) throws {
        let affine = try fields.flag("elementwise_affine", otherwise: true)
        let sizes = try fields.sizes("shape", counts: [3])
        self.init(
            shape: sizes, epsilon: try fields.number("eps", otherwise: 1e-5), affine: affine,
            bias: try fields.flag("bias", otherwise: true),
            key: try fields.text("key", otherwise: affine ? nil : ""))
    }

    func encode(into fields: inout LayerFields) throws {
        try fields.put("shape", shape)
        try fields.put("eps", epsilon)
        if !affine { try fields.put("elementwise_affine", affine) }
        if !bias { try fields.put("bias", bias) }
        if affine || !key.isEmpty { try fields.put("key", key) }
    }
}

extension LayerDescription {
    /// Normalization of each sample over all its values; `shape` is `[channels, height, width]` or `[values]`.
    public static func layerNorm(
        shape: [Int], epsilon: Float, affine: Bool = true, bias: Bool = true, key: String
    ) -> LayerDescription {
        LayerDescription(LayerNormLayer(shape: shape, epsilon: epsilon, affine: affine, bias: bias, key: key))
    }
}
