import GANAutodiff
import GANNumerics
import GANONNX

/// Hardsigmoid: (a + 3) / 6 brought between 0 and 1; Hardswish is a times that.
///
/// Howard et al. 2019, 1905.02244.
struct HardSigmoidLayer: ElementwiseLayer {
    var timesInput: Bool

    static var kinds: KeyValuePairs<String, [String]> { ["Hardsigmoid": [], "Hardswish": []] }

    var kind: String { timesInput ? "Hardswish" : "Hardsigmoid" }
    var valueRange: ValueRange? { timesInput ? nil : ValueRange(low: 0, high: 1) }

    func forward(_ x: Variable) -> Variable {
        let gate = (x.shifted(by: 3).rectified() - x.shifted(by: -3).rectified()).scaled(by: 1 / 6)
        return timesInput ? x * gate : gate
    }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        let sixth: KeyValuePairs<String, ONNXAttribute> = ["alpha": .float(1 / 6), "beta": .float(0.5)]
        guard timesInput else { return graph.result("HardSigmoid", [x], attributes: sixth) }
        return graph.result("Mul", [x, graph.node("HardSigmoid", [x], attributes: sixth)])
    }
}

extension HardSigmoidLayer {
    init(_ fields: DocumentFields, kind: String) throws { self.init(timesInput: kind == "Hardswish") }

    func encode(into fields: inout LayerFields) throws {}
}

extension LayerDescription {
    /// (a + 3) / 6 brought between 0 and 1.
    public static var hardSigmoid: LayerDescription { LayerDescription(HardSigmoidLayer(timesInput: false)) }
    /// a · (a + 3) / 6, the factor beside a brought between 0 and 1.
    public static var hardSwish: LayerDescription { LayerDescription(HardSigmoidLayer(timesInput: true)) }
}
