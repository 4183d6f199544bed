import GANAutodiff
import GANONNX

/// Means over square windows.
struct AveragePoolLayer: WeightlessLayer {
    var kernel: Int
    var stride: Int
    var padding: Int
    var countsPadding: Bool

    static var kinds: KeyValuePairs<String, [String]> {
        ["AvgPool2d": ["kernel", "stride", "padding", "count_include_pad", "ceil_mode"]]
    }
    static var aliases: [String: String] { ["kernel_size": "kernel"] }

    func outputShape(of shape: [Int]) throws(LayerMismatch) -> [Int] {
        try LayerMismatch.requireGrid(shape)
        guard 2 * padding <= kernel, min(shape[0], shape[1]) + 2 * padding >= kernel else {
            throw LayerMismatch(
                expected: "a grid no smaller than the window, \(kernel), and padding of at most half of it")
        }
        return [
            (shape[0] + 2 * padding - kernel) / stride + 1, (shape[1] + 2 * padding - kernel) / stride + 1, shape[2],
        ]
    }

    func forward(_ x: Variable) -> Variable {
        func map(_ size: Int) -> GridAxisMap {
            .averaged(size, kernel: kernel, stride: stride, padding: padding, countingPadding: countsPadding)
        }
        return x.gridMapped(rows: map(x.shape[1]), columns: map(x.shape[2]))
    }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        graph.result(
            "AveragePool", [x],
            attributes: [
                "kernel_shape": .integers([kernel, kernel]), "strides": .integers([stride, stride]),
                "pads": .integers([padding, padding, padding, padding]),
                "count_include_pad": .integer(countsPadding ? 1 : 0),
            ])
    }
}

extension AveragePoolLayer {
    init(_ fields: DocumentFields, kind: String) throws {
        let kernel = try fields.size("kernel")
        if try fields.flag("ceil_mode", otherwise: false) {
            throw fields.problem(
                DocumentFields.Key("ceil_mode"), "ceil_mode is true; windows that reach beyond the image are not known")
        }
        self.init(
            kernel: kernel, stride: try fields.size("stride", otherwise: kernel),
            padding: try fields.size("padding", from: 0, otherwise: 0),
            countsPadding: try fields.flag("count_include_pad", otherwise: true))
    }

    func encode(into fields: inout LayerFields) throws {
        try fields.put("kernel", kernel)
        try fields.put("stride", stride)
        try fields.put("padding", padding)
        if !countsPadding { try fields.put("count_include_pad", false) }
    }
}

extension LayerDescription {
    /// Means over square windows; `countsPadding` says whether they divide by the zeros of the padding too.
    public static func averagePool(
        kernel: Int, stride: Int, padding: Int, countsPadding: Bool
    ) -> LayerDescription {
        LayerDescription(
            AveragePoolLayer(kernel: kernel, stride: stride, padding: padding, countsPadding: countsPadding))
    }
}
