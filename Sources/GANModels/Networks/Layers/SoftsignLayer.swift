import GANAutodiff

/// a / (1 + |a|).
struct SoftsignLayer: ElementwiseLayer, BareLayer {
    static var kinds: KeyValuePairs<String, [String]> { ["Softsign": []] }

    var valueRange: ValueRange? { .symmetric }

    func forward(_ x: Variable) -> Variable {
        x * (x.rectified() + (-x).rectified()).shifted(by: 1).power(-1)
    }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String { graph.result("Softsign", [x]) }
}

extension LayerDescription {
    /// a / (1 + |a|).
    public static var softsign: LayerDescription { LayerDescription(SoftsignLayer()) }
}
