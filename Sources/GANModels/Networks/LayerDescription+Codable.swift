import GANText

extension LayerDescription: Codable {
    /// Layers wider than this are refused before anything is allocated for them.
    static let sizeLimit = DocumentFields.sizeLimit

    private static let convolutionKeys = ["in", "out", "kernel", "stride", "padding", "bias", "key"]
    private static let normKeys = ["features", "eps", "affine", "key"]

    /// Every kind by its name in PyTorch, with the keys that it takes.
    private static let keys: [String: [String]] = [
        "Linear": ["in", "out", "bias", "key"], "Conv2d": convolutionKeys,
        "ConvTranspose2d": convolutionKeys + ["output_padding"], "BatchNorm1d": normKeys, "BatchNorm2d": normKeys,
        "InstanceNorm2d": normKeys, "ReLU": [], "LeakyReLU": ["slope"], "ELU": ["alpha"], "SiLU": [],
        "GELU": ["approximate"], "Softplus": [], "Tanh": [], "Sigmoid": [], "Softmax": [],
        "Upsample": ["scale", "mode", "align_corners"], "PixelShuffle": ["scale"],
        "AvgPool2d": ["kernel", "stride", "padding", "count_include_pad"], "AdaptiveAvgPool2d": ["output_size"],
        "Flatten": [], "Unflatten": ["shape"], "Reshape": ["shape"], "Dropout": ["p"], "Dropout2d": ["p"],
        "Identity": [],
    ]

    /// The kinds that a document may name, in alphabetical order.
    public static let kinds: [String] = keys.keys.sorted()

    public init(from decoder: any Decoder) throws {
        let fields = try DocumentFields(decoder)
        let kind = try fields.text("kind")
        guard let known = Self.keys[kind] else {
            throw fields.problem(
                DocumentFields.Key("kind"),
                "the layer kind \(kind) is unknown; known are \(Self.kinds.joined(separator: ", "))."
                    + NearestName.question(kind, in: Self.kinds))
        }
        try fields.allowOnly(known, in: kind)
        switch kind {
        case "Linear":
            self = .linear(
                inputs: try fields.size("in"), outputs: try fields.size("out"),
                bias: try fields.flag("bias", otherwise: true), key: try fields.text("key"))
        case "Conv2d": self = .convolution(try Self.convolution(fields))
        case "ConvTranspose2d": self = .transposedConvolution(try Self.convolution(fields))
        case "BatchNorm1d", "BatchNorm2d":
            self = .batchNorm(
                features: try fields.size("features"), epsilon: try fields.number("eps", otherwise: 1e-5),
                affine: try fields.flag("affine", otherwise: true), key: try fields.text("key"))
        case "InstanceNorm2d":
            let affine = try fields.flag("affine", otherwise: false)
            self = .instanceNorm(
                features: try fields.size("features"), epsilon: try fields.number("eps", otherwise: 1e-5),
                affine: affine, key: try fields.text("key", otherwise: affine ? nil : ""))
        case "Upsample":
            let corners = try fields.flag("align_corners", otherwise: false)
            let mode = try fields.word("mode", of: ["nearest", "bilinear"], otherwise: "nearest")
            self = .upsample(
                scale: try fields.size("scale"), mode == "nearest" ? .nearest : .bilinear(aligningCorners: corners))
        case "PixelShuffle": self = .pixelShuffle(factor: try fields.size("scale"))
        case "AvgPool2d":
            let kernel = try fields.size("kernel")
            self = .averagePool(
                kernel: kernel, stride: try fields.size("stride", otherwise: kernel),
                padding: try fields.size("padding", from: 0, otherwise: 0),
                countsPadding: try fields.flag("count_include_pad", otherwise: true))
        case "AdaptiveAvgPool2d":
            guard try fields.size("output_size", otherwise: 1) == 1 else {
                throw fields.problem(
                    DocumentFields.Key("output_size"), "output_size is not 1, the only one that is known")
            }
            self = .globalAveragePool
        case "Unflatten", "Reshape": self = .unflatten(shape: try fields.shape("shape"))
        default: self = try Self.elementwise(kind, fields)
        }
    }

    private static func convolution(_ fields: DocumentFields) throws -> Convolution {
        let stride = try fields.size("stride", otherwise: 1)
        let outputPadding = try fields.size("output_padding", from: 0, otherwise: 0)
        guard outputPadding < stride else {
            throw fields.problem(
                DocumentFields.Key("output_padding"),
                "output_padding is \(outputPadding), expected less than the stride, \(stride)")
        }
        return Convolution(
            inputs: try fields.size("in"), outputs: try fields.size("out"), kernel: try fields.size("kernel"),
            stride: stride, padding: try fields.size("padding", from: 0, otherwise: 0), outputPadding: outputPadding,
            bias: try fields.flag("bias", otherwise: true), key: try fields.text("key"))
    }

