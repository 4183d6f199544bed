import GANAutodiff
import GANONNX

/// Group normalization: statistics of each image over its pixels and the channels of a group.
///
/// Wu and He 2018, 1803.08494.
struct GroupNormLayer: ImageNormalization {
    var groups: Int
    var features: Int
    var epsilon: Float
    var affine: Bool
    var key: String

    static var kinds: KeyValuePairs<String, [String]> {
        ["GroupNorm": ["num_groups", "num_channels", "eps", "affine", "key"]]
    }

    func forward(_ x: Variable, in pass: inout LayerPass) -> Variable {
        let (images, pixels, width) = (x.shape[0], x.shape[1] * x.shape[2], features / groups)
        // A group's channels become pixels, and groups channels.
        let grouped = x.reshaped([images, pixels, groups, width]).permuted([0, 1, 3, 2])
            .reshaped([images, pixels * width, 1, groups]).instanceNormalized(epsilon: epsilon)
        let normalized = grouped.reshaped([images, pixels, width, groups]).permuted([0, 1, 3, 2]).reshaped(x.shape)
        return scaled(normalized, in: &pass)
    }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        let ones = graph.scales("", features: groups, affine: false)
        let split = graph.node("Reshape", [x, graph.constant("groups", integers: [0, groups, -1])])
        let normalized = graph.node(
            "InstanceNormalization", [split] + ones, attributes: ["epsilon": .float(epsilon)])
        let whole = graph.node("Reshape", [normalized, graph.node("Shape", [x])])
        guard affine else { return graph.result("Identity", [whole]) }
        let shape = graph.constant("channels", integers: [features, 1, 1])
        let scales = graph.parameters(key, bias: true).map { graph.node("Reshape", [$0, shape]) }
        return graph.result("Add", [graph.node("Mul", [whole, scales[0]]), scales[1]])
    }
}

extension GroupNormLayer {
    init(_ fields: DocumentFields, kind: String) throws {
        let affine = try fields.flag("affine", otherwise: true)
        let groups = try fields.size("num_groups"), features = try fields.size("num_channels")
        guard features.isMultiple(of: groups) else {
            throw fields.problem(
                DocumentFields.Key("num_groups"),
                "num_groups is \(groups), expected a divisor of num_channels, \(features)")
        }
        self.init(
            groups: groups, features: features, epsilon: try fields.number("eps", otherwise: 1e-5), affine: affine,
            key: try fields.text("key", otherwise: affine ? nil : ""))
    }

    func encode(into fields: inout LayerFields) throws {
        try fields.put("num_groups", groups)
        try fields.put("num_channels", features)
        try fields.put("eps", epsilon)
        if !affine { try fields.put("affine", affine) }
        if affine || !key.isEmpty { try fields.put("key", key) }
    }
}

extension LayerDescription {
    /// Normalization of each image over its pixels and the channels of a group; `features` is a multiple of `groups`.
    public static func groupNorm(
        groups: Int, features: Int, epsilon: Float, affine: Bool = true, key: String
    ) -> LayerDescription {
        LayerDescription(GroupNormLayer(groups: groups, features: features, epsilon: epsilon, affine: affine, key: key))
    }
}
