import GANAutodiff
import GANNumerics
import GANONNX

/// An image enlarged by a whole factor.
struct UpsampleLayer: WeightlessLayer {
    var scale: Int
    var interpolation: LayerDescription.Interpolation

    static var kinds: KeyValuePairs<String, [String]> { ["Upsample": ["scale", "mode", "align_corners"]] }
    static var aliases: [String: String] { ["scale_factor": "scale"] }

    func outputShape(of shape: [Int]) throws(LayerMismatch) -> [Int] {
        try LayerMismatch.requireGrid(shape)
        return [shape[0] * scale, shape[1] * scale, shape[2]]
    }

    func forward(_ x: Variable) -> Variable {
        func map(_ size: Int) -> GridAxisMap {
            switch interpolation {
            case .nearest: return .repeated(size, scale: scale)
            case .bilinear(let aligningCorners):
                return .linear(size, scale: scale, aligningCorners: aligningCorners)
            }
        }
        return x.gridMapped(rows: map(x.shape[1]), columns: map(x.shape[2]))
    }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        let scales = graph.constant("scales", Tensor(shape: [4], scalars: [1, 1, Float(scale), Float(scale)]))
        return graph.result("Resize", [x, "", scales], attributes: attributes)
    }

    private var attributes: KeyValuePairs<String, ONNXAttribute> {
        switch interpolation {
        case .nearest:
            return [
                "mode": .text("nearest"), "coordinate_transformation_mode": .text("asymmetric"),
                "nearest_mode": .text("floor"),
            ]
        case .bilinear(let aligningCorners):
            return [
                "mode": .text("linear"),
                "coordinate_transformation_mode": .text(aligningCorners ? "align_corners" : "half_pixel"),
            ]
        }
    }
}

extension UpsampleLayer {
    init(_ fields: DocumentFields, kind: String) throws {
        let corners = try fields.flag("align_corners", otherwise: false)
        let mode = try fields.word("mode", of: ["nearest", "bilinear"], otherwise: "nearest")
        self.init(
            scale: try fields.size("scale"),
            interpolation: mode == "nearest" ? .nearest : .bilinear(aligningCorners: corners))
    }

    func encode(into fields: inout LayerFields) throws {
        try fields.put("scale", scale)
        if case .bilinear(let aligningCorners) = interpolation {
            try fields.put("mode", "bilinear")
            if aligningCorners { try fields.put("align_corners", true) }
        }
    }
}

extension LayerDescription {
    /// How an enlarged image gets the values between pixels.
    public enum Interpolation: Sendable, Hashable {
        /// Each pixel becomes a square of its own value.
        case nearest
        /// Linear along both axes; `aligningCorners` puts the first and last pixels onto each other.
        case bilinear(aligningCorners: Bool)
    }

    /// An image enlarged `scale` times along both axes.
    public static func upsample(scale: Int, _ interpolation: Interpolation) -> LayerDescription {
        LayerDescription(UpsampleLayer(scale: scale, interpolation: interpolation))
    }
}
