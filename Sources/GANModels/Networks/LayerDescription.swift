/// One layer of a network, in the field's names.
///
/// The JSON form uses PyTorch's class names as `kind` and its argument names, and `key` for the layer's path in a state
/// dict: `{"kind": "ConvTranspose2d", "in": 64, "out": 256, "kernel": 7, "stride": 1, "padding": 0, "bias": false, "key": "main.0"}`.
public enum LayerDescription: Sendable, Hashable {
    case linear(inputs: Int, outputs: Int, bias: Bool, key: String)
    case convolution(Convolution)
    case transposedConvolution(Convolution)
    case batchNorm(features: Int, epsilon: Float, affine: Bool = true, key: String)
    /// Statistics of each image's own pixels, in training and evaluation alike.
    case instanceNorm(features: Int, epsilon: Float, affine: Bool = false, key: String)
    case leakyRectifier(slope: Float)
    case exponentialLinear(alpha: Float)
    case sigmoidLinear
    case gaussianErrorLinear(approximate: Bool)
    case softplus
    case hyperbolicTangent
    case sigmoid
    /// Over the classes of `[n, classes]`.
    case softmax
    case upsample(scale: Int, Interpolation)
    /// `factor`² channels become a square of pixels.
    case pixelShuffle(factor: Int)
    case averagePool(kernel: Int, stride: Int, padding: Int, countsPadding: Bool)
    /// The mean over all pixels, a 1×1 image.
    case globalAveragePool
    /// Channels first, then rows and columns, as PyTorch flattens.
    case flatten
    /// Back from a vector: `shape` is `[channels, height, width]` as PyTorch writes it, or `[d]`.
    case unflatten(shape: [Int])
    /// Changes nothing in evaluation; networks that hold it can't be trained here.
    case dropout(probability: Float)
    case identity

    /// How an enlarged image gets the values between pixels.
    public enum Interpolation: Sendable, Hashable {
        case nearest
        /// Linear along both axes; `aligningCorners` puts the first and last pixels onto each other.
        case bilinear(aligningCorners: Bool)
    }

    /// The arguments of a convolution or transposed convolution with a square kernel.
    public struct Convolution: Sendable, Hashable {
        public var inputs: Int
        public var outputs: Int
        public var kernel: Int
        public var stride: Int
        public var padding: Int
        /// Rows and columns that a transposed convolution adds at the end; less than the stride.
        public var outputPadding: Int
        public var bias: Bool
        public var key: String

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
        case .batchNorm(let features, _, let affine, let key), .instanceNorm(let features, _, let affine, let key):
            return affine ? [("\(key).weight", [features]), ("\(key).bias", [features])] : []
        default: return []
        }
    }

    /// The names and shapes of the tensors that training updates without gradients: running means and variances.
    var bufferShapes: [(name: String, shape: [Int])] {
        guard case .batchNorm(let features, _, _, let key) = self else { return [] }
        return [("\(key).running_mean", [features]), ("\(key).running_var", [features])]
    }

    /// Whether the layer's trained tensors are a normalization's scales and offsets.
    var isNormalization: Bool {
        switch self {
        case .batchNorm, .instanceNorm: return true
        default: return false
        }
    }

    /// Whether the layer runs in evaluation alone.
    var onlyEvaluates: Bool {
        if case .dropout = self { return true }
        return false
    }
}
