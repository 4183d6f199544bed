import GANAutodiff
import GANONNX

/// A convolution with the weight `[outputs, inputs, kernel, kernel]`.
struct ConvolutionLayer: UnaryLayer {
    var arguments: LayerDescription.Convolution

    static var kinds: KeyValuePairs<String, [String]> { ["Conv2d": LayerDescription.Convolution.keys] }
    static var aliases: [String: String] { LayerDescription.Convolution.aliases }

    var parameterShapes: [(name: String, shape: [Int])] {
        arguments.tensors(weight: [arguments.outputs, arguments.inputs, arguments.kernel, arguments.kernel])
    }
    var bufferShapes: [(name: String, shape: [Int])] { [] }
    var outputAxis: Int { 0 }
    var isNormalization: Bool { false }
    var onlyEvaluates: Bool { false }
    var expectedInput: ExpectedInput? { .image(channels: arguments.inputs) }

    func outputShape(of shape: [Int]) throws(LayerMismatch) -> [Int] {
        let c = arguments
        try LayerMismatch.requireGrid(shape, channels: c.inputs)
        guard min(shape[0], shape[1]) + 2 * c.padding >= c.kernel else {
            throw LayerMismatch(expected: "a grid no smaller than the kernel, \(c.kernel)")
        }
        return [
            (shape[0] + 2 * c.padding - c.kernel) / c.stride + 1, (shape[1] + 2 * c.padding - c.kernel) / c.stride + 1,
            c.outputs,
        ]
    }

    /// The products run on the unfolded image, `kernel`² times the image's size.
    func scratchSize(of shape: [Int], output: [Int]) -> Double {
        let kernel = Double(arguments.kernel)
        return Double(output[0] * output[1]) * kernel * kernel * Double(arguments.inputs)
    }

    func forward(_ x: Variable, in pass: inout LayerPass) -> Variable {
        let result = x.convolved(with: pass.weight(), stride: arguments.stride, padding: arguments.padding)
        return arguments.bias ? result.addingChannels(pass.weight()) : result
    }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        graph.result(
            "Conv", [x] + graph.parameters(arguments.key, bias: arguments.bias),
            attributes: [
                "kernel_shape": arguments.kernelAttribute, "strides": arguments.strideAttribute,
                "pads": arguments.paddingAttribute,
            ])
    }
}

extension ConvolutionLayer {
    init(_ fields: DocumentFields, kind: String) throws {
        self.init(arguments: try LayerDescription.Convolution(fields))
    }

    func encode(into fields: inout LayerFields) throws { try arguments.encode(into: &fields) }
}

extension LayerDescription {
    /// A convolution.
    public static func convolution(_ arguments: Convolution) -> LayerDescription {
        LayerDescription(ConvolutionLayer(arguments: arguments))
    }
}
