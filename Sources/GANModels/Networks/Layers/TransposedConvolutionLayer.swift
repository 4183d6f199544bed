import GANAutodiff
import GANONNX

/// A transposed convolution with the weight `[inputs, outputs / groups, kernel, kernel]`.
struct TransposedConvolutionLayer: UnaryLayer {
    var arguments: LayerDescription.Convolution

    static var kinds: KeyValuePairs<String, [String]> {
        ["ConvTranspose2d": LayerDescription.Convolution.keys + ["output_padding"]]
    }
    static var aliases: [String: String] { LayerDescription.Convolution.aliases }

    var parameterShapes: [(name: String, shape: [Int])] {
        arguments.tensors(weight: [arguments.inputs, arguments.outputs / arguments.groups] + arguments.kernel.list)
    }
    var bufferShapes: [(name: String, shape: [Int])] { [] }
    var outputAxis: Int { 1 }
    var isNormalization: Bool { false }
    var onlyEvaluates: Bool { false }
    var expectedInput: ExpectedInput? { .image(channels: arguments.inputs) }

    func outputShape(of shape: [Int]) throws(LayerMismatch) -> [Int] {
        let c = arguments
        try LayerMismatch.requireGrid(shape, channels: c.inputs)
        let rows = (shape[0] - 1) * c.stride.rows - 2 * c.padding.rows + c.reach.rows + c.outputPadding.rows
        let columns =
            (shape[1] - 1) * c.stride.columns - 2 * c.padding.columns + c.reach.columns + c.outputPadding.columns
        guard rows > 0, columns > 0 else { throw LayerMismatch(expected: "an output of at least 1×1") }
        return [rows, columns, c.outputs]
    }

    /// The products make the unfolded image, `kernel`² times the image's size.
    func scratchSize(of shape: [Int], output: [Int]) -> Double {
        let c = arguments
        let kernel = Double(c.square), (rows, columns) = (Double(shape[0]), Double(shape[1]))
        // Unequal strides run as stride 1 on an image with zeros between its pixels.
        let places = c.stride.areEqual ? 1 : Double(c.stride.rows) * Double(c.stride.columns)
        let width = Double(c.outputs / c.groups)
        return max(
            rows * columns * places * kernel * kernel * width, Double(c.inputs) * kernel * kernel * width,
            rows * columns * places * Double(c.inputs))
    }

    func forward(_ x: Variable, in pass: inout LayerPass) -> Variable {
        let c = arguments
        let weight = pass.weight()
        let result =
            c.isPlain
            ? x.transposedConvolved(
                with: weight, stride: c.stride.rows, padding: c.padding.rows, outputPadding: c.outputPadding.rows)
            : general(x, weight)
        return c.bias ? result.addingChannels(pass.weight()) : result
    }

    /// By a square kernel with zeros in it and without padding, of whose result the wanted rows and columns are kept.
    private func general(_ x: Variable, _ weight: Variable) -> Variable {
        let c = arguments
        var (spread, stride) = (x, c.stride.rows)
        if !c.stride.areEqual {
            func apart(_ size: Int, _ step: Int) -> GridAxisMap {
                .spread(size, step: step, count: (size - 1) * step + 1)
            }
            (spread, stride) = (
                x.gridMapped(rows: apart(x.shape[1], c.stride.rows), columns: apart(x.shape[2], c.stride.columns)), 1
            )
        }
        let whole = c.grouped(spread, c.squared(weight)) {
            $0.transposedConvolved(with: $1, stride: stride, padding: 0)
        }
        func kept(_ full: Int, _ size: Int, stride: Int, reach: Int, padding: Int, more: Int) -> GridAxisMap {
            let count = (size - 1) * stride - 2 * padding + reach + more
            // What an output padding adds beyond the kernel's reach is zero.
            return .selected(full, sources: (padding..<padding + count).map { $0 < full ? $0 : nil })
        }
        return whole.gridMapped(
            rows: kept(
                whole.shape[1], x.shape[1], stride: c.stride.rows, reach: c.reach.rows, padding: c.padding.rows,
                more: c.outputPadding.rows),
            columns: kept(
                whole.shape[2], x.shape[2], stride: c.stride.columns, reach: c.reach.columns,
                padding: c.padding.columns, more: c.outputPadding.columns))
    }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        graph.result(
            "ConvTranspose", [x] + graph.parameters(arguments.key, bias: arguments.bias),
            attributes: [
                "kernel_shape": arguments.kernelAttribute, "strides": arguments.strideAttribute,
                "pads": arguments.border.attribute, "dilations": arguments.dilationAttribute,
                "group": .integer(arguments.groups), "output_padding": .integers(arguments.outputPadding.list),
            ])
    }
}

extension TransposedConvolutionLayer {
    init(_ fields: DocumentFields, kind: String) throws {
        let arguments = try LayerDescription.Convolution(fields)
        guard !arguments.keepsSize else {
            throw fields.problem(DocumentFields.Key("padding"), "padding is same, which only Conv2d takes")
        }
        self.init(arguments: arguments)
    }

    func encode(into fields: inout LayerFields) throws { try arguments.encode(into: &fields) }
}

extension LayerDescription {
    /// A transposed convolution.
    public static func transposedConvolution(_ arguments: Convolution) -> LayerDescription {
        LayerDescription(TransposedConvolutionLayer(arguments: arguments))
    }
}
