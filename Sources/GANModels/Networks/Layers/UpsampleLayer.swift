import GANAutodiff
import GANNumerics
import GANONNX

/// An image enlarged by a factor, which needs not be whole, or brought to a stated size.
struct UpsampleLayer: WeightlessLayer {
    var target: Target
    var interpolation: LayerDescription.Interpolation

    enum Target: Sendable, Hashable {
        case scale(Int)
        /// A factor that is no whole number: sides are cut to whole pixels, and places follow from the factor itself.
        case factor(Double)
        case size(Sides)
    }

    static var kinds: KeyValuePairs<String, [String]> {
        [
            "Upsample": ["scale", "size", "mode", "align_corners"], "UpsamplingNearest2d": ["scale", "size"],
            "UpsamplingBilinear2d": ["scale", "size"],
        ]
    }
    static var aliases: [String: String] { ["scale_factor": "scale"] }

    func outputShape(of shape: [Int]) throws(LayerMismatch) -> [Int] {
        try LayerMismatch.requireGrid(shape)
        let sides = sides(of: shape[0], shape[1])
        guard sides.rows > 0, sides.columns > 0 else {
            throw LayerMismatch(expected: "a grid of which a pixel is left")
        }
        return sides.list + [shape[2]]
    }

    private func sides(of height: Int, _ width: Int) -> Sides {
        switch target {
        case .scale(let scale): Sides(rows: height * scale, columns: width * scale)
        case .factor(let factor): Sides(rows: Int(Double(height) * factor), columns: Int(Double(width) * factor))
        case .size(let size): size
        }
    }

    func forward(_ x: Variable) -> Variable {
        let sides = sides(of: x.shape[1], x.shape[2])
        return x.gridMapped(rows: map(x.shape[1], to: sides.rows), columns: map(x.shape[2], to: sides.columns))
    }

    private func map(_ size: Int, to outputs: Int) -> GridAxisMap {
        switch (interpolation, target) {
        case (.nearest, .scale(let scale)): .repeated(size, scale: scale)
        case (.nearest, .factor(let factor)): .nearest(size, outputs: outputs, factor: factor)
        case (.nearest, .size): .nearest(size, outputs: outputs)
        case (.bilinear(let aligning), .scale(let scale)): .linear(size, scale: scale, aligningCorners: aligning)
        case (.bilinear(let aligning), _):
            .linear(size, outputs: outputs, aligningCorners: aligning, factor: factor)
        case (.bicubic(let aligning), _): .cubic(size, outputs: outputs, aligningCorners: aligning, factor: factor)
        }
    }

    /// A factor that is no whole number; nil of other targets.
    private var factor: Double? {
        if case .factor(let factor) = target { return factor }
        return nil
    }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        switch target {
        case .scale, .factor:
            let scale = if case .scale(let whole) = target { Float(whole) } else { Float(factor ?? 1) }
            let scales = graph.constant("scales", Tensor(shape: [4], scalars: [1, 1, scale, scale]))
            return graph.result("Resize", [x, "", scales], attributes: attributes)
        case .size(let size):
            let (from, to) = (graph.constant("from", integers: [0]), graph.constant("to", integers: [2]))
            let samples = graph.node("Slice", [graph.node("Shape", [x]), from, to])
            let sizes = graph.node(
                "Concat", [samples, graph.constant("size", integers: size.list)], attributes: ["axis": .integer(0)])
            return graph.result("Resize", [x, "", "", sizes], attributes: attributes)
        }
    }

    private var attributes: KeyValuePairs<String, ONNXAttribute> {
        func places(_ aligning: Bool) -> ONNXAttribute { .text(aligning ? "align_corners" : "half_pixel") }
        switch interpolation {
        case .nearest:
            return [
                "mode": .text("nearest"), "coordinate_transformation_mode": .text("asymmetric"),
                "nearest_mode": .text("floor"),
            ]
        case .bilinear(let aligning):
            return ["mode": .text("linear"), "coordinate_transformation_mode": places(aligning)]
        case .bicubic(let aligning):
            return [
                "mode": .text("cubic"), "coordinate_transformation_mode": places(aligning),
                "cubic_coeff_a": .float(-0.75),
            ]
        }
    }
}

extension UpsampleLayer {
    init(_ fields: DocumentFields, kind: String) throws {
        switch kind {
        case "UpsamplingNearest2d": interpolation = .nearest
        case "UpsamplingBilinear2d": interpolation = .bilinear(aligningCorners: true)
        default:
            let corners = try fields.flag("align_corners", otherwise: false)
            switch try fields.word("mode", of: ["nearest", "bilinear", "bicubic"], otherwise: "nearest") {
            case "bilinear": interpolation = .bilinear(aligningCorners: corners)
            case "bicubic": interpolation = .bicubic(aligningCorners: corners)
            default: interpolation = .nearest
            }
        }
        guard fields.has("size") else {
            // The decimal number that was written decides how many pixels there are.
            if let number = try? fields.number("scale", otherwise: 0, to: 64), number != number.rounded(),
                let factor = Double("\(number)")
            {
                target = .factor(factor)
            } else {
                target = .scale(try fields.size("scale"))
            }
            return
        }
        guard !fields.has("scale") else {
            throw fields.problem(DocumentFields.Key("size"), "size and scale_factor say the same; give one of them")
        }
        target = .size(try fields.pair("size"))
    }

    func encode(into fields: inout LayerFields) throws {
        switch target {
        case .scale(let scale): try fields.put("scale", scale)
        case .factor(let factor): try fields.put("scale", factor)
        case .size(let size): try fields.put("size", size)
        }
        switch interpolation {
        case .nearest: break
        case .bilinear(let aligning), .bicubic(let aligning):
            if case .bilinear = interpolation {
                try fields.put("mode", "bilinear")
            } else {
                try fields.put("mode", "bicubic")
            }
            if aligning { try fields.put("align_corners", true) }
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
        /// Cubic convolution with a = −¾ along both axes.
        case bicubic(aligningCorners: Bool)
    }

    /// An image enlarged `scale` times along both axes.
    public static func upsample(scale: Int, _ interpolation: Interpolation) -> LayerDescription {
        LayerDescription(UpsampleLayer(target: .scale(scale), interpolation: interpolation))
    }

    /// An image brought to `rows` and `columns`.
    public static func upsample(rows: Int, columns: Int, _ interpolation: Interpolation) -> LayerDescription {
        let size = Sides(rows: rows, columns: columns)
        return LayerDescription(UpsampleLayer(target: .size(size), interpolation: interpolation))
    }
}
