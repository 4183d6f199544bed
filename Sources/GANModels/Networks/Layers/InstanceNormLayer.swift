import GANAutodiff
import GANONNX

/// Instance normalization: statistics of each image's own pixels, in training and evaluation alike.
struct InstanceNormLayer: ImageNormalization {
    var features: Int
    var epsilon: Float
    var affine: Bool
    var key: String

    static var kinds: KeyValuePairs<String, [String]> { ["InstanceNorm2d": ["features", "eps", "affine", "key"]] }
    static var aliases: [String: String] { ["num_features": "features"] }

    func forward(_ x: Variable, in pass: inout LayerPass) -> Variable {
        let normalized = x.instanceNormalized(epsilon: epsilon)
        return scaled(normalized, in: &pass)
    }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        let scales = graph.scales(key, features: features, affine: affine)
        return graph.result("InstanceNormalization", [x] + scales, attributes: ["epsilon": .float(epsilon)])
    }
}

extension InstanceNormLayer {
    init(_ fields: DocumentFields, kind: String) throws {
        let affine = try fields.flag("affine", otherwise: false)
        self.init(
            features: try fields.size("features"), epsilon: try fields.number("eps", otherwise: 1e-5), affine: affine,
            key: try fields.text("key", otherwise: affine ? nil : ""))
    }

    func encode(into fields: inout LayerFields) throws {
        try fields.put("features", features)
        try fields.put("eps", epsilon)
        if affine { try fields.put("affine", affine) }
        if affine || !key.isEmpty { try fields.put("key", key) }
    }
}

extension LayerDescription {
    /// Normalization by the statistics of each image's own pixels, in training and evaluation alike.
    public static func instanceNorm(
        features: Int, epsilon: Float, affine: Bool = false, key: String
    ) -> LayerDescription {
        LayerDescription(InstanceNormLayer(features: features, epsilon: epsilon, affine: affine, key: key))
    }
}
