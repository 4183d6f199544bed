import GANAutodiff
import GANONNX

/// ELU: a for positive a, alpha · (eᵃ − 1) elsewhere.
struct ExponentialLinearLayer: ElementwiseLayer {
    var alpha: Float

    static var kinds: KeyValuePairs<String, [String]> { ["ELU": ["alpha"]] }

    func forward(_ x: Variable) -> Variable { x.exponentialLinear(alpha: alpha) }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        graph.result("Elu", [x], attributes: ["alpha": .float(alpha)])
    }
}

extension ExponentialLinearLayer {
    init(_ fields: DocumentFields, kind: String) throws {
        self.init(alpha: try fields.number("alpha", otherwise: 1))
    }

    func encode(into fields: inout LayerFields) throws { try fields.put("alpha", alpha) }
}

extension LayerDescription {
    /// ELU: a for positive a, alpha · (eᵃ − 1) elsewhere.
    public static func exponentialLinear(alpha: Float) -> LayerDescription {
        LayerDescription(ExponentialLinearLayer(alpha: alpha))
    }
}
