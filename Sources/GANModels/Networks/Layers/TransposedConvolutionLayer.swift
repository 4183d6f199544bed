import GANAutodiff
import GANONNX

/// A transposed convolution with the weight `[inputs, outputs, kernel, kernel]`.
struct TransposedConvolutionLayer: UnaryLayer {
    var arguments: LayerDescription.Convolution

    static var kinds: KeyValuePairs<String, [String]> {
        ["ConvTranspose2d": LayerDescription.Convolution.keys + ["output_padding"]]
    }
    static var aliases: [String: String] { LayerDescription.Convolution.aliases }

    var parameterShapes: [(name: String, shape: [Int])] {
        arguments.tensors(weight: [arguments.inputs, arguments.outputs, arguments.kernel, arguments.kernel])
    }
    var bufferShapes: [(name: String, shape: [Int])] { [] }
    var outputAxis: Int { 1 }
    var isNormalization: Bool { false }
    var onlyEvaluates: Bool { false }
    var expectedInput: ExpectedInput? { .image(channels: arguments.inputs) }

    func outputShape(of shape: [Int]) throws(LayerMismatch) -> [Int] {
        let c = arguments
        try LayerMismatch.requireGrid(shape, channels: c.inputs)
        let size = { (side: Int) in (side - 1) * c.stride - 2 * c.padding + c.kernel + c.outputPadding }
        guard min(size(shape[0]), size(shape[1])) > 0 else {
            throw LayerMismatch(expected: "an output of at least 1×1")
        }
        return [size(shape[0]), size(shape[1]), c.outputs]
    }

    /// The products make the unfolded image, `kernel`² times the image's size.
    func scratchSize(of shape: [Int], output: [Int]) -> Double {
        let kernel = Double(arguments.kernel)
        return Double(shape[0] * shape[1]) * kernel * kernel * Double(arguments.outputs)
    }

    func forward(_ x: Variable, in pass: inout LayerPass) -> Variable {
        let result = x.transposedConvolved(
            with: pass.weight(), stride: arguments.stride, padding: arguments.padding,
            outputPadding: arguments.outputPadding)
        return arguments.bias ? result.addingChannels(pass.weight()) : result
    }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        graph.result(
            "ConvTranspose", [x] + graph.parameters(arguments.key, bias: arguments.bias),
            attributes: [
                "kernel_shape": arguments.kernelAttribute, "strides": arguments.strideAttribute,
                "pads": arguments.paddingAttribute,
                "output_padding": .integers([arguments.outputPadding, arguments.outputPadding]),
            ])
    }
}

extension TransposedConvolutionLayer {
    init(_ fields: DocumentFields, kind: String) throws {
        self.init(arguments: try LayerDescription.Convolution(fields))
    }

    func encode(into fields: inout LayerFields) throws { try arguments.encode(into: &fields) }
}

extension LayerDescription {
    /// A transposed convolution.
    public static func transposedConvolution(_ arguments: Convolution) -> LayerDescription {
        LayerDescription(TransposedConvolutionLayer(arguments: arguments))
    }
}
