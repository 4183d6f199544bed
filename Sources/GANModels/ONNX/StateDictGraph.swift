import GANNumerics
import GANONNX

/// An ONNX graph in the making from a PyTorch state dict.
///
/// Takes each tensor once and remembers what was missing, of another shape, or left over, so that one error can list
/// everything. Batch normalization is folded into the convolution before it, in float64:
/// `w' = w·γ/√(v + ε)`, `b' = β − m·γ/√(v + ε)`.
struct StateDictGraph {
    var graph: ONNXGraphBuilder
    let tensors: [String: Tensor]
    private let path: String
    /// Small constants that were made before, by what they hold.
    var constants: [String: String] = [:]
    private var taken: Set<String> = []
    private var missing: [String] = []
    private var misshapen: [String] = []

    /// What follows a convolution.
    enum Activation {
        case none
        case rectifier
        /// A rectifier that stops at 6.
        case rectifier6
    }

    /// A convolution's geometry; padding is above, left, below, right.
    struct Convolution {
        var inputs: Int
        var outputs: Int
        var kernel: (height: Int, width: Int)
        var stride = 1
        var padding = [0, 0, 0, 0]
        /// Channels are independent of each other: `outputs` equals `inputs`.
        var depthwise = false
    }

    /// `path` names the weights' file in errors.
    init(name: String, tensors: [String: Tensor], path: String) {
        graph = ONNXGraphBuilder(name: name)
        self.tensors = tensors
        self.path = path
    }

    /// The tensor called `name`; zeros when it is not there in this shape, and then `finish` throws.
    mutating func take(_ name: String, _ shape: [Int]) -> Tensor {
        let isKnown = !taken.insert(name).inserted
        guard let tensor = tensors[name] else {
            if !isKnown { missing.append("\(name) \(shape)") }
            return Self.placeholder(shape)
        }
        guard tensor.shape == shape else {
            misshapen.append("\(name) is \(tensor.shape), expected \(shape)")
            return Self.placeholder(shape)
        }
        return tensor
    }

    /// The tensor called `name` in whatever shape of `axes` axes it has; when it is not there so, one element, and then `finish` throws.
    mutating func take(_ name: String, axes: Int) -> Tensor {
        let isKnown = !taken.insert(name).inserted
        let shape = tensors[name]?.shape
        if let tensor = tensors[name], tensor.shape.count == axes, tensor.count > 0 { return tensor }
        if let shape {
            misshapen.append("\(name) is \(shape), expected \(axes) axes, none of them empty")
        } else if !isKnown {
            missing.append("\(name) [\(Array(repeating: "n", count: axes).joined(separator: ", "))]")
        }
        return Tensor(shape: [Int](repeating: 1, count: axes))
    }

    /// Zeros of a shape, or one element where sizes that contradict each other would make a monster.
    private static func placeholder(_ shape: [Int]) -> Tensor {
        var count = 1
        for size in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: size)
            guard size >= 0, !overflow, product <= 1 << 24 else {
                return Tensor(shape: [Int](repeating: 1, count: shape.count))
            }
            count = product
        }
        return Tensor(shape: shape)
    }

    /// Adds a convolution with the batch normalization behind it and returns the result's name.
    mutating func convolution(
        _ x: String, weight: String, norm: String, epsilon: Double, _ shape: Convolution, then activation: Activation
    ) -> String {
        let inputs = shape.depthwise ? 1 : shape.inputs
        var kernel = take("\(weight).weight", [shape.outputs, inputs, shape.kernel.height, shape.kernel.width])
        let channels = [shape.outputs]
        let (scale, offset) = (take("\(norm).weight", channels).scalars, take("\(norm).bias", channels).scalars)
        let mean = take("\(norm).running_mean", channels).scalars
        let variance = take("\(norm).running_var", channels).scalars
        let size = kernel.count / shape.outputs
        var bias = [Float](repeating: 0, count: shape.outputs)
        kernel.scalars.withUnsafeMutableBufferPointer { weights in
            for channel in 0..<shape.outputs {
                let factor = Double(scale[channel]) / (Double(variance[channel]) + epsilon).squareRoot()
                bias[channel] = Float(Double(offset[channel]) - Double(mean[channel]) * factor)
                for index in channel * size..<(channel + 1) * size {
                    weights[index] = Float(Double(weights[index]) * factor)
                }
            }
        }
        let names = [
            graph.initializer("\(weight).weight", kernel),
            graph.initializer("\(weight).bias", Tensor(shape: channels, scalars: bias)),
        ]
        let y = graph.node(
            "Conv", [x] + names,
            attributes: [
                "kernel_shape": .integers([shape.kernel.height, shape.kernel.width]),
                "strides": .integers([shape.stride, shape.stride]), "pads": .integers(shape.padding),
                "group": .integer(shape.depthwise ? shape.inputs : 1),
            ])
        switch activation {
        case .none: return y
        case .rectifier: return graph.node("Relu", [y])
        case .rectifier6: return graph.node("Clip", [y] + clipBounds())
        }
    }

    private var bounds: [String] = []

    /// The names of 0 and 6.
    private mutating func clipBounds() -> [String] {
        if bounds.isEmpty {
            bounds = [graph.initializer("zero", Tensor(0)), graph.initializer("six", Tensor(6))]
        }
        return bounds
    }

    /// Adds the mean over each channel's grid and returns the name of `[N, channels]`.
    mutating func globalMean(_ x: String, output: String) -> String {
        let pooled = graph.node("GlobalAveragePool", [x])
        return graph.node("Flatten", [pooled], output: output, attributes: ["axis": .integer(1)])
    }

    /// The finished graph.
    ///
    /// Throws `ModelError.wrongTensors` listing all that is wrong. Batch counts (`num_batches_tracked`) and what
    /// `ignoring` says yes to may be left over.
    func finish(ignoring ignored: (String) -> Bool = { _ in false }) throws(ModelError) -> ONNXGraphBuilder {
        try check(ignoring: ignored)
        return graph
    }

    /// Throws as `finish` does: before anything is computed with tensors that have all been taken.
    func check(ignoring ignored: (String) -> Bool = { _ in false }) throws(ModelError) {
        let extra = tensors.keys.filter { !taken.contains($0) && !$0.hasSuffix("num_batches_tracked") && !ignored($0) }
        guard missing.isEmpty, misshapen.isEmpty, extra.isEmpty else {
            let described = extra.sorted().map { "\($0) \(tensors[$0]?.shape ?? [])" }
            throw .wrongTensors(path: path, missing: missing, misshapen: misshapen, extra: described)
        }
    }
}
