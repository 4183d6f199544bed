import GANAutodiff
import GANONNX

/// A fully connected layer: y = x·Wᵀ + b with the weight W `[outputs, inputs]`.
struct LinearLayer: UnaryLayer {
    var inputs: Int
    var outputs: Int
    var bias: Bool
    var key: String

    static var kinds: KeyValuePairs<String, [String]> { ["Linear": ["in", "out", "bias", "key"]] }
    static var aliases: [String: String] { ["in_features": "in", "out_features": "out"] }

    var parameterShapes: [(name: String, shape: [Int])] {
        [("\(key).weight", [outputs, inputs])] + (bias ? [("\(key).bias", [outputs])] : [])
    }
    var bufferShapes: [(name: String, shape: [Int])] { [] }
    var outputAxis: Int { 0 }
    var isNormalization: Bool { false }
    var onlyEvaluates: Bool { false }
    var expectedInput: ExpectedInput? { .vector(inputs) }

    func outputShape(of shape: [Int]) throws(LayerMismatch) -> [Int] {
        guard shape == [inputs] else { throw LayerMismatch(expected: "[\(inputs)]") }
        return [outputs]
    }

    func scratchSize(of shape: [Int], output: [Int]) -> Double { 0 }

    func forward(_ x: Variable, in pass: inout LayerPass) -> Variable {
        let product = x.multiplied(by: pass.weight(), transposingOther: true)
        return bias ? product.addingChannels(pass.weight()) : product
    }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        graph.result("Gemm", [x] + graph.parameters(key, bias: bias), attributes: ["transB": .integer(1)])
    }
}

extension LinearLayer {
    init(_ fields: DocumentFields, kind: String) throws {
        self.init(
            inputs: try fields.size("in"), outputs: try fields.size("out"),
            bias: try fields.flag("bias", otherwise: true), key: try fields.text("key"))
    }

    func encode(into fields: inout LayerFields) throws {
        try fields.put("in", inputs)
        try fields.put("out", outputs)
        try fields.put("bias", bias)
        try fields.put("key", key)
    }
}

extension LayerDescription {
    /// A fully connected layer; `key` is its path in a state dict.
    public static func linear(inputs: Int, outputs: Int, bias: Bool, key: String) -> LayerDescription {
        LayerDescription(LinearLayer(inputs: inputs, outputs: outputs, bias: bias, key: key))
    }
}
