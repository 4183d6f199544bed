import GANAutodiff

/// SiLU: a · sigmoid(a).
struct SigmoidLinearLayer: ElementwiseLayer, BareLayer {
    static var kinds: KeyValuePairs<String, [String]> { ["SiLU": []] }

    func forward(_ x: Variable) -> Variable { x.sigmoidLinear() }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        graph.result("Mul", [x, graph.node("Sigmoid", [x])])
    }
}

extension LayerDescription {
    /// SiLU: a · sigmoid(a).
    public static var sigmoidLinear: LayerDescription { LayerDescription(SigmoidLinearLayer()) }
}
