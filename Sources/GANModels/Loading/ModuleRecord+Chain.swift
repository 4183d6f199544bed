import GANCheckpoints
import OrderedCollections

extension ModuleRecord {
    /// The architecture of a pickled network whose layers are all PyTorch's own, as a chain; nil for any other network.
    ///
    /// Layers carry their arguments. What a class of the project does between them is not in the file: it is taken that they run in the
    /// order in which the network names them, which is said.
    ///
    /// `names` are those of its tensors.
    func chain(role: Architecture.Role, names: Set<String>, path: String) throws(ModelError) -> Architecture? {
        var layers: [NamedLayer] = []
        var foreign: [String] = []
        for (place, name) in classes {
            let kind = String(name.split(separator: ".").last ?? "")
            let isInner = classes.keys.contains { $0 != place && (place.isEmpty || $0.hasPrefix(place + ".")) }
            guard name.hasPrefix("torch.nn.modules.") else {
                // A layer of the project's own could compute anything.
                if !isInner { return nil }
                foreign.append(kind)
                continue
            }
            if isInner { continue }
            // What becomes of a class is in the project's own code.
            guard kind != "Embedding" else { return nil }
            guard LayerDescription.kinds.contains(kind) || LayerChain.silent.contains(kind),
                let arguments = arguments(of: kind, at: place, names)
            else { return nil }
            layers.append(NamedLayer(key: place, kind: kind, arguments: arguments))
        }
        // One class around a chain is usual; blocks of a project's own have sums and branches.
        guard !layers.isEmpty, foreign.count <= 1,
            Set(foreign).isSubset(of: [classes[""]?.split(separator: ".").last.map(String.init) ?? ""])
        else { return nil }
        let order = foreign.isEmpty ? "their order" : "the order in which \(foreign[0]) names them"
        let document = try ArchitectureDocument(chain: layers, role: role, order: order, path: path)
        var found = try Architecture(document, role: role, path: path)
        found.origin = "the file's own modules"
        if foreign.isEmpty, !(document.assumed ?? "").contains(",") { found.assumed = nil }
        return found
    }

    /// A layer's arguments by PyTorch's names; nil where one is not kept in a form that is known.
    private func arguments(
        of kind: String, at place: String, _ names: Set<String>
    ) -> [(name: String, value: String)]? {
        var result: [(name: String, value: String)] = []
        for name in Self.names[kind] ?? [] {
            switch attribute(name, of: place) {
            case .integer(let value): result.append((name, "\(value)"))
            case .number(let value): result.append((name, "\(value)"))
            case .boolean(let value): result.append((name, value ? "true" : "false"))
            case .text(let value): result.append((name, LayerChain.quoted(value)))
            case .list(let items):
                let numbers = items.compactMap(\.integer)
                guard numbers.count == items.count else { return nil }
                result.append((name, "\(numbers)"))
            case .some(.none), nil: continue
            default: return nil
            }
        }
        // A bias that is None is no tensor, and PyTorch keeps it nowhere else.
        if ["Conv2d", "ConvTranspose2d", "Linear", "LayerNorm"].contains(kind) {
            result.append(("bias", names.contains("\(place).bias") ? "true" : "false"))
        }
        return result
    }

    private static let names: [String: [String]] = {
        let convolution = [
            "in_channels", "out_channels", "kernel_size", "stride", "padding", "output_padding", "dilation", "groups",
            "padding_mode",
        ]
        return [
            "Conv2d": convolution, "ConvTranspose2d": convolution, "Linear": ["in_features", "out_features"],
            "BatchNorm2d": ["num_features", "eps", "affine"], "BatchNorm1d": ["num_features", "eps", "affine"],
            "InstanceNorm2d": ["num_features", "eps", "affine", "track_running_stats"],
            "GroupNorm": ["num_groups", "num_channels", "eps", "affine"], "LeakyReLU": ["negative_slope"],
            "ELU": ["alpha"], "CELU": ["alpha"], "Hardtanh": ["min_val", "max_val"], "PReLU": ["num_parameters"],
            "Upsample": ["scale_factor", "size", "mode", "align_corners"],
            "UpsamplingNearest2d": ["scale_factor", "size"],
            "UpsamplingBilinear2d": ["scale_factor", "size"], "PixelShuffle": ["upscale_factor"],
            "GELU": ["approximate"],
            "Unflatten": ["unflattened_size"],
            "AvgPool2d": ["kernel_size", "stride", "padding", "count_include_pad", "ceil_mode"],
            "AdaptiveAvgPool2d": ["output_size"], "ReflectionPad2d": ["padding"], "ReplicationPad2d": ["padding"],
            "ZeroPad2d": ["padding"], "ConstantPad2d": ["padding", "value"], "CircularPad2d": ["padding"],
            "SyncBatchNorm": ["num_features", "eps", "affine"], "GLU": ["dim"], "Softmax": ["dim"],
            "LayerNorm": ["normalized_shape", "eps", "elementwise_affine"], "RReLU": ["lower", "upper"],
            "LocalResponseNorm": ["size", "alpha", "beta", "k"], "PixelUnshuffle": ["downscale_factor"],
            "MaxPool2d": ["kernel_size", "stride", "padding", "dilation", "ceil_mode"],
        ]
    }()
}
