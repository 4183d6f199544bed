/// One layer of a network, in the field's names, with the values that it reads.
///
/// The JSON form uses PyTorch's class names as `kind` and its argument names, and `key` for the layer's path in a state
/// dict: `{"kind": "ConvTranspose2d", "in": 64, "out": 256, "kernel": 7, "stride": 1, "padding": 0, "bias": false, "key": "main.0"}`.
///
/// Layers form a chain, each reading what the one before makes, unless they say otherwise:
///
/// - `name` gives what the layer makes a name, `"name": "skip"`;
/// - `input` reads an earlier value by its name in place of the one before, `"input": "skip"`;
/// - the kinds `Add` and `Concat` take two or more earlier values, `"inputs": ["skip", "branch"]`: `Add` those of one shape,
///   element by element, `Concat` images of one size along their channels, or vectors end to end.
///
/// `input` as a name is the network's own input. Names are used once, only values made before can be read, each value
/// but the last layer's must be read by some layer, and the last layer's is the network's output. A residual block:
///
///     - {kind: ReLU, name: skip}
///     - {kind: Conv2d, in: 64, out: 64, kernel: 3, padding: 1, key: block.0}
///     - {kind: BatchNorm2d, features: 64, key: block.1, name: branch}
///     - {kind: Add, inputs: [skip, branch]}
public struct LayerDescription: Sendable {
    let layer: any Layer
    /// What later layers may call the value that this one makes.
    public var name: String?
    /// The values that it reads, by their names; empty for the one before.
    public var inputs: [String]

    /// The name of the network's own input.
    static let inputName = "input"

    init(_ layer: any Layer, name: String? = nil, inputs: [String] = []) {
        self.layer = layer
        self.name = name
        self.inputs = inputs
    }

    /// The same layer, whose value later ones may call `name`.
    public func named(_ name: String) -> LayerDescription {
        var copy = self
        copy.name = name
        return copy
    }

    /// The same layer, reading the earlier value called `name`.
    public func reading(_ name: String) -> LayerDescription {
        var copy = self
        copy.inputs = [name]
        return copy
    }
}

extension LayerDescription: Hashable {
    /// Whether both layers have the same type, arguments, name and inputs.
    public static func == (first: LayerDescription, second: LayerDescription) -> Bool {
        first.layer.equals(second.layer) && first.name == second.name && first.inputs == second.inputs
    }

    /// Feeds the layer's arguments, name and inputs to `hasher`.
    public func hash(into hasher: inout Hasher) {
        layer.hash(into: &hasher)
        hasher.combine(name)
        hasher.combine(inputs)
    }
}

extension LayerDescription {
    /// The layer's name in PyTorch.
    var kind: String { layer.kind }
    var parameterShapes: [(name: String, shape: [Int])] { layer.parameterShapes }
    var bufferShapes: [(name: String, shape: [Int])] { layer.bufferShapes }
}
