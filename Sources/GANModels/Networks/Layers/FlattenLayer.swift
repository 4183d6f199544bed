import GANAutodiff
import GANNumerics
import GANONNX

/// All values as a vector: channels first, then rows and columns, as PyTorch flattens.
struct FlattenLayer: WeightlessLayer, BareLayer {
    static var kinds: KeyValuePairs<String, [String]> { ["Flatten": []] }

    func outputShape(of shape: [Int]) throws(LayerMismatch) -> [Int] { [shape.reduce(1, *)] }

    func forward(_ x: Variable) -> Variable { Self.flattened(x) }

    /// `[n, d]` of any shape.
    static func flattened(_ x: Variable) -> Variable {
        let ordered = x.shape.count == 4 ? x.permuted([0, 3, 1, 2]) : x
        return ordered.reshaped([x.shape[0], x.value.count / max(1, x.shape[0])])
    }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        graph.result("Flatten", [x], attributes: ["axis": .integer(1)])
    }
}

extension LayerDescription {
    /// All values as a vector: channels first, then rows and columns, as PyTorch flattens.
    public static var flatten: LayerDescription { LayerDescription(FlattenLayer()) }
}
