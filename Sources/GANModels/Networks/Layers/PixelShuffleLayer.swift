import GANAutodiff
import GANONNX

/// `factor`² channels become a square of pixels.
struct PixelShuffleLayer: WeightlessLayer {
    var factor: Int

    static var kinds: KeyValuePairs<String, [String]> { ["PixelShuffle": ["scale"]] }
    static var aliases: [String: String] { ["upscale_factor": "scale"] }

    func outputShape(of shape: [Int]) throws(LayerMismatch) -> [Int] {
        try LayerMismatch.requireGrid(shape)
        guard shape[2] % (factor * factor) == 0 else {
            throw LayerMismatch(expected: "a multiple of \(factor * factor) channels")
        }
        return [shape[0] * factor, shape[1] * factor, shape[2] / (factor * factor)]
    }

    func forward(_ x: Variable) -> Variable { x.pixelShuffled(factor: factor) }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        graph.result("DepthToSpace", [x], attributes: ["blocksize": .integer(factor), "mode": .text("CRD")])
    }
}

extension PixelShuffleLayer {
    init(_ fields: DocumentFields, kind: String) throws { self.init(factor: try fields.size("scale")) }

    func encode(into fields: inout LayerFields) throws { try fields.put("scale", factor) }
}

extension LayerDescription {
    /// `factor`² channels become a square of pixels.
    public static func pixelShuffle(factor: Int) -> LayerDescription {
        LayerDescription(PixelShuffleLayer(factor: factor))
    }
}
