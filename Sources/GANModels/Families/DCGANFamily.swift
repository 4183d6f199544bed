import GANNumerics

/// Networks in the manner of DCGAN, described by the shapes of their tensors alone.
///
/// Radford et al. 2015, 1511.06434.
///
/// - Generator: a transposed convolution of kernel 4 or 7 from a 1×1 latent image, then any number of kernel 4, stride
///   2, padding 1; a rectifier after each but the last, which ends in a hyperbolic tangent and has 1 or 3 channels.
/// - Discriminator: convolutions of kernel 4, stride 2, padding 1 with leaky rectifiers of slope 0.2, then a
///   convolution of kernel 4 or 7 to one 1×1 channel, or a flattening and a linear layer of one output.
///
/// Batch normalization and biases are where the state dict has them. Whatever else is there does not fit: shapes cannot
/// tell strides and activations of other networks apart.
enum DCGANFamily: ArchitectureFamily {
    static let name = "dcgan"

    /// More halvings than any image has.
    private static let depthLimit = 14

    static func match(_ shapes: [String: [Int]], role: Architecture.Role) throws(Mismatch) -> Architecture {
        switch role {
        case .generator:
            let (layers, size) = try generator(shapes)
            return architecture(
                .generator, NetworkDescription(input: [1, 1, size], layers: layers),
                latent: .init(shape: [size, 1, 1]),
                valueRange: .symmetric)
        case .discriminator:
            return architecture(.discriminator, try discriminator(shapes), valueRange: .symmetric)
        }
    }

    /// The generator's layers and latent size.
    static func generator(_ shapes: [String: [Int]]) throws(Mismatch) -> (layers: [LayerDescription], latent: Int) {
        let stages = try stages(shapes, inputs: 0, outputs: 1, role: "generator")
        guard stages[0].convolution.weight[0] > 1 else {
            throw Mismatch(
                reason: "\(stages[0].convolution.key) takes a single latent value; it looks like a discriminator's end")
        }
        if let linear = stages.last?.linear {
            throw Mismatch(reason: "\(linear.key) is a linear layer, which the family's generators don't have")
        }
        var layers: [LayerDescription] = []
        for (index, stage) in stages.enumerated() {
            let shape = stage.convolution.weight
            let isFirst = index == 0
            let isLast = index == stages.count - 1
            guard isFirst ? shape[2] == 4 || shape[2] == 7 : shape[2] == 4 else {
                throw Mismatch(
                    reason:
                        "\(stage.convolution.key).weight is \(shape), where a kernel of \(isFirst ? "4 or 7" : "4") "
                        + "was expected")
            }
            layers.append(
                .transposedConvolution(
                    .init(
                        inputs: shape[0], outputs: shape[1], kernel: shape[2], stride: isFirst ? 1 : 2,
                        padding: isFirst ? 0 : 1, bias: stage.convolution.hasBias, key: stage.convolution.key)))
            if isLast {
                guard stage.norm == nil else {
                    throw Mismatch(reason: "\(stage.norm?.key ?? "") normalizes the last layer's output")
                }
                guard shape[1] == 1 || shape[1] == 3 else {
                    throw Mismatch(
                        reason: "its last layer, \(stage.convolution.key), has \(shape[1]) channels, not 1 or 3")
                }
            } else {
                if let norm = stage.norm { layers.append(batchNorm(norm)) }
                layers.append(.leakyRectifier(slope: 0))
            }
        }
        return (layers + [.hyperbolicTangent], stages[0].convolution.weight[0])
    }

    /// The discriminator's layers and the images that they take.
    static func discriminator(_ shapes: [String: [Int]]) throws(Mismatch) -> NetworkDescription {
        let stages = try stages(shapes, inputs: 1, outputs: 0, role: "discriminator")
        guard let last = stages.last, [1, 3].contains(stages[0].convolution.weight[1]) else {
            let first = stages[0].convolution
            throw Mismatch(reason: "its first layer, \(first.key), takes \(first.weight[1]) channels, not 1 or 3")
        }
        var layers: [LayerDescription] = []
        for stage in last.linear == nil ? stages.dropLast() : stages[...] {
            let shape = stage.convolution.weight
            guard shape[2] == 4 else {
                throw Mismatch(reason: "\(stage.convolution.key).weight is \(shape), where a kernel of 4 was expected")
            }
            layers.append(.convolution(convolution(stage.convolution, stride: 2, padding: 1)))
            if let norm = stage.norm { layers.append(batchNorm(norm)) }
            layers.append(.leakyRectifier(slope: 0.2))
        }
        let side: Int
        if let linear = last.linear {
            let (outputs, inputs, channels) = (linear.weight[0], linear.weight[1], last.convolution.weight[0])
            side = inputs % channels == 0 ? Int(Double(inputs / channels).squareRoot()) : 0
            guard outputs == 1, side > 0, side * side * channels == inputs else {
                throw Mismatch(
                    reason: "\(linear.key).weight is \(linear.weight), where [1, \(channels) · a square] was expected")
            }
            layers += [.flatten, .linear(inputs: inputs, outputs: 1, bias: linear.hasBias, key: linear.key)]
        } else {
            let shape = last.convolution.weight
            guard shape[0] == 1, shape[2] == 4 || shape[2] == 7, last.norm == nil else {
                throw Mismatch(
                    reason:
                        "its last layer, \(last.convolution.key).weight, is \(shape), where one output and a kernel of "
                        + "4 or 7 were expected")
            }
            side = shape[2]
            layers.append(.convolution(convolution(last.convolution, stride: 1, padding: 0)))
        }
        let halvings = last.linear == nil ? stages.count - 1 : stages.count
        let size = side << halvings
        guard size <= LayerDescription.sizeLimit else {
            throw Mismatch(reason: "its images would be \(size) pixels wide")
        }
        return NetworkDescription(input: [size, size, stages[0].convolution.weight[1]], layers: layers)
    }

