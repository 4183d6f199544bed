import GANAutodiff

/// The logistic function; at the end of a generator it makes values in [0, 1].
struct SigmoidLayer: ElementwiseLayer, BareLayer {
    static var kinds: KeyValuePairs<String, [String]> { ["Sigmoid": []] }
    var valueRange: ValueRange? { ValueRange(low: 0, high: 1) }

    func forward(_ x: Variable) -> Variable { x.sigmoid() }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String { graph.result("Sigmoid", [x]) }
}

extension LayerDescription {
    /// The logistic function.
    public static var sigmoid: LayerDescription { LayerDescription(SigmoidLayer()) }
}
