import GANAutodiff
import GANNumerics
import GANONNX

/// eᵃ divided by its sum over the classes of `[n, classes]`, or over each pixel's channels.
struct SoftmaxLayer: WeightlessLayer {
    /// Whether it is stated to run over axis 1, PyTorch's channels, so that it takes images too.
    var takesImages: Bool

    static var kinds: KeyValuePairs<String, [String]> { ["Softmax": ["dim"], "Softmax2d": []] }

    var kind: String { takesImages ? "Softmax2d" : "Softmax" }

    func outputShape(of shape: [Int]) throws(LayerMismatch) -> [Int] {
        guard takesImages || shape.count == 1 else {
            throw LayerMismatch(expected: "[classes]; with dim: 1 it takes an image's channels")
        }
        return shape
    }

    func forward(_ x: Variable) -> Variable {
        let channels = x.shape[x.shape.count - 1]
        return x.reshaped([x.value.count / max(1, channels), channels]).softmax().reshaped(x.shape)
    }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        graph.result("Softmax", [x], attributes: ["axis": .integer(1)])
    }
}

extension SoftmaxLayer {
    init(_ fields: DocumentFields, kind: String) throws {
        let axis = kind == "Softmax" ? try fields.signed("dim", otherwise: -1) : 1
        guard axis == 1 || axis == -1 else {
            throw fields.problem(DocumentFields.Key("dim"), "dim is \(axis), expected 1, the channels, or -1")
        }
        self.init(takesImages: axis == 1)
    }

    func encode(into fields: inout LayerFields) throws {}
}

extension LayerDescription {
    /// Softmax over the classes of `[n, classes]`.
    public static var softmax: LayerDescription { LayerDescription(SoftmaxLayer(takesImages: false)) }
    /// Softmax over the channels of each pixel.
    public static var pixelSoftmax: LayerDescription { LayerDescription(SoftmaxLayer(takesImages: true)) }
}
