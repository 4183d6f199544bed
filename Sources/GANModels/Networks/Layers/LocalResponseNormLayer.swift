import GANAutodiff
import GANNumerics
import GANONNX

/// Each value divided by a power of the mean square of the channels beside it.
///
/// Krizhevsky et al. 2012, section 3.3: a / (k + alpha · m)^beta, m being the mean over `size` channels, those beyond the ends counted
/// as zeros.
struct LocalResponseNormLayer: WeightlessLayer {
    var size: Int
    var alpha: Float
    var beta: Float
    var k: Float

    static var kinds: KeyValuePairs<String, [String]> { ["LocalResponseNorm": ["size", "alpha", "beta", "k"]] }

    func outputShape(of shape: [Int]) throws(LayerMismatch) -> [Int] {
        try LayerMismatch.requireGrid(shape)
        return shape
    }

    func forward(_ x: Variable) -> Variable {
        let channels = x.shape[3]
        let one = GridAxisMap.repeated(1, scale: 1)
        let padded = GridAxisMap.padded(channels, before: size / 2, after: (size - 1) / 2, .zeros)
        // Channels as an axis of positions.
        let mean = x.squared().reshaped([x.value.count / max(1, channels), channels, 1, 1])
            .gridMapped(rows: padded, columns: one)
            .gridMapped(rows: .averaged(padded.outputs, kernel: size, stride: 1), columns: one)
        return x * mean.reshaped(x.shape).scaled(by: alpha).shifted(by: k).power(-beta)
    }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        // The operator for it takes odd sizes alone.
        let shape = graph.shapes[0]
        let target = graph.constant("channels", integers: [-1, 1, shape[2], shape[0] * shape[1]])
        let squares = graph.node("Reshape", [graph.node("Mul", [x, x]), target])
        let pads = graph.constant("pads", integers: [0, 0, size / 2, 0, 0, 0, (size - 1) / 2, 0])
        let mean = graph.node(
            "AveragePool", [graph.node("Pad", [squares, pads])], attributes: ["kernel_shape": .integers([size, 1])])
        let scaled = graph.node("Mul", [mean, graph.constant("alpha", Tensor(alpha))])
        let sum = graph.node("Add", [scaled, graph.constant("k", Tensor(k))])
        let divisor = graph.node("Pow", [sum, graph.constant("beta", Tensor(beta))])
        let whole = graph.constant("whole", integers: [-1, shape[2], shape[0], shape[1]])
        return graph.result("Div", [x, graph.node("Reshape", [divisor, whole])])
    }
}

extension LocalResponseNormLayer {
    init(_ fields: DocumentFields, kind: String) throws {
        let size = try fields.size("size")
        guard size <= 1024 else {
            throw fields.problem(DocumentFields.Key("size"), "size is \(size), expected 1 to 1024")
        }
        self.init(
            size: size, alpha: try fields.number("alpha", otherwise: 1e-4),
            beta: try fields.number("beta", otherwise: 0.75), k: try fields.number("k", otherwise: 1))
    }

    func encode(into fields: inout LayerFields) throws {
        try fields.put("size", size)
        try fields.put("alpha", alpha)
        try fields.put("beta", beta)
        try fields.put("k", k)
    }
}

extension LayerDescription {
    /// Each value divided by (k + alpha · m)^beta, m being the mean square of the `size` channels around it.
    public static func localResponseNorm(size: Int, alpha: Float, beta: Float, k: Float) -> LayerDescription {
        LayerDescription(LocalResponseNormLayer(size: size, alpha: alpha, beta: beta, k: k))
    }
}