    private static func batchNorm(_ module: StateModule) -> LayerDescription {
        .batchNorm(
            features: module.shapes["running_mean"]?.first ?? 0, epsilon: 1e-5, affine: module.shapes["weight"] != nil,
            key: module.key)
    }

    private static func convolution(
        _ module: StateModule, stride: Int, padding: Int
    ) -> LayerDescription.Convolution {
        .init(
            inputs: module.weight[1], outputs: module.weight[0], kernel: module.weight[2], stride: stride,
            padding: padding, bias: module.hasBias, key: module.key)
    }

    /// A convolution with the normalization of its result; the last one also with a linear layer behind it.
    private struct Stage {
        let convolution: StateModule
        var norm: StateModule?
        var linear: StateModule?
    }

    /// The modules as stages that take each other's channels.
    private static func stages(
        _ shapes: [String: [Int]], inputs: Int, outputs: Int, role: String
    ) throws(Mismatch) -> [Stage] {
        let modules = StateModule.ordered(shapes)
        try checkKinds(modules)
        do throws(Mismatch) {
            return try linked(modules, inputs: inputs, outputs: outputs)
        } catch {
            // Backwards, the other network's layers fit together too, so the order of the names goes first.
            if (try? linked(modules, inputs: outputs, outputs: inputs)) != nil {
                let other = role == "generator" ? "discriminator" : "generator"
                throw Mismatch(reason: "\(error.reason); its layers fit together as a \(other)'s")
            }
            // Names without an order of their own ("initial", "final") leave it to the channels.
            guard let chain = StateModule.chained(modules, inputs: inputs, outputs: outputs) else { throw error }
            return try linked(chain, inputs: inputs, outputs: outputs)
        }
    }

    /// Every module must be a square convolution, a linear layer or a batch normalization, whole.
    private static func checkKinds(_ modules: [StateModule]) throws(Mismatch) {
        guard modules.contains(where: { $0.isConvolution }) else {
            throw Mismatch(reason: "it has no weight of four axes, so no convolution")
        }
        for module in modules {
            let known: Set<String>
            if module.isBatchNorm {
                let scales = module.shapes.keys.contains("weight") ? ["weight", "bias"] : []
                known = Set(scales + ["running_mean", "running_var"])
                let features = module.shapes["running_mean"] ?? []
                guard features.count == 1, module.shapes.values.allSatisfy({ $0 == features }) else {
                    throw Mismatch(reason: "\(module.description) is no batch normalization")
                }
            } else {
                known = module.hasBias ? ["weight", "bias"] : ["weight"]
                let isWhole = module.isLinear || module.isConvolution && module.weight[2] == module.weight[3]
                guard isWhole, module.weight.allSatisfy({ (1...LayerDescription.sizeLimit).contains($0) }) else {
                    throw Mismatch(
                        reason: "\(module.description) is no square convolution, linear layer or batch normalization")
                }
            }
            guard Set(module.shapes.keys) == known else {
                throw Mismatch(reason: "\(module.description) is not a layer that the family has")
            }
        }
    }

    private static func linked(_ modules: [StateModule], inputs: Int, outputs: Int) throws(Mismatch) -> [Stage] {
        var stages: [Stage] = []
        for module in modules {
            let last = stages.last
            let width = last.map { $0.convolution.weight[outputs] }
            if let linear = last?.linear {
                throw Mismatch(reason: "\(module.key) follows the linear layer \(linear.key)")
            }
            if module.isConvolution {
                if let bias = module.shapes["bias"], bias != [module.weight[outputs]] {
                    throw Mismatch(reason: "\(module.description) don't belong together")
                }
                if let last, let width, module.weight[inputs] != width {
                    throw Mismatch(
                        reason: "\(module.key).weight \(module.weight) does not take the \(width) channels of "
                            + "\(last.convolution.key)")
                }
                stages.append(Stage(convolution: module))
                continue
            }
            guard let last, let width else {
                throw Mismatch(reason: "it begins with \(module.description) instead of a convolution")
            }
            if module.isLinear {
                stages[stages.count - 1].linear = module
            } else {
                guard last.norm == nil, module.shapes["running_mean"] == [width] else {
                    throw Mismatch(
                        reason: "\(module.key) does not normalize the \(width) channels of \(last.convolution.key)")
                }
                stages[stages.count - 1].norm = module
            }
        }
        let least = stages.last?.linear == nil ? 2 : 1
        guard stages.count >= least && stages.count <= depthLimit else {
            throw Mismatch(reason: "it has \(stages.count) convolutions, where \(least) to \(depthLimit) were expected")
        }
        return stages
    }
}
