import GANAutodiff

/// The mean over all pixels, a 1×1 image.
struct GlobalAveragePoolLayer: WeightlessLayer {
    static var kinds: KeyValuePairs<String, [String]> { ["AdaptiveAvgPool2d": ["output_size"]] }

    func outputShape(of shape: [Int]) throws(LayerMismatch) -> [Int] {
        try LayerMismatch.requireGrid(shape)
        return [1, 1, shape[2]]
    }

    func forward(_ x: Variable) -> Variable {
        func map(_ size: Int) -> GridAxisMap { .averaged(size, kernel: size, stride: 1) }
        return x.gridMapped(rows: map(x.shape[1]), columns: map(x.shape[2]))
    }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String { graph.result("GlobalAveragePool", [x]) }
}

extension GlobalAveragePoolLayer {
    init(_ fields: DocumentFields, kind: String) throws {
        guard try fields.size("output_size", otherwise: 1) == 1 else {
            throw fields.problem(
                DocumentFields.Key("output_size"), "output_size is not 1, the only one that is known")
        }
        self.init()
    }

    func encode(into fields: inout LayerFields) throws {}
}

extension LayerDescription {
    /// The mean over all pixels, a 1×1 image.
    public static var globalAveragePool: LayerDescription { LayerDescription(GlobalAveragePoolLayer()) }
}