    /// The kinds that treat each value by itself, and those that only rearrange.
    private static func elementwise(_ kind: String, _ fields: DocumentFields) throws -> LayerDescription {
        switch kind {
        case "ReLU": return .leakyRectifier(slope: 0)
        case "LeakyReLU": return .leakyRectifier(slope: try fields.number("slope", otherwise: 0.01))
        case "ELU": return .exponentialLinear(alpha: try fields.number("alpha", otherwise: 1))
        case "SiLU": return .sigmoidLinear
        case "GELU":
            let form = try fields.word("approximate", of: ["none", "tanh"], otherwise: "none")
            return .gaussianErrorLinear(approximate: form == "tanh")
        case "Softplus": return .softplus
        case "Tanh": return .hyperbolicTangent
        case "Sigmoid": return .sigmoid
        case "Softmax": return .softmax
        case "Flatten": return .flatten
        case "Dropout", "Dropout2d": return .dropout(probability: try fields.number("p", otherwise: 0.5, to: 1))
        default: return .identity
        }
    }
}

extension LayerDescription {
    /// The layer's name in PyTorch.
    var kind: String {
        switch self {
        case .linear: return "Linear"
        case .convolution: return "Conv2d"
        case .transposedConvolution: return "ConvTranspose2d"
        case .batchNorm: return "BatchNorm2d"
        case .instanceNorm: return "InstanceNorm2d"
        case .leakyRectifier(let slope): return slope == 0 ? "ReLU" : "LeakyReLU"
        case .exponentialLinear: return "ELU"
        case .sigmoidLinear: return "SiLU"
        case .gaussianErrorLinear: return "GELU"
        case .softplus: return "Softplus"
        case .hyperbolicTangent: return "Tanh"
        case .sigmoid: return "Sigmoid"
        case .softmax: return "Softmax"
        case .upsample: return "Upsample"
        case .pixelShuffle: return "PixelShuffle"
        case .averagePool: return "AvgPool2d"
        case .globalAveragePool: return "AdaptiveAvgPool2d"
        case .flatten: return "Flatten"
        case .unflatten: return "Unflatten"
        case .dropout: return "Dropout"
        case .identity: return "Identity"
        }
    }

    /// Writes what `init(from:)` reads; arguments that a layer need not name are left out at their usual values.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: DocumentFields.Key.self)
        func put(_ name: String, _ value: some Encodable) throws {
            try container.encode(value, forKey: DocumentFields.Key(name))
        }
        func put(_ c: Convolution) throws {
            try put("in", c.inputs)
            try put("out", c.outputs)
            try put("kernel", c.kernel)
            try put("stride", c.stride)
            try put("padding", c.padding)
            if c.outputPadding != 0 { try put("output_padding", c.outputPadding) }
            try put("bias", c.bias)
            try put("key", c.key)
        }
        try put("kind", kind)
        switch self {
        case .linear(let inputs, let outputs, let bias, let key):
            try put("in", inputs)
            try put("out", outputs)
            try put("bias", bias)
            try put("key", key)
        case .convolution(let convolution), .transposedConvolution(let convolution): try put(convolution)
        case .batchNorm(let features, let epsilon, let affine, let key):
            try put("features", features)
            try put("eps", epsilon)
            if !affine { try put("affine", affine) }
            try put("key", key)
        case .instanceNorm(let features, let epsilon, let affine, let key):
            try put("features", features)
            try put("eps", epsilon)
            if affine { try put("affine", affine) }
            if affine || !key.isEmpty { try put("key", key) }
        case .leakyRectifier(let slope): if slope != 0 { try put("slope", slope) }
        case .exponentialLinear(let alpha): try put("alpha", alpha)
        case .gaussianErrorLinear(let approximate): if approximate { try put("approximate", "tanh") }
        case .upsample(let scale, let interpolation):
            try put("scale", scale)
            if case .bilinear(let aligningCorners) = interpolation {
                try put("mode", "bilinear")
                if aligningCorners { try put("align_corners", true) }
            }
        case .pixelShuffle(let factor): try put("scale", factor)
        case .averagePool(let kernel, let stride, let padding, let countsPadding):
            try put("kernel", kernel)
            try put("stride", stride)
            try put("padding", padding)
            if !countsPadding { try put("count_include_pad", false) }
        case .unflatten(let shape): try put("shape", shape)
        case .dropout(let probability): try put("p", probability)
        case .sigmoidLinear, .softplus, .hyperbolicTangent, .sigmoid, .softmax, .globalAveragePool, .flatten, .identity:
            break
        }
    }
}
