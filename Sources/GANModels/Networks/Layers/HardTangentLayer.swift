import GANAutodiff
import GANNumerics
import GANONNX

/// Hardtanh: values brought between two bounds; ReLU6 is the same from 0 to 6.
struct HardTangentLayer: ElementwiseLayer {
    var low: Float
    var high: Float

    static var kinds: KeyValuePairs<String, [String]> { ["Hardtanh": ["min_val", "max_val"], "ReLU6": []] }

    var kind: String { low == 0 && high == 6 ? "ReLU6" : "Hardtanh" }
    var valueRange: ValueRange? { ValueRange(low: low, high: high) }

    func forward(_ x: Variable) -> Variable {
        // What is above the upper bound is taken off again.
        let above = x.shifted(by: -high).rectified()
        return (x.shifted(by: -low).rectified() - above).shifted(by: low)
    }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        let bounds = [("low", low), ("high", high)].map { graph.constant($0, Tensor($1)) }
        return graph.result("Clip", [x] + bounds)
    }
}

extension HardTangentLayer {
    init(_ fields: DocumentFields, kind: String) throws {
        if kind == "ReLU6" {
            self.init(low: 0, high: 6)
            return
        }
        let low = try fields.signed("min_val", otherwise: -1), high = try fields.signed("max_val", otherwise: 1)
        guard low < high else {
            throw fields.problem(
                DocumentFields.Key("max_val"), "max_val is \(high), expected more than min_val, \(low)")
        }
        self.init(low: low, high: high)
    }

    func encode(into fields: inout LayerFields) throws {
        guard kind == "Hardtanh" else { return }
        try fields.put("min_val", low)
        try fields.put("max_val", high)
    }
}

extension LayerDescription {
    /// Values brought between two bounds.
    public static func hardTangent(low: Float, high: Float) -> LayerDescription {
        LayerDescription(HardTangentLayer(low: low, high: high))
    }
}
