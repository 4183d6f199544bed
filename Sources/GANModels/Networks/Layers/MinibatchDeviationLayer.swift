import GANAutodiff
import GANNumerics
import GANONNX

/// A channel more, the same number everywhere: how much the samples of the batch differ.
///
/// Karras et al. 2018, 1710.10196, section 3: the standard deviation over the batch of each value of a sample, averaged over all of them. A
/// discriminator sees by it that a generator's samples are too alike. In evaluation it is the running average of training, since a sample's
/// result must not depend on the others; so it says nothing there.
struct MinibatchDeviationLayer: UnaryLayer {
    var key: String

    static var kinds: KeyValuePairs<String, [String]> { ["MinibatchStdDev": ["key"]] }

    var parameterShapes: [(name: String, shape: [Int])] { [] }
    // The second is there because running statistics come in pairs; it stays the mean's spread, which is 0.
    var bufferShapes: [(name: String, shape: [Int])] {
        [("\(key).running_mean", [1]), ("\(key).running_var", [1])]
    }
    var outputAxis: Int { 0 }
    var isNormalization: Bool { false }
    var onlyEvaluates: Bool { false }

    func outputShape(of shape: [Int]) throws(LayerMismatch) -> [Int] {
        try LayerMismatch.requireGrid(shape)
        return [shape[0], shape[1], shape[2] + 1]
    }

    func scratchSize(of shape: [Int], output: [Int]) -> Double { 0 }

    func forward(_ x: Variable, in pass: inout LayerPass) -> Variable {
        let (mean, _) = (pass.buffer(), pass.buffer())
        let plane = x.shape.dropLast() + [1]
        switch pass.mode {
        case .training:
            let deviation = Self.deviation(x)
            pass.saw(BatchStatistics(mean: [deviation.value.scalar], variance: [0], rows: 1))
            return .concatenated([x, deviation.expanded(to: Array(plane))])
        case .evaluation:
            return .concatenated([x, .constant(Tensor(shape: Array(plane), repeating: mean.scalars[0]))])
        }
    }

    /// The mean over a sample's values of their standard deviations over the batch, one number.
    static func deviation(_ x: Variable) -> Variable {
        let count = x.shape[0]
        let rows = x.reshaped([count, x.value.count / max(1, count)])
        let share = 1 / Float(max(1, count))
        let centred = rows - rows.summedToChannels().scaled(by: share).broadcastChannels(to: rows.shape)
        // Where all samples are equal the root has no derivative; the small number gives it one.
        return centred.squared().summedToChannels().scaled(by: share).shifted(by: 1e-8).power(0.5).mean()
    }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        let zero = graph.constant("zero", Tensor(shape: [1]))
        let mean = graph.node("ReduceMean", [x], attributes: ["axes": .integers([1]), "keepdims": .integer(1)])
        let empty = graph.node("Mul", [mean, zero])
        let plane = graph.node("Add", [empty, graph.weight("\(key).running_mean")])
        return graph.result("Concat", [x, plane], attributes: ["axis": .integer(1)])
    }
}

extension MinibatchDeviationLayer {
    init(_ fields: DocumentFields, kind: String) throws { self.init(key: try fields.text("key")) }

    func encode(into fields: inout LayerFields) throws { try fields.put("key", key) }
}

extension LayerDescription {
    /// A channel more that says how much the samples of a batch differ; `key` is the path of its running average.
    public static func minibatchDeviation(key: String) -> LayerDescription {
        LayerDescription(MinibatchDeviationLayer(key: key))
    }
}
