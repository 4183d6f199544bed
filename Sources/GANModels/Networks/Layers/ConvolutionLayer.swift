import GANAutodiff
import GANONNX

/// A convolution with the weight `[outputs, inputs / groups, kernel, kernel]`.
struct ConvolutionLayer: UnaryLayer {
    var arguments: LayerDescription.Convolution

    static var kinds: KeyValuePairs<String, [String]> {
        ["Conv2d": LayerDescription.Convolution.keys + ["padding_mode"]]
    }
    static var aliases: [String: String] { LayerDescription.Convolution.aliases }

    var parameterShapes: [(name: String, shape: [Int])] {
        arguments.tensors(weight: [arguments.outputs, arguments.inputs / arguments.groups] + arguments.kernel.list)
    }
    var bufferShapes: [(name: String, shape: [Int])] { [] }
    var outputAxis: Int { 0 }
    var isNormalization: Bool { false }
    var onlyEvaluates: Bool { false }
    var expectedInput: ExpectedInput? { .image(channels: arguments.inputs) }

    func outputShape(of shape: [Int]) throws(LayerMismatch) -> [Int] {
        let c = arguments
        try LayerMismatch.requireGrid(shape, channels: c.inputs)
        let (padded, reach) = (try c.border.size(of: shape), c.reach)
        guard padded.rows >= reach.rows, padded.columns >= reach.columns else {
            let size = reach.areEqual ? "\(reach.rows)" : "\(reach.list)"
            throw LayerMismatch(expected: "a grid no smaller than the kernel, \(size)")
        }
        return [
            (padded.rows - reach.rows) / c.stride.rows + 1, (padded.columns - reach.columns) / c.stride.columns + 1,
            c.outputs,
        ]
    }

    /// The products run on the unfolded image, `kernel`² times the image's size.
    func scratchSize(of shape: [Int], output: [Int]) -> Double {
        let c = arguments
        let kernel = Double(c.square), (rows, columns) = (Double(output[0]), Double(output[1]))
        // Unequal strides run as stride 1.
        let places = c.stride.areEqual ? 1 : Double(c.stride.rows * c.stride.columns)
        let width = Double(c.inputs / c.groups)
        return max(rows * columns * places * kernel * kernel * width, Double(c.outputs) * kernel * kernel * width)
    }

    func forward(_ x: Variable, in pass: inout LayerPass) -> Variable {
        let c = arguments
        let weight = pass.weight()
        let result =
            c.isPlain
            ? x.convolved(with: weight, stride: c.stride.rows, padding: c.padding.rows) : general(x, weight)
        return c.bias ? result.addingChannels(pass.weight()) : result
    }

    /// By a square kernel with zeros in it, on an image that has its padding already.
    private func general(_ x: Variable, _ weight: Variable) -> Variable {
        let c = arguments
        let padded = c.border.applied(to: x)
        // Rows and columns that only the square's zeros see.
        let room = EdgePadding(bottom: c.square - c.reach.rows, right: c.square - c.reach.columns).applied(to: padded)
        let stride = c.stride.areEqual ? c.stride.rows : 1
        let result = c.grouped(room, c.squared(weight)) { $0.convolved(with: $1, stride: stride, padding: 0) }
        if c.stride.areEqual { return result }
        func every(_ step: Int, _ size: Int) -> GridAxisMap {
            .selected(size, sources: Swift.stride(from: 0, to: size, by: step).map { $0 })
        }
        return result.gridMapped(
            rows: every(c.stride.rows, result.shape[1]), columns: every(c.stride.columns, result.shape[2]))
    }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        let border = arguments.border
        let isZeros = border.mode == .zeros
        let padded = isZeros ? x : border.node(on: x, shape: graph.shapes[0], in: &graph)
        return graph.result(
            "Conv", [padded] + graph.parameters(arguments.key, bias: arguments.bias),
            attributes: [
                "kernel_shape": arguments.kernelAttribute, "strides": arguments.strideAttribute,
                "pads": isZeros ? border.attribute : EdgePadding().attribute,
                "dilations": arguments.dilationAttribute, "group": .integer(arguments.groups),
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
