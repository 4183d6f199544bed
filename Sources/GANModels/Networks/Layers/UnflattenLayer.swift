import GANAutodiff

/// Values under another shape, `[channels, height, width]` or `[d]`, in PyTorch's order.
struct UnflattenLayer: WeightlessLayer {
    var shape: [Int]

    static var kinds: KeyValuePairs<String, [String]> { ["Unflatten": ["shape"], "Reshape": ["shape"]] }
    static var aliases: [String: String] { ["unflattened_size": "shape"] }

    func outputShape(of input: [Int]) throws(LayerMismatch) -> [Int] {
        let size = shape.reduce(1.0) { $0 * Double($1) }
        guard Double(input.reduce(1, *)) == size else {
            throw LayerMismatch(expected: "as many values as \(shape) has")
        }
        return shape.count == 3 ? [shape[1], shape[2], shape[0]] : shape
    }

    func forward(_ x: Variable) -> Variable {
        let result = FlattenLayer.flattened(x).reshaped([x.shape[0]] + shape)
        return shape.count == 3 ? result.permuted([0, 2, 3, 1]) : result
    }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        let target = graph.constant("shape", integers: [-1] + shape)
        return graph.result("Reshape", [x, target])
    }
}

extension UnflattenLayer {
    init(_ fields: DocumentFields, kind: String) throws { self.init(shape: try fields.shape("shape")) }

    func encode(into fields: inout LayerFields) throws { try fields.put("shape", shape) }
}

extension LayerDescription {
    /// Back from a vector: `shape` is `[channels, height, width]` as PyTorch writes it, or `[d]`.
    public static func unflatten(shape: [Int]) -> LayerDescription { LayerDescription(UnflattenLayer(shape: shape)) }
}
