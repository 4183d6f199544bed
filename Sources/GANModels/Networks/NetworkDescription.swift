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
    /// No unfolded image of one sample may be larger.
    static let scratchLimit = 1 << 28

    /// The shape after each layer; throws `ModelError.layersDoNotFit` naming the first layer whose input is wrong.
    func outputShapes() throws(ModelError) -> [[Int]] {
        func mismatch(_ index: Int, _ shape: [Int], _ expected: String) -> ModelError {
            .layersDoNotFit(layer: index, found: shape, expected: expected)
        }
        guard (1...3).contains(input.count), input.count != 2,
            input.allSatisfy({ $0 > 0 && $0 <= LayerDescription.sizeLimit }), Self.fits(input)
        else {
            throw mismatch(0, input, "an input of shape [d] or [height, width, channels]")
        }
        var shape = input
        var shapes: [[Int]] = []
        for (index, layer) in layers.enumerated() {
            let output: [Int]
            do throws(LayerDescription.Mismatch) {
                output = try layer.outputShape(of: shape)
            } catch {
                throw mismatch(index, shape, error.expected)
            }
            guard Self.fits(output), layer.scratchSize(of: shape, output: output) <= Double(Self.scratchLimit) else {
                throw mismatch(index, output, "at most \(Self.activationLimit) values a sample")
            }
            shape = output
            shapes.append(shape)
        }
        return shapes
    }

    private static func fits(_ shape: [Int]) -> Bool {
        shape.reduce(1.0) { $0 * Double($1) } <= Double(activationLimit)
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
