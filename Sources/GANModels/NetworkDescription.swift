/// A chain of layers and the shape of what goes in; enough to rebuild a network from weights.
public struct NetworkDescription: Sendable, Hashable, Codable {
    /// One input's shape, channels last: `[28, 28, 1]`, `[1, 1, 64]` for a latent vector that is convolved, `[2]`.
    public var input: [Int]
    public var layers: [LayerDescription]

    public init(input: [Int], layers: [LayerDescription]) {
        self.input = input
        self.layers = layers
    }

    /// No intermediate result of one sample may be larger; a description from outside could otherwise exhaust memory.
    static let activationLimit = 1 << 26

    /// The shape after each layer; throws `ModelError.layersDoNotFit` naming the first layer whose input is wrong.
    func outputShapes() throws(ModelError) -> [[Int]] {
        func mismatch(_ index: Int, _ shape: [Int], _ expected: String) -> ModelError {
            .layersDoNotFit(layer: index, found: shape, expected: expected)
        }
        guard (1...3).contains(input.count), input.count != 2,
            input.allSatisfy({ $0 > 0 && $0 <= LayerDescription.sizeLimit })
        else {
            throw mismatch(0, input, "an input of shape [d] or [height, width, channels]")
        }
        var shape = input
        var shapes: [[Int]] = []
        for (index, layer) in layers.enumerated() {
            switch layer {
            case .linear(let inputs, let outputs, _, _):
                guard shape == [inputs] else { throw mismatch(index, shape, "[\(inputs)]") }
                shape = [outputs]
            case .convolution(let c):
                guard shape.count == 3, shape[2] == c.inputs else {
                    throw mismatch(index, shape, "[height, width, \(c.inputs)]")
                }
                guard min(shape[0], shape[1]) + 2 * c.padding >= c.kernel else {
                    throw mismatch(index, shape, "a grid no smaller than the kernel, \(c.kernel)")
                }
                shape = [
                    (shape[0] + 2 * c.padding - c.kernel) / c.stride + 1,
                    (shape[1] + 2 * c.padding - c.kernel) / c.stride + 1, c.outputs,
                ]
            case .transposedConvolution(let c):
                guard shape.count == 3, shape[2] == c.inputs else {
                    throw mismatch(index, shape, "[height, width, \(c.inputs)]")
                }
                let size = { (side: Int) in (side - 1) * c.stride - 2 * c.padding + c.kernel }
                guard min(size(shape[0]), size(shape[1])) > 0 else {
                    throw mismatch(index, shape, "an output of at least 1×1")
                }
                shape = [size(shape[0]), size(shape[1]), c.outputs]
            case .batchNorm(let features, _, _):
                guard shape.last == features else { throw mismatch(index, shape, "\(features) channels") }
            case .flatten: shape = [shape.reduce(1, *)]
            case .leakyRectifier, .hyperbolicTangent, .sigmoid: break
            }
            guard shape.reduce(1.0, { $0 * Double($1) }) <= Double(Self.activationLimit) else {
                throw mismatch(index, shape, "at most \(Self.activationLimit) values a sample")
            }
            shapes.append(shape)
        }
        return shapes
    }

    /// The shape of one output; throws as `outputShapes`.
    public func outputShape() throws(ModelError) -> [Int] { try outputShapes().last ?? input }

    /// The names and shapes of all trained tensors, in layer order and the field's layout.
    public var parameterShapes: [(name: String, shape: [Int])] { layers.flatMap(\.parameterShapes) }

    /// The names and shapes of running means and variances, in layer order.
    public var bufferShapes: [(name: String, shape: [Int])] { layers.flatMap(\.bufferShapes) }

    /// The number of trained values.
    public var parameterCount: Int { parameterShapes.map { $0.shape.reduce(1, *) }.reduce(0, +) }
}
