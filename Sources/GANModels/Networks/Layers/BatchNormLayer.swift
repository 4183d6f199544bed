import GANAutodiff
import GANNumerics
import GANONNX

/// Batch normalization: the batch's statistics in training, running averages in evaluation.
struct BatchNormLayer: UnaryLayer {
    var features: Int
    var epsilon: Float
    var affine: Bool
    var key: String

    private static let keys = ["features", "eps", "affine", "key"]
    static var kinds: KeyValuePairs<String, [String]> {
        ["BatchNorm2d": keys, "BatchNorm1d": keys, "SyncBatchNorm": keys]
    }
    static var aliases: [String: String] { ["num_features": "features"] }

    var parameterShapes: [(name: String, shape: [Int])] {
        affine ? [("\(key).weight", [features]), ("\(key).bias", [features])] : []
    }
    var bufferShapes: [(name: String, shape: [Int])] {
        [("\(key).running_mean", [features]), ("\(key).running_var", [features])]
    }
    var outputAxis: Int { 0 }
    var isNormalization: Bool { true }
    var onlyEvaluates: Bool { false }

    func outputShape(of shape: [Int]) throws(LayerMismatch) -> [Int] {
        guard shape.last == features else { throw LayerMismatch(expected: "\(features) channels") }
        return shape
    }

    func scratchSize(of shape: [Int], output: [Int]) -> Double { 0 }

    func forward(_ x: Variable, in pass: inout LayerPass) -> Variable {
        let scale = affine ? pass.weight() : .constant(Tensor(shape: [features], repeating: 1))
        let offset = affine ? pass.weight() : .constant(Tensor(shape: [features]))
        let (mean, variance) = (pass.buffer(), pass.buffer())
        switch pass.mode {
        case .training:
            let (result, batch) = x.batchNormalized(scale: scale, offset: offset, epsilon: epsilon)
            pass.saw(batch)
            return result
        case .evaluation:
            return x.normalized(
                mean: mean.scalars, variance: variance.scalars, scale: scale, offset: offset, epsilon: epsilon)
        }
    }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        let scales = graph.scales(key, features: features, affine: affine)
        let statistics = [graph.weight("\(key).running_mean"), graph.weight("\(key).running_var")]
        return graph.result(
            "BatchNormalization", [x] + scales + statistics, attributes: ["epsilon": .float(epsilon)])
    }
}

extension BatchNormLayer {
    init(_ fields: DocumentFields, kind: String) throws {
        self.init(
            features: try fields.size("features"), epsilon: try fields.number("eps", otherwise: 1e-5),
            affine: try fields.flag("affine", otherwise: true), key: try fields.text("key"))
    }

    func encode(into fields: inout LayerFields) throws {
        try fields.put("features", features)
        try fields.put("eps", epsilon)
        if !affine { try fields.put("affine", affine) }
        try fields.put("key", key)
    }
}

extension LayerDescription {
    /// Batch normalization of each channel; without `affine` it has no scales and offsets.
    public static func batchNorm(
        features: Int, epsilon: Float, affine: Bool = true, key: String
    ) -> LayerDescription {
        LayerDescription(BatchNormLayer(features: features, epsilon: epsilon, affine: affine, key: key))
    }
}
