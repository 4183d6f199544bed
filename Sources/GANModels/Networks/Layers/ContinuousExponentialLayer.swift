import GANAutodiff
import GANONNX

/// CELU: a for positive a, alpha · (e^(a / alpha) − 1) elsewhere.
///
/// Barron 2017, 1704.07483.
struct ContinuousExponentialLayer: ElementwiseLayer {
    var alpha: Float

    static var kinds: KeyValuePairs<String, [String]> { ["CELU": ["alpha"]] }

    func forward(_ x: Variable) -> Variable {
        let negative = -(-x).rectified()
        return x.rectified() + negative.scaled(by: 1 / alpha).exponential().shifted(by: -1).scaled(by: alpha)
    }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        graph.result("Celu", [x], attributes: ["alpha": .float(alpha)])
    }
}

extension ContinuousExponentialLayer {
    init(_ fields: DocumentFields, kind: String) throws {
        let alpha = try fields.number("alpha", otherwise: 1)
        guard alpha > 0 else {
            throw fields.problem(DocumentFields.Key("alpha"), "alpha is \(alpha), expected more than 0")
        }
        self.init(alpha: alpha)
    }

    func encode(into fields: inout LayerFields) throws { try fields.put("alpha", alpha) }
}

extension LayerDescription {
    /// CELU: a for positive a, alpha · (e^(a / alpha) − 1) elsewhere; `alpha` is positive.
    public static func continuousExponential(alpha: Float) -> LayerDescription {
        LayerDescription(ContinuousExponentialLayer(alpha: alpha))
    }
}
