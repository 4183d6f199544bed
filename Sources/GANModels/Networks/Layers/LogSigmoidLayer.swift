import GANAutodiff

/// log(1 / (1 + e⁻ᵃ)).
struct LogSigmoidLayer: ElementwiseLayer, BareLayer {
    static var kinds: KeyValuePairs<String, [String]> { ["LogSigmoid": []] }

    func forward(_ x: Variable) -> Variable { -(-x).softplus() }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        graph.result("Neg", [graph.node("Softplus", [graph.node("Neg", [x])])])
    }
}

extension LayerDescription {
    /// log(1 / (1 + e⁻ᵃ)).
    public static var logSigmoid: LayerDescription { LayerDescription(LogSigmoidLayer()) }
}
