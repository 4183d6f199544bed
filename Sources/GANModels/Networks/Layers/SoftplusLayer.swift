import GANAutodiff

/// log(1 + eᵃ).
struct SoftplusLayer: ElementwiseLayer, BareLayer {
    static var kinds: KeyValuePairs<String, [String]> { ["Softplus": []] }

    func forward(_ x: Variable) -> Variable { x.softplus() }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String { graph.result("Softplus", [x]) }
}

extension LayerDescription {
    /// log(1 + eᵃ).
    public static var softplus: LayerDescription { LayerDescription(SoftplusLayer()) }
}
