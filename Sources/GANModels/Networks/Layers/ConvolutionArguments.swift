public import GANAutodiff
import GANONNX

extension LayerDescription {
    /// The arguments of a convolution or transposed convolution.
    public struct Convolution: Sendable, Hashable {
        /// Channels that go in.
        public var inputs: Int
        /// Channels that come out.
        public var outputs: Int
        /// Rows and columns of the kernel.
        public var kernel: Sides
        /// Pixels from one place of the kernel to the next.
        public var stride: Sides
        /// Rows and columns at each edge.
        public var padding: Sides
        /// What stands in the padding of a convolution.
        public var edges = GridAxisMap.Padding.zeros
        /// Whether a convolution of stride 1 is padded to keep the image's size, whatever `padding` says.
        public var keepsSize = false
        /// Rows and columns that a transposed convolution adds at the end; less than the stride or the dilation.
        public var outputPadding: Sides
        /// Pixels from one value of the kernel to the next.
        public var dilation = Sides(1)
        /// Groups of channels that don't see each other; a divisor of inputs and outputs.
        public var groups = 1
        /// Whether a bias is added to each channel.
        public var bias: Bool
        /// Its path in a state dict.
        public var key: String

        /// Takes the arguments as they are; a network checks them against its shapes.
        public init(
            inputs: Int, outputs: Int, kernel: Int, stride: Int, padding: Int, outputPadding: Int = 0, bias: Bool,
            key: String
        ) {
            self.init(
                inputs: inputs, outputs: outputs, kernel: Sides(kernel), stride: Sides(stride),
                padding: Sides(padding), outputPadding: Sides(outputPadding), bias: bias, key: key)
        }

        /// The same for kernels that need not be square.
        public init(
            inputs: Int, outputs: Int, kernel: Sides, stride: Sides, padding: Sides, outputPadding: Sides = Sides(0),
            bias: Bool, key: String
        ) {
            self.inputs = inputs
            self.outputs = outputs
            self.kernel = kernel
            self.stride = stride
            self.padding = padding
            self.outputPadding = outputPadding
            self.bias = bias
            self.key = key
        }
    }
}

extension LayerDescription.Convolution {
    static let keys = ["in", "out", "kernel", "stride", "padding", "dilation", "groups", "bias", "key"]
    static let aliases = ["in_channels": "in", "out_channels": "out", "kernel_size": "kernel"]

    init(_ fields: DocumentFields) throws {
        let word = (try? fields.text("padding")).flatMap { ["same", "valid"].contains($0) ? $0 : nil }
        self.init(
            inputs: try fields.size("in"), outputs: try fields.size("out"), kernel: try fields.pair("kernel"),
            stride: try fields.pair("stride", otherwise: 1),
            padding: word == nil ? try fields.pair("padding", from: 0, otherwise: 0) : Sides(0),
            outputPadding: try fields.pair("output_padding", from: 0, otherwise: 0),
            bias: try fields.flag("bias", otherwise: true), key: try fields.text("key"))
        dilation = try fields.pair("dilation", otherwise: 1)
        groups = try fields.size("groups", otherwise: 1)
        keepsSize = word == "same"
        let modes = GridAxisMap.Padding.allCases.map(\.rawValue)
        edges = .init(rawValue: try fields.word("padding_mode", of: modes, otherwise: "zeros")) ?? .zeros
        try check(fields)
    }

    /// Throws for arguments that contradict each other.
    private func check(_ fields: DocumentFields) throws {
        func refuse(_ name: String, _ text: String) -> DecodingError { fields.problem(DocumentFields.Key(name), text) }
        guard outputPadding.rows < max(stride.rows, dilation.rows),
            outputPadding.columns < max(stride.columns, dilation.columns)
        else {
            throw refuse(
                "output_padding",
                "output_padding is \(Self.written(outputPadding)), expected less than the stride, \(Self.written(stride))"
            )
        }
        guard inputs.isMultiple(of: groups), outputs.isMultiple(of: groups) else {
            throw refuse("groups", "groups is \(groups), expected a divisor of in, \(inputs), and out, \(outputs)")
        }
        guard !keepsSize || stride == Sides(1) else {
            throw refuse("padding", "padding is same, which needs a stride of 1, not \(Self.written(stride))")
        }
    }

    private static func written(_ sides: Sides) -> String { sides.areEqual ? "\(sides.rows)" : "\(sides.list)" }

    func encode(into fields: inout LayerFields) throws {
        try fields.put("in", inputs)
        try fields.put("out", outputs)
        try fields.put("kernel", kernel)
        try fields.put("stride", stride)
        if keepsSize { try fields.put("padding", "same") } else { try fields.put("padding", padding) }
        if edges != .zeros { try fields.put("padding_mode", edges.rawValue) }
        if outputPadding != Sides(0) { try fields.put("output_padding", outputPadding) }
        if dilation != Sides(1) { try fields.put("dilation", dilation) }
        if groups != 1 { try fields.put("groups", groups) }
        try fields.put("bias", bias)
        try fields.put("key", key)
    }

    /// The weight `shape` and the bias, where there is one.
    func tensors(weight shape: [Int]) -> [(name: String, shape: [Int])] {
        [("\(key).weight", shape)] + (bias ? [("\(key).bias", [outputs])] : [])
    }

    /// Rows and columns that the kernel covers, those between its values counted.
    var reach: Sides {
        Sides(rows: (kernel.rows - 1) * dilation.rows + 1, columns: (kernel.columns - 1) * dilation.columns + 1)
    }

    /// What a convolution puts around the image.
    var border: EdgePadding {
        guard keepsSize else {
            return EdgePadding(
                top: padding.rows, bottom: padding.rows, left: padding.columns, right: padding.columns, mode: edges)
        }
        let (tall, wide) = (reach.rows - 1, reach.columns - 1)
        return EdgePadding(top: tall / 2, bottom: tall - tall / 2, left: wide / 2, right: wide - wide / 2, mode: edges)
    }

    /// Whether it is one product with a square kernel whose padding is the same all around: what runs without detours.
    var isPlain: Bool {
        groups == 1 && dilation == Sides(1) && edges == .zeros && !keepsSize && kernel.areEqual && stride.areEqual
            && padding.areEqual && outputPadding.areEqual
    }

    /// The side of the square kernel that everything runs on.
    var square: Int { max(reach.rows, reach.columns) }

    /// The weight `[k, rows, columns, c]` with zeros between its values and up to a square.
    func squared(_ weight: Variable) -> Variable {
        if kernel == Sides(square) { return weight }
        return weight.gridMapped(
            rows: .spread(kernel.rows, step: dilation.rows, count: square),
            columns: .spread(kernel.columns, step: dilation.columns, count: square))
    }

    /// What `product` makes of each group of channels with its part of the weight, side by side.
    func grouped(_ x: Variable, _ weight: Variable, _ product: (Variable, Variable) -> Variable) -> Variable {
        if groups == 1 { return product(x, weight) }
        let (width, rows) = (inputs / groups, weight.shape[0] / groups)
        let parts = (0..<groups).map { group in
            product(
                x.channels(group * width..<(group + 1) * width), weight.rows(group * rows..<(group + 1) * rows))
        }
        return .concatenated(parts)
    }

    var kernelAttribute: ONNXAttribute { .integers(kernel.list) }
    var strideAttribute: ONNXAttribute { .integers(stride.list) }
    var dilationAttribute: ONNXAttribute { .integers(dilation.list) }
}
