import GANAutodiff
import GANONNX

/// A class's own vector: a row of the table `[classes, width]` for what is one at the class and zero elsewhere.
struct EmbeddingLayer: UnaryLayer {
    var classes: Int
    var width: Int
    var key: String

    static var kinds: KeyValuePairs<String, [String]> { ["Embedding": ["classes", "width", "key"]] }
    static var aliases: [String: String] { ["num_embeddings": "classes", "embedding_dim": "width"] }

    var parameterShapes: [(name: String, shape: [Int])] { [("\(key).weight", [classes, width])] }
    var bufferShapes: [(name: String, shape: [Int])] { [] }
    var outputAxis: Int { 0 }
    var isNormalization: Bool { false }
    var onlyEvaluates: Bool { false }

    func outputShape(of shape: [Int]) throws(LayerMismatch) -> [Int] {
        guard shape == [classes] else {
            throw LayerMismatch(expected: "[\(classes)], one value a class: input: label")
        }
        return [width]
    }

    func scratchSize(of shape: [Int], output: [Int]) -> Double { 0 }

    func forward(_ x: Variable, in pass: inout LayerPass) -> Variable { x.multiplied(by: pass.weight()) }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        graph.result("MatMul", [x, graph.weight("\(key).weight")])
    }
}

extension EmbeddingLayer {
    init(_ fields: DocumentFields, kind: String) throws {
        self.init(
            classes: try fields.size("classes"), width: try fields.size("width"), key: try fields.text("key"))
    }

    func encode(into fields: inout LayerFields) throws {
        try fields.put("classes", classes)
        try fields.put("width", width)
        try fields.put("key", key)
    }
}

extension LayerDescription {
    /// The class's own vector of `width` values; `key` is its path in a state dict.
    public static func embedding(classes: Int, width: Int, key: String) -> LayerDescription {
        LayerDescription(EmbeddingLayer(classes: classes, width: width, key: key))
    }
}
