import GANAutodiff
import GANNumerics

/// GELU: a · Φ(a), or its approximation by a hyperbolic tangent.
struct GaussianErrorLinearLayer: ElementwiseLayer {
    var approximate: Bool

    static var kinds: KeyValuePairs<String, [String]> { ["GELU": ["approximate"]] }

    func forward(_ x: Variable) -> Variable { x.gaussianErrorLinear(approximately: approximate) }

    /// x·Φ(x): the operator set has no operator of its own for it.
    ///
    /// Φ(x) = (1 + erf(x/√2))/2, or approximately (1 + tanh(√(2/π)·(x + 0.044715·x³)))/2.
    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        func constant(_ suffix: String, _ value: Double, _ graph: inout LayerGraph) -> String {
            graph.constant(suffix, Tensor(Float(value)))
        }
        let curve: String
        if approximate {
            let cube = graph.node("Mul", [graph.node("Mul", [x, x]), x])
            let third = graph.node("Mul", [cube, constant("cube", 0.044715, &graph)])
            let bent = graph.node("Add", [x, third])
            let scaled = graph.node("Mul", [bent, constant("scale", (2 / Double.pi).squareRoot(), &graph)])
            curve = graph.node("Tanh", [scaled])
        } else {
            let scaled = graph.node("Mul", [x, constant("scale", 0.5.squareRoot(), &graph)])
            curve = graph.node("Erf", [scaled])
        }
        let raised = graph.node("Add", [curve, constant("one", 1, &graph)])
        let doubled = graph.node("Mul", [x, raised])
        return graph.result("Mul", [doubled, constant("half", 0.5, &graph)])
    }
}

extension GaussianErrorLinearLayer {
    init(_ fields: DocumentFields, kind: String) throws {
        let form = try fields.word("approximate", of: ["none", "tanh"], otherwise: "none")
        self.init(approximate: form == "tanh")
    }

    func encode(into fields: inout LayerFields) throws {
        if approximate { try fields.put("approximate", "tanh") }
    }
}

extension LayerDescription {
    /// GELU: a · Φ(a) with the normal distribution function Φ, or its approximation by a hyperbolic tangent.
    public static func gaussianErrorLinear(approximate: Bool) -> LayerDescription {
        LayerDescription(GaussianErrorLinearLayer(approximate: approximate))
    }
}
