import GANAutodiff
import GANNumerics

/// Means over as many windows as are stated, which cover the image; of one window, the mean over all pixels.
struct AdaptiveAveragePoolLayer: WeightlessLayer {
    var size: Sides

    /// Beyond that its ONNX form, products with a matrix for each axis, would be out of proportion.
    private static let largestSide = 4096

    static var kinds: KeyValuePairs<String, [String]> { ["AdaptiveAvgPool2d": ["output_size"]] }

    private var isGlobal: Bool { size == Sides(1) }

    func outputShape(of shape: [Int]) throws(LayerMismatch) -> [Int] {
        try LayerMismatch.requireGrid(shape)
        guard isGlobal || [shape[0], shape[1], size.rows, size.columns].allSatisfy({ $0 <= Self.largestSide }) else {
            throw LayerMismatch(expected: "sides of at most \(Self.largestSide)")
        }
        return size.list + [shape[2]]
    }

    func forward(_ x: Variable) -> Variable {
        x.gridMapped(
            rows: .averaged(x.shape[1], outputs: size.rows), columns: .averaged(x.shape[2], outputs: size.columns))
    }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        if isGlobal { return graph.result("GlobalAveragePool", [x]) }
        let rows = GridAxisMap.averaged(graph.shapes[0][0], outputs: size.rows).matrix
        let columns = GridAxisMap.averaged(graph.shapes[0][1], outputs: size.columns).matrix.permuted([1, 0])
        let tall = graph.node("MatMul", [graph.constant("rows", rows), x])
        return graph.result("MatMul", [tall, graph.constant("columns", columns)])
    }
}

extension AdaptiveAveragePoolLayer {
    init(_ fields: DocumentFields, kind: String) throws {
        self.init(size: try fields.pair("output_size", otherwise: 1))
    }

    func encode(into fields: inout LayerFields) throws {
        if !isGlobal { try fields.put("output_size", size) }
    }
}

extension LayerDescription {
    /// The mean over all pixels, a 1×1 image.
    public static var globalAveragePool: LayerDescription { adaptiveAveragePool(rows: 1, columns: 1) }

    /// Means over windows that cover the image, as many as are stated.
    public static func adaptiveAveragePool(rows: Int, columns: Int) -> LayerDescription {
        LayerDescription(AdaptiveAveragePoolLayer(size: Sides(rows: rows, columns: columns)))
    }
}
