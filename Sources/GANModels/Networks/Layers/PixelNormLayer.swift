import GANAutodiff
import GANNumerics
import GANONNX

/// Each pixel's, or vector's, values divided by the root of their mean square, as Progressive GAN does.
///
/// Karras et al. 2017, 1710.10196.
struct PixelNormLayer: WeightlessLayer {
    var epsilon: Float

    static var kinds: KeyValuePairs<String, [String]> { ["PixelNorm": ["eps"]] }

    func outputShape(of shape: [Int]) throws(LayerMismatch) -> [Int] { shape }

    func forward(_ x: Variable) -> Variable {
        let channels = x.shape[x.shape.count - 1]
        let rows = x.reshaped([x.value.count / max(1, channels), channels])
        let factors = rows.squared().summedRows().scaled(by: 1 / Float(channels)).shifted(by: epsilon).power(-0.5)
        return (rows * factors.broadcastRows(columns: channels)).reshaped(x.shape)
    }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        let mean = graph.node(
            "ReduceMean", [graph.node("Mul", [x, x])], attributes: ["axes": .integers([1]), "keepdims": .integer(1)])
        let sum = graph.node("Add", [mean, graph.constant("eps", Tensor(epsilon))])
        return graph.result("Div", [x, graph.node("Sqrt", [sum])])
    }
}

extension PixelNormLayer {
    init(_ fields: DocumentFields, kind: String) throws {
        self.init(epsilon: try fields.number("eps", otherwise: 1e-8))
    }

    func encode(into fields: inout LayerFields) throws { try fields.put("eps", epsilon) }
}

extension LayerDescription {
    /// Each pixel's values divided by the root of their mean square plus `epsilon`.
    public static func pixelNorm(epsilon: Float = 1e-8) -> LayerDescription {
        LayerDescription(PixelNormLayer(epsilon: epsilon))
    }
}
