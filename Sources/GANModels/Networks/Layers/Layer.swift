import GANAutodiff

/// One layer, whole: its arguments, its words in documents, its shapes, its arithmetic and its ONNX nodes.
///
/// A layer is one file that conforms and one line in `LayerDescription.types`. What a layer must do has no default: one
/// that is half there doesn't compile. The refinements below state what whole groups of layers share.
protocol Layer: Sendable, Hashable {
    /// The names by which documents know it, PyTorch's class names, each with the keys that it takes.
    ///
    /// It is written under the first, unless `kind` says otherwise.
    static var kinds: KeyValuePairs<String, [String]> { get }
    /// PyTorch's argument names that have a short one here: `["in_features": "in"]`.
    static var aliases: [String: String] { get }
    /// Whether it takes several values, which its entry then names.
    static var joinsValues: Bool { get }

    /// The kind that it is written as.
    var kind: String { get }
    /// Reads the arguments of an entry of one of its kinds; throws a `DecodingError` at the field.
    init(_ fields: DocumentFields, kind: String) throws
    /// Writes what `init(_:kind:)` reads; arguments may be left out at their usual values.
    func encode(into fields: inout LayerFields) throws

    /// The names and shapes of its trained tensors, in the field's layout: `[out, in, kernel, kernel]` for a convolution,
    /// `[in, out, kernel, kernel]` for a transposed one, `[out, in]` for a linear layer.
    var parameterShapes: [(name: String, shape: [Int])] { get }
    /// The names and shapes of the tensors that training updates without gradients: running means and variances.
    var bufferShapes: [(name: String, shape: [Int])] { get }
    /// The axis of its weight along which outputs are counted.
    var outputAxis: Int { get }
    /// Whether its trained tensors are a normalization's scales and offsets.
    var isNormalization: Bool { get }
    /// Whether it runs in evaluation alone.
    var onlyEvaluates: Bool { get }

    /// The shape of its output for one sample's inputs, all channels last; throws what it takes instead.
    ///
    /// Sizes are at most `sizeLimit` and each input holds at most `NetworkDescription.activationLimit` values, so nothing
    /// overflows here.
    func outputShape(of shapes: [[Int]]) throws(LayerMismatch) -> [Int]
    /// Values that its arithmetic lays out for one sample beside its inputs and its output.
    func scratchSize(of shapes: [[Int]], output: [Int]) -> Double
    /// Runs it on inputs `[n, …]`; takes its weights and buffers from `pass`, in the order in which it names them.
    func forward(_ inputs: [Variable], in pass: inout LayerPass) -> Variable
    /// Adds its nodes to an ONNX graph, channels first, and returns the name of what the last one makes.
    func addNodes(to graph: inout LayerGraph, reading inputs: [String]) -> String

    /// What a network that begins with it takes; nil where it does not tell.
    var expectedInput: ExpectedInput? { get }
    /// The values that stand for black and white in images of a network that ends with it; nil where it does not tell.
    var valueRange: ValueRange? { get }
}

extension Layer {
    static var aliases: [String: String] { [:] }
    var kind: String { Self.kinds[0].key }
    // A layer that has nothing to tell of a network's ends: whoever asks then says that it is missing.
    var expectedInput: ExpectedInput? { nil }
    var valueRange: ValueRange? { nil }

    /// Whether `other` is of the same type and has the same arguments.
    func equals(_ other: any Layer) -> Bool { (other as? Self) == self }
}

/// A layer that takes one value.
protocol UnaryLayer: Layer {
    func outputShape(of shape: [Int]) throws(LayerMismatch) -> [Int]
    func scratchSize(of shape: [Int], output: [Int]) -> Double
    func forward(_ x: Variable, in pass: inout LayerPass) -> Variable
    func addNodes(to graph: inout LayerGraph, reading x: String) -> String
}

// `LayerWiring` has checked that such a layer reads one value.
extension UnaryLayer {
    static var joinsValues: Bool { false }
    func outputShape(of shapes: [[Int]]) throws(LayerMismatch) -> [Int] { try outputShape(of: shapes[0]) }
    func scratchSize(of shapes: [[Int]], output: [Int]) -> Double { scratchSize(of: shapes[0], output: output) }
    func forward(_ inputs: [Variable], in pass: inout LayerPass) -> Variable { forward(inputs[0], in: &pass) }
    func addNodes(to graph: inout LayerGraph, reading inputs: [String]) -> String {
        addNodes(to: &graph, reading: inputs[0])
    }
}

/// A layer that takes one value and has no tensors.
protocol WeightlessLayer: UnaryLayer {
    func forward(_ x: Variable) -> Variable
}

extension WeightlessLayer {
    var parameterShapes: [(name: String, shape: [Int])] { [] }
    var bufferShapes: [(name: String, shape: [Int])] { [] }
    var outputAxis: Int { 0 }
    var isNormalization: Bool { false }
    var onlyEvaluates: Bool { false }
    func scratchSize(of shape: [Int], output: [Int]) -> Double { 0 }
    func forward(_ x: Variable, in pass: inout LayerPass) -> Variable { forward(x) }
}

/// A layer that treats each value by itself, so that any shape stays as it is.
protocol ElementwiseLayer: WeightlessLayer {}

extension ElementwiseLayer {
    func outputShape(of shape: [Int]) throws(LayerMismatch) -> [Int] { shape }
}

/// A layer without arguments.
protocol BareLayer: Layer {
    init()
}

extension BareLayer {
    init(_ fields: DocumentFields, kind: String) throws { self.init() }
    func encode(into fields: inout LayerFields) throws {}
}

/// A layer that makes one value of several.
protocol JoiningLayer: Layer, BareLayer {
    func forward(_ inputs: [Variable]) -> Variable
}

extension JoiningLayer {
    static var joinsValues: Bool { true }
    var parameterShapes: [(name: String, shape: [Int])] { [] }
    var bufferShapes: [(name: String, shape: [Int])] { [] }
    var outputAxis: Int { 0 }
    var isNormalization: Bool { false }
    var onlyEvaluates: Bool { false }
    func scratchSize(of shapes: [[Int]], output: [Int]) -> Double { 0 }
    func forward(_ inputs: [Variable], in pass: inout LayerPass) -> Variable { forward(inputs) }
}

/// Why a layer can't take its inputs: what it would take instead.
struct LayerMismatch: Error, Equatable {
    /// The shape that is wrong; nil for that of the only or first input.
    var found: [Int]?
    let expected: String

    init(found: [Int]? = nil, expected: String) {
        self.found = found
        self.expected = expected
    }

    /// Throws unless `shape` is a grid, of `channels` where they are given.
    static func requireGrid(_ shape: [Int], channels: Int? = nil) throws(LayerMismatch) {
        guard shape.count == 3, channels.map({ $0 == shape[2] }) ?? true else {
            throw LayerMismatch(expected: "[height, width, \(channels.map(String.init) ?? "channels")]")
        }
    }
}

/// What a network's first layer tells of what goes in.
enum ExpectedInput: Equatable {
    case vector(Int)
    case image(channels: Int)

    /// A latent vector for it, in PyTorch's order.
    var latentShape: [Int] {
        switch self {
        case .vector(let size): return [size]
        case .image(let channels): return [channels, 1, 1]
        }
    }

    /// The shape, channels last, under which latent vectors of `shape` go in.
    func input(ofLatent shape: [Int]) -> [Int] {
        switch self {
        case .vector: return [shape.reduce(1, *)]
        case .image: return shape.count == 1 ? [1, 1, shape[0]] : shape
        }
    }
}
