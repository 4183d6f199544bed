import GANText

/// A layer as PyTorch names it, with the arguments that it says of itself: a line of `print(G)`, or a module of a pickled network.
struct NamedLayer: Equatable {
    /// Its path in a state dict, "model.0".
    var key: String
    /// PyTorch's class name, "ConvTranspose2d".
    var kind: String
    /// Arguments by PyTorch's names, as texts that YAML reads.
    var arguments: [(name: String, value: String)]

    static func == (first: NamedLayer, second: NamedLayer) -> Bool {
        first.key == second.key && first.kind == second.kind
            && first.arguments.elementsEqual(second.arguments) { $0 == $1 }
    }

    func argument(_ name: String) -> String? { arguments.first { $0.name == name }?.value }

    /// The whole number of an argument; of a pair of equal ones, either.
    func number(_ name: String) -> Int? {
        guard let text = argument(name) else { return nil }
        let parts = text.filter { !"[]() ".contains($0) }.split(separator: ",").map { Double($0) }
        guard let first = parts.first, let value = first, parts.allSatisfy({ $0 == value }) else { return nil }
        return Int(exactly: value)
    }
}

/// A chain of named layers as an architecture.
enum LayerChain {
    /// What PyTorch prints without a name, in its order.
    static let positional: [String: [String]] = [
        "Conv2d": ["in_channels", "out_channels"], "ConvTranspose2d": ["in_channels", "out_channels"],
        "BatchNorm2d": ["num_features"], "BatchNorm1d": ["num_features"], "InstanceNorm2d": ["num_features"],
        "GroupNorm": ["num_groups", "num_channels"], "LayerNorm": ["normalized_shape"],
        "Linear": ["in_features", "out_features"],
        "LeakyReLU": ["negative_slope"], "PixelShuffle": ["upscale_factor"], "PixelUnshuffle": ["downscale_factor"],
        "Embedding": ["num_embeddings", "embedding_dim"], "SyncBatchNorm": ["num_features"],
        "LocalResponseNorm": ["size"],
        "ReflectionPad2d": ["padding"], "ReplicationPad2d": ["padding"], "ZeroPad2d": ["padding"],
        "ConstantPad2d": ["padding"], "CircularPad2d": ["padding"],
    ]
    /// Kinds whose tensors have the layer's path before their names.
    private static let keyed: Set<String> = [
        "Conv2d", "ConvTranspose2d", "BatchNorm2d", "BatchNorm1d", "SyncBatchNorm", "InstanceNorm2d", "Linear", "PReLU",
        "GroupNorm", "LayerNorm", "Embedding",
    ]
    /// Layers that do nothing in evaluation, or that change no values.
    static let silent: Set<String> = [
        "Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "AlphaDropout", "FeatureAlphaDropout", "Identity",
    ]
    /// Arguments that say nothing about evaluation, or that the layer's kind says.
    private static let harmless: Set<String> = [
        "inplace", "momentum", "track_running_stats", "device", "dtype", "start_dim", "end_dim", "return_indices",
        "num_parameters_printed",
    ]
    private static let grids: Set<String> = [
        "Conv2d", "ConvTranspose2d", "BatchNorm2d", "InstanceNorm2d", "Upsample", "UpsamplingNearest2d",
        "UpsamplingBilinear2d", "PixelShuffle", "PixelUnshuffle", "ReflectionPad2d", "ReplicationPad2d", "ZeroPad2d",
        "ConstantPad2d", "CircularPad2d", "MaxPool2d", "AvgPool2d",
    ]

    /// The document of a chain, as text, and what was put between layers because nothing else fits.
    ///
    /// Printed networks don't show views: between a linear layer and one for images the values become a square image, and
    /// before a linear layer images become vectors.
    static func document(_ layers: [NamedLayer], role: Architecture.Role) -> (text: String, assumed: [String]) {
        var lines = ["\(role.rawValue):"]
        var assumed: [String] = []
        var isGrid = false
        var width: Int?
        for layer in layers where !silent.contains(layer.kind) {
            if grids.contains(layer.kind), !isGrid, let values = width {
                let channels = layer.number("num_features") ?? layer.number("in_channels")
                if let channels, channels > 0, values.isMultiple(of: channels) {
                    let side = Int(Double(values / channels).squareRoot().rounded())
                    if side * side == values / channels {
                        lines.append("  - {kind: Unflatten, shape: [\(channels), \(side), \(side)]}")
                        assumed.append("a view as [\(channels), \(side), \(side)] before \(layer.key)")
                    }
                }
                isGrid = true
            } else if layer.kind == "Linear", isGrid {
                lines.append("  - {kind: Flatten}")
                assumed.append("a flattening before \(layer.key)")
                isGrid = false
            }
            lines.append("  - \(entry(of: layer))")
            switch layer.kind {
            case "Linear": (isGrid, width) = (false, layer.number("out_features"))
            case "Flatten": isGrid = false
            case "Unflatten": isGrid = true
            default: if grids.contains(layer.kind) { isGrid = true }
            }
        }
        return (lines.joined(separator: "\n") + "\n", assumed)
    }

    private static func entry(of layer: NamedLayer) -> String {
        var kind = layer.kind
        var fields: [String] = []
        // With running statistics instance normalization is, in evaluation, what batch normalization is.
        if kind == "InstanceNorm2d", layer.argument("track_running_stats") == "true" { kind = "BatchNorm2d" }
        for (name, value) in layer.arguments where !harmless.contains(name) && value != "null" {
            if name == "bias", kind != "LayerNorm", kind.contains("Norm"), value == "true" { continue }
            if name == "num_parameters", value == "1" { continue }
            if name == "mode", kind.hasPrefix("Upsampling") { continue }
            if name == "dim", kind != "Softmax", kind != "GLU" { continue }
            if name == "output_padding", kind == "Conv2d", layer.number(name) == 0 { continue }
            if name == "padding_mode", value.contains("zeros") { continue }
            if name == "ceil_mode", value == "false" { continue }
            fields.append("\(name): \(value)")
        }
        if keyed.contains(layer.kind), !layer.key.isEmpty { fields.append("key: \(quoted(layer.key))") }
        return "{kind: \(quoted(kind))\(fields.map { ", " + $0 }.joined())}"
    }

    /// A text that YAML can't take for anything else.
    static func quoted(_ text: String) -> String {
        "\"" + PrintableText.of(text, limit: 300).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
