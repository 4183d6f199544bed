import GANAutodiff
import GANONNX

/// GLU: the first half of the channels times the sigmoid of the second.
///
/// Dauphin et al. 2016, 1612.08083.
struct GatedLinearLayer: WeightlessLayer {
    /// Whether the halves are those of axis 1, PyTorch's channels; else of the last axis, which only vectors have as theirs.
    var halvesChannels: Bool

    static var kinds: KeyValuePairs<String, [String]> { ["GLU": ["dim"]] }

    func outputShape(of shape: [Int]) throws(LayerMismatch) -> [Int] {
        guard halvesChannels || shape.count == 1 else {
            throw LayerMismatch(expected: "[values]; with dim: 1 it halves an image's channels")
        }
        guard let channels = shape.last, channels.isMultiple(of: 2) else {
            throw LayerMismatch(expected: "an even number of channels")
        }
        return shape.dropLast() + [channels / 2]
    }

    func forward(_ x: Variable) -> Variable {
        let half = x.shape[x.shape.count - 1] / 2
        return x.channels(0..<half) * x.channels(half..<2 * half).sigmoid()
    }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        let half = (graph.shapes[0].last ?? 0) / 2
        let axis = graph.constant("axis", integers: [1])
        func part(_ name: String, _ from: Int, _ graph: inout LayerGraph) -> String {
            let start = graph.constant("\(name).from", integers: [from])
            return graph.node("Slice", [x, start, graph.constant("\(name).to", integers: [from + half]), axis])
        }
        let (values, gates) = (part("values", 0, &graph), part("gates", half, &graph))
        return graph.result("Mul", [values, graph.node("Sigmoid", [gates])])
    }
}

extension GatedLinearLayer {
    init(_ fields: DocumentFields, kind: String) throws {
        let axis = try fields.signed("dim", otherwise: -1)
        guard axis == 1 || axis == -1 else {
            throw fields.problem(DocumentFields.Key("dim"), "dim is \(axis), expected 1, the channels, or -1")
        }
        self.init(halvesChannels: axis == 1)
    }

    func encode(into fields: inout LayerFields) throws {
        if halvesChannels { try fields.put("dim", 1) }
    }
}

extension LayerDescription {
    /// The first half of the channels times the sigmoid of the second.
    public static var gatedLinear: LayerDescription { LayerDescription(GatedLinearLayer(halvesChannels: true)) }
}
