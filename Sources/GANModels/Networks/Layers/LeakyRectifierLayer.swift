import GANAutodiff
import GANONNX

/// max(a, slope · a); slope 0 is the plain rectifier, a kind of its own in PyTorch.
///
/// `RReLU` draws its slopes in training and has their mean in evaluation, as which it is read.
struct LeakyRectifierLayer: ElementwiseLayer {
    var slope: Float

    static var kinds: KeyValuePairs<String, [String]> {
        ["ReLU": [], "LeakyReLU": ["slope"], "RReLU": ["lower", "upper"]]
    }
    static var aliases: [String: String] { ["negative_slope": "slope"] }
    var kind: String { slope == 0 ? "ReLU" : "LeakyReLU" }

    func forward(_ x: Variable) -> Variable { x.leakyRectified(slope: slope) }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        slope == 0
            ? graph.result("Relu", [x]) : graph.result("LeakyRelu", [x], attributes: ["alpha": .float(slope)])
    }
}

extension LeakyRectifierLayer {
    init(_ fields: DocumentFields, kind: String) throws {
        switch kind {
        case "ReLU": self.init(slope: 0)
        case "RReLU":
            let lower = try fields.number("lower", otherwise: 1.0 / 8)
            self.init(slope: (lower + (try fields.number("upper", otherwise: 1.0 / 3))) / 2)
        default: self.init(slope: try fields.number("slope", otherwise: 0.01))
        }
    }

    func encode(into fields: inout LayerFields) throws {
        if slope != 0 { try fields.put("slope", slope) }
    }
}

extension LayerDescription {
    /// max(a, slope · a); the plain rectifier for slope 0.
    public static func leakyRectifier(slope: Float) -> LayerDescription {
        LayerDescription(LeakyRectifierLayer(slope: slope))
    }
}
