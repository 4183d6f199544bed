/// Layers, what each of them reads, and the shape of what goes in; enough to rebuild a network from weights.
public struct NetworkDescription: Sendable, Hashable {
    /// One input's shape, channels last: `[28, 28, 1]`, `[1, 1, 64]` for a latent vector that is convolved, `[2]`.
    public var input: [Int]
    /// The layers in an order in which each reads what was made before it; a chain unless they name what they read.
    public var layers: [LayerDescription]

    /// Takes both as they are; `outputShape` and networks check them.
    public init(input: [Int], layers: [LayerDescription]) {
        self.input = input
        self.layers = layers
    }

    /// No intermediate result of one sample may be larger, nor those that are kept at one time twice as large; a description
    /// from outside could otherwise exhaust memory.
    static let activationLimit = 1 << 26
    /// No unfolded image of one sample may be larger.
    static let scratchLimit = 1 << 28

    /// What the layers make of one sample.
    struct Flow {
        /// The shape after each layer.
        var shapes: [[Int]] = []
        /// The largest number of values that are there at one time, a layer's inputs and output among them.
        var mostValues = 0.0
    }

    /// Which values each layer reads; throws `layersDoNotConnect`.
    func wiring() throws(ModelError) -> LayerWiring {
        do throws(LayerWiring.Problem) {
            return try LayerWiring(layers)
        } catch {
            throw .layersDoNotConnect(layer: error.layer, problem: error.text)
        }
    }

    /// The shapes through layers that are wired as `wiring` says; throws `layersDoNotFit` naming the first layer whose
    /// input is wrong.
    func flow(_ wiring: LayerWiring) throws(ModelError) -> Flow {
        func mismatch(_ index: Int, _ shape: [Int], _ expected: String) -> ModelError {
            .layersDoNotFit(layer: index, found: shape, expected: expected)
        }
        guard (1...3).contains(input.count), input.count != 2,
            input.allSatisfy({ $0 > 0 && $0 <= LayerDescription.sizeLimit }),
            Self.size(input) <= Double(Self.activationLimit)
        else {
            throw mismatch(0, input, "an input of shape [d] or [height, width, channels]")
        }
        var flow = Flow(mostValues: Self.size(input))
        var kept = Self.size(input)
        for (index, description) in layers.enumerated() {
            let layer = description.layer
            let inputs = wiring.reads[index].map { $0 == 0 ? input : flow.shapes[$0 - 1] }
            let output: [Int]
            do throws(LayerMismatch) {
                output = try layer.outputShape(of: inputs)
            } catch {
                throw mismatch(index, error.found ?? inputs[0], error.expected)
            }
            guard Self.size(output) <= Double(Self.activationLimit),
                layer.scratchSize(of: inputs, output: output) <= Double(Self.scratchLimit)
            else {
                throw mismatch(index, output, "at most \(Self.activationLimit) values a sample")
            }
            kept += Self.size(output)
            guard kept <= 2 * Double(Self.activationLimit) else {
                throw mismatch(
                    index, output,
                    "at most \(2 * Self.activationLimit) values a sample, with those kept for later layers")
            }
            flow.mostValues = max(flow.mostValues, kept)
            for value in wiring.lastUses[index] { kept -= Self.size(value == 0 ? input : flow.shapes[value - 1]) }
            flow.shapes.append(output)
        }
        return flow
    }

    /// The shape after each layer; throws `ModelError.layersDoNotFit` naming the first layer whose input is wrong, or
    /// `layersDoNotConnect`.
    func outputShapes() throws(ModelError) -> [[Int]] { try flow(wiring()).shapes }

    private static func size(_ shape: [Int]) -> Double { shape.reduce(1.0) { $0 * Double($1) } }

    /// The shape of one output; throws as `outputShapes`.
    public func outputShape() throws(ModelError) -> [Int] { try outputShapes().last ?? input }

    /// The names and shapes of all trained tensors, in layer order and the field's layout.
    public var parameterShapes: [(name: String, shape: [Int])] { layers.flatMap(\.parameterShapes) }

    /// The names and shapes of running means and variances, in layer order.
    public var bufferShapes: [(name: String, shape: [Int])] { layers.flatMap(\.bufferShapes) }

    /// The number of trained values.
    public var parameterCount: Int { parameterShapes.map { $0.shape.reduce(1, *) }.reduce(0, +) }
}

extension NetworkDescription: Codable {
    private enum CodingKeys: String, CodingKey {
        case input, layers
    }

    /// Reads a description; throws a `DecodingError` at the field that is wrong, for layers that can't be connected too.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        input = try container.decode([Int].self, forKey: .input)
        layers = try container.decode([LayerDescription].self, forKey: .layers)
        do throws(LayerWiring.Problem) {
            _ = try LayerWiring(layers)
        } catch {
            throw error.decodingError(at: container.codingPath + [CodingKeys.layers])
        }
    }

    /// Writes what `init(from:)` reads.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(input, forKey: .input)
        try container.encode(layers, forKey: .layers)
    }
}
