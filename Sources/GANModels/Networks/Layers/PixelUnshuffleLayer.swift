import GANAutodiff
import GANONNX

/// Squares of pixels become channels: what `PixelShuffle` undoes.
struct PixelUnshuffleLayer: WeightlessLayer {
    var factor: Int

    static var kinds: KeyValuePairs<String, [String]> { ["PixelUnshuffle": ["scale"]] }
    static var aliases: [String: String] { ["downscale_factor": "scale"] }

    func outputShape(of shape: [Int]) throws(LayerMismatch) -> [Int] {
        try LayerMismatch.requireGrid(shape)
        guard shape[0] % factor == 0, shape[1] % factor == 0 else {
            throw LayerMismatch(expected: "a multiple of \(factor) rows and columns")
        }
        return [shape[0] / factor, shape[1] / factor, shape[2] * factor * factor]
    }

    func forward(_ x: Variable) -> Variable {
        let (images, rows, columns, channels) = (x.shape[0], x.shape[1] / factor, x.shape[2] / factor, x.shape[3])
        return x.reshaped([images, rows, factor, columns, factor, channels])
            .permuted([0, 1, 3, 5, 2, 4])
            .reshaped([images, rows, columns, channels * factor * factor])
    }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        let (rows, columns, channels) = (graph.shapes[0][0] / factor, graph.shapes[0][1] / factor, graph.shapes[0][2])
        let split = graph.constant("squares", integers: [-1, channels, rows, factor, columns, factor])
        let ordered = graph.node(
            "Transpose", [graph.node("Reshape", [x, split])], attributes: ["perm": .integers([0, 1, 3, 5, 2, 4])])
        let target = graph.constant("shape", integers: [-1, channels * factor * factor, rows, columns])
        return graph.result("Reshape", [ordered, target])
    }
}

extension PixelUnshuffleLayer {
    init(_ fields: DocumentFields, kind: String) throws { self.init(factor: try fields.size("scale")) }

    func encode(into fields: inout LayerFields) throws { try fields.put("scale", factor) }
}

extension LayerDescription {
    /// Squares of `factor`² pixels become channels.
    public static func pixelUnshuffle(factor: Int) -> LayerDescription {
        LayerDescription(PixelUnshuffleLayer(factor: factor))
    }
}
