public import GANAutodiff
import GANNumerics
import GANONNX

/// Rows and columns added at an image's edges: mirrored, repeated, or of one value.
struct PaddingLayer: WeightlessLayer {
    var edges: EdgePadding
    /// What zeros stand for.
    var value: Float = 0

    static var kinds: KeyValuePairs<String, [String]> {
        [
            "ZeroPad2d": ["padding"], "ConstantPad2d": ["padding", "value"], "ReflectionPad2d": ["padding"],
            "ReplicationPad2d": ["padding"], "CircularPad2d": ["padding"],
        ]
    }

    var kind: String {
        switch edges.mode {
        case .zeros: value == 0 ? "ZeroPad2d" : "ConstantPad2d"
        case .reflect: "ReflectionPad2d"
        case .replicate: "ReplicationPad2d"
        case .circular: "CircularPad2d"
        }
    }

    func outputShape(of shape: [Int]) throws(LayerMismatch) -> [Int] {
        try LayerMismatch.requireGrid(shape)
        return try edges.size(of: shape).list + [shape[2]]
    }

    func forward(_ x: Variable) -> Variable {
        let padded = edges.applied(to: x)
        if value == 0 { return padded }
        // The padding of ones tells what is image; the rest gets the value.
        let image = edges.applied(to: .constant(Tensor(shape: x.shape, repeating: 1)))
        return padded + image.shifted(by: -1).scaled(by: -value)
    }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        graph.result("Identity", [edges.node(on: x, shape: graph.shapes[0], in: &graph, value: value)])
    }
}

extension PaddingLayer {
    init(_ fields: DocumentFields, kind: String) throws {
        // Left, right, top, bottom, as PyTorch counts them.
        let sizes = try fields.sizes("padding", counts: [4], from: 0)
        let edges: EdgePadding
        if sizes.count == 4 {
            edges = EdgePadding(top: sizes[2], bottom: sizes[3], left: sizes[0], right: sizes[1])
        } else {
            edges = EdgePadding(top: sizes[0], bottom: sizes[0], left: sizes[0], right: sizes[0])
        }
        self.init(edges: edges)
        switch kind {
        case "ConstantPad2d": value = try fields.signed("value", otherwise: 0)
        case "ReflectionPad2d": self.edges.mode = .reflect
        case "ReplicationPad2d": self.edges.mode = .replicate
        case "CircularPad2d": self.edges.mode = .circular
        default: break
        }
    }

    func encode(into fields: inout LayerFields) throws {
        let sizes = [edges.left, edges.right, edges.top, edges.bottom]
        if sizes.allSatisfy({ $0 == sizes[0] }) {
            try fields.put("padding", sizes[0])
        } else {
            try fields.put("padding", sizes)
        }
        if value != 0 { try fields.put("value", value) }
    }
}

extension LayerDescription {
    /// Rows and columns added at an image's edges, of `value` where `mode` is that of zeros.
    public static func padding(
        top: Int, bottom: Int, left: Int, right: Int, _ mode: GridAxisMap.Padding, value: Float = 0
    ) -> LayerDescription {
        let edges = EdgePadding(top: top, bottom: bottom, left: left, right: right, mode: mode)
        return LayerDescription(PaddingLayer(edges: edges, value: mode == .zeros ? value : 0))
    }
}
