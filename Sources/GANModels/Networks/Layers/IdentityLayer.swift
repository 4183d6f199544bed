import GANAutodiff

/// Changes nothing.
struct IdentityLayer: ElementwiseLayer, BareLayer {
    static var kinds: KeyValuePairs<String, [String]> { ["Identity": []] }

    func forward(_ x: Variable) -> Variable { x }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String { x }
}

extension LayerDescription {
    /// Changes nothing.
    public static var identity: LayerDescription { LayerDescription(IdentityLayer()) }
}
