import GANAutodiff
import GANONNX

/// eᵃ divided by its sum over the classes of `[n, classes]`.
struct SoftmaxLayer: WeightlessLayer, BareLayer {
    static var kinds: KeyValuePairs<String, [String]> { ["Softmax": []] }

    func outputShape(of shape: [Int]) throws(LayerMismatch) -> [Int] {
        guard shape.count == 1 else { throw LayerMismatch(expected: "[classes]") }
        return shape
    }

    func forward(_ x: Variable) -> Variable { x.softmax() }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        graph.result("Softmax", [x], attributes: ["axis": .integer(1)])
    }
}

extension LayerDescription {
    /// Softmax over the classes of `[n, classes]`.
    public static var softmax: LayerDescription { LayerDescription(SoftmaxLayer()) }
}
