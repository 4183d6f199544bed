import GANAutodiff

/// Changes nothing in evaluation; networks that hold it can't be trained here.
struct DropoutLayer: UnaryLayer {
    var probability: Float

    static var kinds: KeyValuePairs<String, [String]> {
        ["Dropout": ["p"], "Dropout1d": ["p"], "Dropout2d": ["p"], "AlphaDropout": ["p"], "FeatureAlphaDropout": ["p"]]
    }

    var parameterShapes: [(name: String, shape: [Int])] { [] }
    var bufferShapes: [(name: String, shape: [Int])] { [] }
    var outputAxis: Int { 0 }
    var isNormalization: Bool { false }
    var onlyEvaluates: Bool { true }

    func outputShape(of shape: [Int]) throws(LayerMismatch) -> [Int] { shape }

    func scratchSize(of shape: [Int], output: [Int]) -> Double { 0 }

    func forward(_ x: Variable, in pass: inout LayerPass) -> Variable {
        precondition(pass.mode == .evaluation, "dropout can't be trained")
        return x
    }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String { x }
}

extension DropoutLayer {
    init(_ fields: DocumentFields, kind: String) throws {
        self.init(probability: try fields.number("p", otherwise: 0.5, to: 1))
    }

    func encode(into fields: inout LayerFields) throws { try fields.put("p", probability) }
}

extension LayerDescription {
    /// Changes nothing in evaluation; networks that hold it can't be trained here.
    public static func dropout(probability: Float) -> LayerDescription {
        LayerDescription(DropoutLayer(probability: probability))
    }
}
