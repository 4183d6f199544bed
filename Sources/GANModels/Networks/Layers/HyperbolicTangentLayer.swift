import GANAutodiff

/// tanh a; at the end of a generator it makes values in [−1, 1].
struct HyperbolicTangentLayer: ElementwiseLayer, BareLayer {
    static var kinds: KeyValuePairs<String, [String]> { ["Tanh": []] }
    var valueRange: ValueRange? { .symmetric }

    func forward(_ x: Variable) -> Variable { x.hyperbolicTangent() }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String { graph.result("Tanh", [x]) }
}

extension LayerDescription {
    /// The hyperbolic tangent.
    public static var hyperbolicTangent: LayerDescription { LayerDescription(HyperbolicTangentLayer()) }
}
