import GANAutodiff
import GANNumerics
import GANONNX

/// Batch normalization whose scales and offsets belong to a class: conditional batch normalization.
///
/// Dumoulin et al. 2017, 1610.07629, equation 5, as de Vries et al. 2017 (1707.00683) named it: y = γ_c · (x − μ) / σ + β_c for a sample of
/// class c. The second value that it reads ends with the class as one-hot values, as a conditional generator's input does; values
/// between 0 and 1 mix classes.
struct ConditionalBatchNormLayer: Layer {
    var features: Int
    var classes: Int
    var epsilon: Float
    var key: String

    static var kinds: KeyValuePairs<String, [String]> {
        ["ConditionalBatchNorm2d": ["features", "classes", "eps", "key", "inputs"]]
    }
    static var aliases: [String: String] { ["num_features": "features", "num_classes": "classes"] }
    static var joinsValues: Bool { true }

    var parameterShapes: [(name: String, shape: [Int])] {
        [("\(key).weight", [classes, features]), ("\(key).bias", [classes, features])]
    }
    var bufferShapes: [(name: String, shape: [Int])] {
        [("\(key).running_mean", [features]), ("\(key).running_var", [features])]
    }
    var outputAxis: Int { 0 }
    var isNormalization: Bool { true }
    var onlyEvaluates: Bool { false }
    func scratchSize(of shapes: [[Int]], output: [Int]) -> Double { 2 * output.reduce(1) { $0 * Double($1) } }

    func outputShape(of shapes: [[Int]]) throws(LayerMismatch) -> [Int] {
        guard shapes.count == 2 else { throw LayerMismatch(expected: "two values, and \(shapes.count) are named") }
        try LayerMismatch.requireGrid(shapes[0], channels: features)
        guard shapes[1].dropLast().allSatisfy({ $0 == 1 }), let size = shapes[1].last, size >= classes else {
            throw LayerMismatch(found: shapes[1], expected: "a vector that ends with \(classes) values for the class")
        }
        return shapes[0]
    }

    func forward(_ inputs: [Variable], in pass: inout LayerPass) -> Variable {
        let x = inputs[0]
        let count = x.shape[0]
        let (weight, bias) = (pass.weight(), pass.weight())
        let (mean, variance) = (pass.buffer(), pass.buffer())
        let ones = Variable.constant(Tensor(shape: [features], repeating: 1))
        let zeros = Variable.constant(Tensor(shape: [features]))
        let normalized: Variable
        switch pass.mode {
        case .training:
            let (result, batch) = x.batchNormalized(scale: ones, offset: zeros, epsilon: epsilon)
            pass.saw(batch)
            normalized = result
        case .evaluation:
            normalized = x.normalized(
                mean: mean.scalars, variance: variance.scalars, scale: ones, offset: zeros, epsilon: epsilon)
        }
        let width = inputs[1].value.count / max(1, count)
        let classes = inputs[1].reshaped([count, width]).channels(width - classes..<width)
        let pixels = x.shape[1] * x.shape[2]
        // Each sample's row once for each of its pixels.
        let rows = (0..<count * pixels).map { $0 / pixels }
        func spread(_ table: Variable) -> Variable {
            classes.multiplied(by: table).gathered(rows: rows).reshaped(x.shape)
        }
        return normalized * spread(weight) + spread(bias)
    }

    func addNodes(to graph: inout LayerGraph, reading inputs: [String]) -> String {
        let scales = graph.scales(key, features: features, affine: false)
        let statistics = [graph.weight("\(key).running_mean"), graph.weight("\(key).running_var")]
        let normalized = graph.node(
            "BatchNormalization", [inputs[0]] + scales + statistics, attributes: ["epsilon": .float(epsilon)])
        let vector = graph.node("Flatten", [inputs[1]], attributes: ["axis": .integer(1)])
        let bounds = [
            graph.constant("start", integers: [-classes]), graph.constant("end", integers: [Int(Int32.max)]),
            graph.constant("axis", integers: [1]),
        ]
        let hot = graph.node("Slice", [vector] + bounds)
        let grid = graph.constant("grid", integers: [-1, features, 1, 1])
        let scale = graph.node("Reshape", [graph.node("MatMul", [hot, graph.weight("\(key).weight")]), grid])
        let offset = graph.node("Reshape", [graph.node("MatMul", [hot, graph.weight("\(key).bias")]), grid])
        return graph.result("Add", [graph.node("Mul", [normalized, scale]), offset])
    }
}

extension ConditionalBatchNormLayer {
    init(_ fields: DocumentFields, kind: String) throws {
        self.init(
            features: try fields.size("features"), classes: try fields.size("classes"),
            epsilon: try fields.number("eps", otherwise: 1e-5), key: try fields.text("key"))
    }

    func encode(into fields: inout LayerFields) throws {
        try fields.put("features", features)
        try fields.put("classes", classes)
        try fields.put("eps", epsilon)
        try fields.put("key", key)
    }
}

extension LayerDescription {
    /// Batch normalization of the value named `value`, with scales and offsets of the class that the last `classes` values of `condition` say.
    public static func conditionalBatchNorm(
        features: Int, classes: Int, epsilon: Float, key: String, of value: String, condition: String
    ) -> LayerDescription {
        LayerDescription(
            ConditionalBatchNormLayer(features: features, classes: classes, epsilon: epsilon, key: key),
            inputs: [value, condition])
    }
}
