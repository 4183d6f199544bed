extension LayerDescription {
    /// Why a layer can't take an input: what it would take instead.
    struct Mismatch: Error {
        let expected: String
    }

    /// The shape of the layer's output for one sample's input, both channels last; throws what it takes instead.
    ///
    /// Sizes are at most `sizeLimit` and the input holds at most `NetworkDescription.activationLimit` values, so nothing
    /// here overflows.
    func outputShape(of shape: [Int]) throws(Mismatch) -> [Int] {
        switch self {
        case .linear(let inputs, let outputs, _, _):
            guard shape == [inputs] else { throw Mismatch(expected: "[\(inputs)]") }
            return [outputs]
        case .convolution(let c):
            try Self.require(shape, channels: c.inputs)
            guard min(shape[0], shape[1]) + 2 * c.padding >= c.kernel else {
                throw Mismatch(expected: "a grid no smaller than the kernel, \(c.kernel)")
            }
            return [
                (shape[0] + 2 * c.padding - c.kernel) / c.stride + 1,
                (shape[1] + 2 * c.padding - c.kernel) / c.stride + 1, c.outputs,
            ]
        case .transposedConvolution(let c):
            try Self.require(shape, channels: c.inputs)
            let size = { (side: Int) in (side - 1) * c.stride - 2 * c.padding + c.kernel + c.outputPadding }
            guard min(size(shape[0]), size(shape[1])) > 0 else { throw Mismatch(expected: "an output of at least 1×1") }
            return [size(shape[0]), size(shape[1]), c.outputs]
        case .batchNorm(let features, _, _, _):
            guard shape.last == features else { throw Mismatch(expected: "\(features) channels") }
            return shape
        case .instanceNorm(let features, _, _, _):
            try Self.require(shape, channels: features)
            return shape
        case .upsample(let scale, _):
            try Self.require(shape)
            return [shape[0] * scale, shape[1] * scale, shape[2]]
        case .pixelShuffle(let factor):
            try Self.require(shape)
            guard shape[2] % (factor * factor) == 0 else {
                throw Mismatch(expected: "a multiple of \(factor * factor) channels")
            }
            return [shape[0] * factor, shape[1] * factor, shape[2] / (factor * factor)]
        case .averagePool(let kernel, let stride, let padding, _):
            try Self.require(shape)
            guard 2 * padding <= kernel, min(shape[0], shape[1]) + 2 * padding >= kernel else {
                throw Mismatch(
                    expected: "a grid no smaller than the window, \(kernel), and padding of at most half of it")
            }
            return [
                (shape[0] + 2 * padding - kernel) / stride + 1, (shape[1] + 2 * padding - kernel) / stride + 1,
                shape[2],
            ]
        case .globalAveragePool:
            try Self.require(shape)
            return [1, 1, shape[2]]
        case .flatten: return [shape.reduce(1, *)]
        case .unflatten(let target):
            let size = target.reduce(1.0) { $0 * Double($1) }
            guard Double(shape.reduce(1, *)) == size else {
                throw Mismatch(expected: "as many values as \(target) has")
            }
            return target.count == 3 ? [target[1], target[2], target[0]] : target
        case .softmax:
            guard shape.count == 1 else { throw Mismatch(expected: "[classes]") }
            return shape
        case .leakyRectifier, .exponentialLinear, .sigmoidLinear, .gaussianErrorLinear, .softplus, .hyperbolicTangent,
            .sigmoid, .dropout, .identity:
            return shape
        }
    }

    /// Values that the layer's arithmetic lays out for one sample beside its input and output.
    ///
    /// A convolution's products run on the unfolded image, `kernel`² times its size.
    func scratchSize(of shape: [Int], output: [Int]) -> Double {
        switch self {
        case .convolution(let c):
            return Double(output[0] * output[1]) * Double(c.kernel) * Double(c.kernel) * Double(c.inputs)
        case .transposedConvolution(let c):
            return Double(shape[0] * shape[1]) * Double(c.kernel) * Double(c.kernel) * Double(c.outputs)
        default: return 0
        }
    }

    private static func require(_ shape: [Int], channels: Int? = nil) throws(Mismatch) {
        guard shape.count == 3, channels.map({ $0 == shape[2] }) ?? true else {
            throw Mismatch(expected: "[height, width, \(channels.map(String.init) ?? "channels")]")
        }
    }
}
