import GANONNX

extension LayerDescription {
    /// The arguments of a convolution or transposed convolution with a square kernel.
    public struct Convolution: Sendable, Hashable {
        /// Channels that go in.
        public var inputs: Int
        /// Channels that come out.
        public var outputs: Int
        /// Rows and columns of the kernel.
        public var kernel: Int
        /// Pixels from one place of the kernel to the next.
        public var stride: Int
        /// Rows and columns of zeros at each edge.
        public var padding: Int
        /// Rows and columns that a transposed convolution adds at the end; less than the stride.
        public var outputPadding: Int
        /// Whether a bias is added to each channel.
        public var bias: Bool
        /// Its path in a state dict.
        public var key: String

        /// Takes the arguments as they are; a network checks them against its shapes.
        public init(
            inputs: Int, outputs: Int, kernel: Int, stride: Int, padding: Int, outputPadding: Int = 0, bias: Bool,
            key: String
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
    static let keys = ["in", "out", "kernel", "stride", "padding", "bias", "key"]
    static let aliases = ["in_channels": "in", "out_channels": "out", "kernel_size": "kernel"]

    init(_ fields: DocumentFields) throws {
        let stride = try fields.size("stride", otherwise: 1)
        let outputPadding = try fields.size("output_padding", from: 0, otherwise: 0)
        guard outputPadding < stride else {
            throw fields.problem(
                DocumentFields.Key("output_padding"),
                "output_padding is \(outputPadding), expected less than the stride, \(stride)")
        }
        self.init(
            inputs: try fields.size("in"), outputs: try fields.size("out"), kernel: try fields.size("kernel"),
            stride: stride, padding: try fields.size("padding", from: 0, otherwise: 0), outputPadding: outputPadding,
            bias: try fields.flag("bias", otherwise: true), key: try fields.text("key"))
    }

    func encode(into fields: inout LayerFields) throws {
        try fields.put("in", inputs)
        try fields.put("out", outputs)
        try fields.put("kernel", kernel)
        try fields.put("stride", stride)
        try fields.put("padding", padding)
        if outputPadding != 0 { try fields.put("output_padding", outputPadding) }
        try fields.put("bias", bias)
        try fields.put("key", key)
    }

    /// The weight `shape` and the bias, where there is one.
    func tensors(weight shape: [Int]) -> [(name: String, shape: [Int])] {
        [("\(key).weight", shape)] + (bias ? [("\(key).bias", [outputs])] : [])
    }

    var kernelAttribute: ONNXAttribute { .integers([kernel, kernel]) }
    var strideAttribute: ONNXAttribute { .integers([stride, stride]) }
    var paddingAttribute: ONNXAttribute { .integers([padding, padding, padding, padding]) }
}
