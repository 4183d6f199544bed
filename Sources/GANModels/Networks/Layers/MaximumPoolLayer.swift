import GANAutodiff
import GANONNX

/// The largest value of each window.
struct MaximumPoolLayer: WeightlessLayer {
    var kernel: Sides
    var stride: Sides
    var padding: Sides
    var dilation: Int
    /// Whether a window that reaches beyond the end counts.
    var roundsUp: Bool

    static var kinds: KeyValuePairs<String, [String]> {
        ["MaxPool2d": ["kernel", "stride", "padding", "dilation", "ceil_mode"]]
    }
    static var aliases: [String: String] { ["kernel_size": "kernel"] }

    func outputShape(of shape: [Int]) throws(LayerMismatch) -> [Int] {
        try LayerMismatch.requireGrid(shape)
        let rows = count(shape[0], kernel.rows, stride.rows, padding.rows)
        let columns = count(shape[1], kernel.columns, stride.columns, padding.columns)
        guard let rows, let columns else {
            throw LayerMismatch(
                expected: "a grid no smaller than the window, \(kernel.list), and padding of at most half of it")
        }
        return [rows, columns, shape[2]]
    }

    /// Windows along an axis of `size` positions; nil where there are none.
    private func count(_ size: Int, _ kernel: Int, _ stride: Int, _ padding: Int) -> Int? {
        let room = size + 2 * padding - (kernel - 1) * dilation - 1
        // Each window then has a place within the image.
        guard room >= 0, 2 * padding <= kernel, size >= dilation else { return nil }
        guard roundsUp else { return room / stride + 1 }
        let count = (room + stride - 1) / stride + 1
        // The last window must begin within the image or before it.
        return (count - 1) * stride >= size + padding ? count - 1 : count
    }

    func forward(_ x: Variable) -> Variable {
        let (height, width) = (x.shape[1], x.shape[2])
        let whole = GridAxisMap.padded(width, before: 0, after: 0, .zeros)
        let rows = maps(height, kernel.rows, stride.rows, padding.rows).map { x.gridMapped(rows: $0, columns: whole) }
        let tall = Self.largest(rows)
        let none = GridAxisMap.padded(tall.shape[1], before: 0, after: 0, .zeros)
        let columns = maps(width, kernel.columns, stride.columns, padding.columns)
        return Self.largest(columns.map { tall.gridMapped(rows: none, columns: $0) })
    }

    private static func largest(_ values: [Variable]) -> Variable {
        values.dropFirst().reduce(values[0]) { .maximum($0, $1) }
    }

    /// For each place of the window, what all windows have there; where that is beyond the image, a place within it.
    private func maps(_ size: Int, _ kernel: Int, _ stride: Int, _ padding: Int) -> [GridAxisMap] {
        let count = count(size, kernel, stride, padding) ?? 0
        return (0..<kernel).map { place in
            let sources = (0..<count).map { window -> Int? in
                let start = window * stride - padding
                // The window's first and last places within the image, by steps of the dilation.
                let first = start >= 0 ? start : start + (-start + dilation - 1) / dilation * dilation
                let last = start + min(kernel - 1, (size - 1 - start) / dilation) * dilation
                return min(max(start + place * dilation, first), last)
            }
            return .selected(size, sources: sources)
        }
    }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        graph.result(
            "MaxPool", [x],
            attributes: [
                "kernel_shape": .integers(kernel.list), "strides": .integers(stride.list),
                "pads": .integers(padding.list + padding.list), "dilations": .integers([dilation, dilation]),
                "ceil_mode": .integer(roundsUp ? 1 : 0),
            ])
    }
}

extension MaximumPoolLayer {
    init(_ fields: DocumentFields, kind: String) throws {
        let kernel = try fields.pair("kernel")
        self.init(
            kernel: kernel, stride: fields.has("stride") ? try fields.pair("stride") : kernel,
            padding: try fields.pair("padding", from: 0, otherwise: 0),
            dilation: try fields.size("dilation", otherwise: 1),
            roundsUp: try fields.flag("ceil_mode", otherwise: false))
    }

    func encode(into fields: inout LayerFields) throws {
        try fields.put("kernel", kernel)
        try fields.put("stride", stride)
        try fields.put("padding", padding)
        if dilation != 1 { try fields.put("dilation", dilation) }
        if roundsUp { try fields.put("ceil_mode", true) }
    }
}

extension LayerDescription {
    /// The largest value of each square window.
    public static func maximumPool(kernel: Int, stride: Int, padding: Int) -> LayerDescription {
        LayerDescription(
            MaximumPoolLayer(
                kernel: Sides(kernel), stride: Sides(stride), padding: Sides(padding), dilation: 1, roundsUp: false))
    }
}
