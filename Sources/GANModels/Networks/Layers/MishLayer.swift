import GANAutodiff

/// Mish: a · tanh(log(1 + eᵃ)).
struct MishLayer: ElementwiseLayer, BareLayer {
    static var kinds: KeyValuePairs<String, [String]> { ["Mish": []] }

    func forward(_ x: Variable) -> Variable { x * x.softplus().hyperbolicTangent() }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        graph.result("Mul", [x, graph.node("Tanh", [graph.node("Softplus", [x])])])
    }
}

extension LayerDescription {
    /// Mish: a · tanh(log(1 + eᵃ)).
    public static var mish: LayerDescription { LayerDescription(MishLayer()) }
}
