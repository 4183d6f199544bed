import GANAutodiff
import GANNumerics
import GANONNX

/// PReLU: a for positive a, a trained slope times a elsewhere; one slope for all channels, or one for each.
struct ParametricRectifierLayer: UnaryLayer {
    var slopes: Int
    var key: String

    static var kinds: KeyValuePairs<String, [String]> { ["PReLU": ["num_parameters", "key"]] }

    var parameterShapes: [(name: String, shape: [Int])] { [("\(key).weight", [slopes])] }
    var bufferShapes: [(name: String, shape: [Int])] { [] }
    var outputAxis: Int { 0 }
    var isNormalization: Bool { false }
    // The usual first weights, spread around 0, make no sense as slopes.
    var onlyEvaluates: Bool { true }

    func outputShape(of shape: [Int]) throws(LayerMismatch) -> [Int] {
        guard slopes == 1 || shape.last == slopes else { throw LayerMismatch(expected: "\(slopes) channels") }
        return shape
    }

    func scratchSize(of shape: [Int], output: [Int]) -> Double { 0 }

    func forward(_ x: Variable, in pass: inout LayerPass) -> Variable {
        let weight = pass.weight()
        let channels = x.shape[x.shape.count - 1]
        let slope = slopes == 1 && channels != 1 ? weight.expanded(to: [channels]) : weight
        return x.rectified() - (-x).rectified().multiplyingChannels(slope)
    }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        let weight = graph.weight("\(key).weight")
        // One slope a channel stands before rows and columns; vectors have none of these.
        let shape = graph.constant("shape", integers: [slopes, 1, 1])
        let slope = slopes == 1 ? weight : graph.node("Reshape", [weight, shape])
        return graph.result("PRelu", [x, slope])
    }
}

extension ParametricRectifierLayer {
    init(_ fields: DocumentFields, kind: String) throws {
        self.init(slopes: try fields.size("num_parameters", otherwise: 1), key: try fields.text("key"))
    }

    func encode(into fields: inout LayerFields) throws {
        try fields.put("num_parameters", slopes)
        try fields.put("key", key)
    }
}

extension LayerDescription {
    /// PReLU with one slope for all channels, or one for each; `key` is its path in a state dict.
    public static func parametricRectifier(slopes: Int = 1, key: String) -> LayerDescription {
        LayerDescription(ParametricRectifierLayer(slopes: slopes, key: key))
    }
}
