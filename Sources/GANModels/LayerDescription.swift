/// One layer of a network, in the field's names.
///
/// The JSON form uses PyTorch's class names as `kind` and its argument names, and `key` for the layer's path in a state
/// dict: `{"kind": "ConvTranspose2d", "in": 64, "out": 256, "kernel": 7, "stride": 1, "padding": 0, "bias": false, "key": "main.0"}`.
public enum LayerDescription: Sendable, Hashable {
    case linear(inputs: Int, outputs: Int, bias: Bool, key: String)
    case convolution(Convolution)
    case transposedConvolution(Convolution)
    case batchNorm(features: Int, epsilon: Float, key: String)
    case leakyRectifier(slope: Float)
    case hyperbolicTangent
    case sigmoid
    /// Channels first, then rows and columns, as PyTorch flattens.
    case flatten

    /// The arguments of a convolution or transposed convolution with a square kernel.
    public struct Convolution: Sendable, Hashable {
        public var inputs: Int
        public var outputs: Int
        public var kernel: Int
        public var stride: Int
        public var padding: Int
        public var bias: Bool
        public var key: String

        public init(inputs: Int, outputs: Int, kernel: Int, stride: Int, padding: Int, bias: Bool, key: String) {
            self.inputs = inputs
            self.outputs = outputs
            self.kernel = kernel
            self.stride = stride
            self.padding = padding
            self.bias = bias
            self.key = key
        }
    }

    /// The names and shapes of the layer's trained tensors, in the field's layout: `[out, in, kernel, kernel]` for a
    /// convolution, `[in, out, kernel, kernel]` for a transposed one, `[out, in]` for a linear layer.
    var parameterShapes: [(name: String, shape: [Int])] {
        switch self {
        case .linear(let inputs, let outputs, let bias, let key):
            return [("\(key).weight", [outputs, inputs])] + (bias ? [("\(key).bias", [outputs])] : [])
        case .convolution(let c):
            return [("\(c.key).weight", [c.outputs, c.inputs, c.kernel, c.kernel])]
                + (c.bias ? [("\(c.key).bias", [c.outputs])] : [])
        case .transposedConvolution(let c):
            return [("\(c.key).weight", [c.inputs, c.outputs, c.kernel, c.kernel])]
                + (c.bias ? [("\(c.key).bias", [c.outputs])] : [])
        case .batchNorm(let features, _, let key):
            return [("\(key).weight", [features]), ("\(key).bias", [features])]
        case .leakyRectifier, .hyperbolicTangent, .sigmoid, .flatten: return []
        }
    }

    /// The names and shapes of the tensors that training updates without gradients: running means and variances.
    var bufferShapes: [(name: String, shape: [Int])] {
        guard case .batchNorm(let features, _, let key) = self else { return [] }
        return [("\(key).running_mean", [features]), ("\(key).running_var", [features])]
    }
}

extension LayerDescription: Codable {
    private enum CodingKeys: String, CodingKey {
        case kind, inputs = "in", outputs = "out", kernel, stride, padding, bias, features, epsilon = "eps", slope, key
    }

    /// Layers wider than this are refused before anything is allocated for them.
    static let sizeLimit = 1 << 20

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func size(_ key: CodingKeys, from least: Int = 1) throws -> Int {
            let value = try container.decode(Int.self, forKey: key)
            guard value >= least, value <= Self.sizeLimit else {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: container,
                    debugDescription: "\(key.stringValue) is \(value), expected \(least) to \(Self.sizeLimit)")
            }
            return value
        }
        func number(_ key: CodingKeys, otherwise value: Float) throws -> Float {
            let number = try container.decodeIfPresent(Float.self, forKey: key) ?? value
            guard number.isFinite, number >= 0 else {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: container, debugDescription: "\(key.stringValue) is \(number), expected 0 or more")
            }
            return number
        }
        func convolution() throws -> Convolution {
            Convolution(
                inputs: try size(.inputs), outputs: try size(.outputs), kernel: try size(.kernel),
                stride: try size(.stride), padding: try size(.padding, from: 0),
                bias: try container.decode(Bool.self, forKey: .bias),
                key: try container.decode(String.self, forKey: .key))
        }
        let kind = try container.decode(String.self, forKey: .kind)
        switch kind {
        case "Linear":
            self = .linear(
                inputs: try size(.inputs), outputs: try size(.outputs),
                bias: try container.decode(Bool.self, forKey: .bias),
                key: try container.decode(String.self, forKey: .key))
        case "Conv2d": self = .convolution(try convolution())
        case "ConvTranspose2d": self = .transposedConvolution(try convolution())
        case "BatchNorm1d", "BatchNorm2d":
            self = .batchNorm(
                features: try size(.features), epsilon: try number(.epsilon, otherwise: 1e-5),
                key: try container.decode(String.self, forKey: .key))
        case "ReLU": self = .leakyRectifier(slope: 0)
        case "LeakyReLU": self = .leakyRectifier(slope: try number(.slope, otherwise: 0.01))
        case "Tanh": self = .hyperbolicTangent
        case "Sigmoid": self = .sigmoid
        case "Flatten": self = .flatten
        default:
            throw DecodingError.dataCorruptedError(
                forKey: .kind, in: container,
                debugDescription:
                    "the layer kind \(kind) is unknown; known are Linear, Conv2d, ConvTranspose2d, BatchNorm1d, BatchNorm2d, ReLU, LeakyReLU, Tanh, Sigmoid, Flatten"
            )
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        func encode(_ convolution: Convolution) throws {
            try container.encode(convolution.inputs, forKey: .inputs)
            try container.encode(convolution.outputs, forKey: .outputs)
            try container.encode(convolution.kernel, forKey: .kernel)
            try container.encode(convolution.stride, forKey: .stride)
            try container.encode(convolution.padding, forKey: .padding)
            try container.encode(convolution.bias, forKey: .bias)
            try container.encode(convolution.key, forKey: .key)
        }
        switch self {
        case .linear(let inputs, let outputs, let bias, let key):
            try container.encode("Linear", forKey: .kind)
            try container.encode(inputs, forKey: .inputs)
            try container.encode(outputs, forKey: .outputs)
            try container.encode(bias, forKey: .bias)
            try container.encode(key, forKey: .key)
        case .convolution(let convolution):
            try container.encode("Conv2d", forKey: .kind)
            try encode(convolution)
        case .transposedConvolution(let convolution):
            try container.encode("ConvTranspose2d", forKey: .kind)
            try encode(convolution)
        case .batchNorm(let features, let epsilon, let key):
            try container.encode("BatchNorm2d", forKey: .kind)
            try container.encode(features, forKey: .features)
            try container.encode(epsilon, forKey: .epsilon)
            try container.encode(key, forKey: .key)
        case .leakyRectifier(let slope):
            try container.encode(slope == 0 ? "ReLU" : "LeakyReLU", forKey: .kind)
            if slope != 0 { try container.encode(slope, forKey: .slope) }
        case .hyperbolicTangent: try container.encode("Tanh", forKey: .kind)
        case .sigmoid: try container.encode("Sigmoid", forKey: .kind)
        case .flatten: try container.encode("Flatten", forKey: .kind)
        }
    }
}
