import GANData
import GANNumerics
import GANONNX

/// What PyTorch-StudioGAN's discriminators have in common: their last layer, and heads beside it.
private enum StudioHeads {
    /// The classes' vectors where the score depends on them: without a second linear layer, which contrastive losses and classifiers have.
    static func classes(_ weights: GraphWeights) -> String? {
        weights.has("embedding.weight") && !weights.has("linear2.weight") ? "embedding" : nil
    }

    /// Throws for a last layer that gives a score for each class.
    static func check(_ weights: GraphWeights) throws(ModelError) {
        guard let shape = weights.shape("linear1.weight"), shape.count == 2, shape[0] > 1 else { return }
        throw .unknownArchitecture(
            path: weights.path,
            problem: "its last layer, linear1, gives \(shape[0]) values, where one score is expected")
    }

    /// Whether a tensor is of a head that the score does not need.
    static func isHead(_ name: String, _ weights: GraphWeights) -> Bool {
        let heads = ["linear2.", "linear_mi.", "embedding_mi.", "info_"]
        return heads.contains { name.hasPrefix($0) } || classes(weights) == nil && name.hasPrefix("embedding.")
    }

    static func notes(_ weights: GraphWeights) -> [String] {
        weights.names.contains { isHead($0, weights) }
            ? ["Its heads for classes are left out; its score is that for real and generated."] : []
    }
}

/// The residual discriminators of the backbones `resnet` and `big_resnet`, under spectral norms or with batch normalization.
extension StudioGANFamily {
    static func recognizesDiscriminator(_ names: GraphNames) -> Bool {
        names.has("linear1.weight") && names.has("blocks.0.0.conv2d1.weight") && !names.has("linear0.weight")
    }

    static func discriminator(_ weights: GraphWeights, shape: SampleShape?) throws -> GraphDiscriminator {
        try StudioHeads.check(weights)
        let isDeep = weights.has("blocks.0.0.conv2d4.weight")
        let names = isDeep ? ResidualNames.studio.deep : .studio
        var builder = ResidualDiscriminator(weights, names, rectifiesInPlace: true)
        let blocks = StudioBlocks(weights, names)
        let depth = blocks.depth(widensFirst: true)
        let halving = DeepHalving(stages: blocks.count / depth)
        var place = 0
        let stages = blocks.layers.map { layer -> ResidualDiscriminator.Stage in
            guard layer.isBlock else { return .attention(layer.name) }
            defer { place += 1 }
            // The last block of others never halves, though its shortcut has weights where it widens.
            return .block(
                layer.name,
                halves: isDeep
                    ? halving.halves(stage: place / depth, block: place % depth)
                    : place < blocks.count - 1 && layer.changesWidth)
        }
        var built = try builder.discriminator(
            stages, start: isDeep ? "input_conv" : nil, last: "linear1", classes: StudioHeads.classes(weights),
            shape: shape, weights: weights, ignoring: { StudioHeads.isHead($0, weights) })
        built.notes += StudioHeads.notes(weights)
        if isDeep { built.notes += ["Its stages are of \(depth) blocks each, by its widths.", halving.note] }
        return built
    }
}

/// The discriminators of the backbone `deep_conv`: pairs of convolutions, of which the second halves the image.
extension StudioDCGANFamily {
    static func recognizesDiscriminator(_ names: GraphNames) -> Bool {
        names.has("linear1.weight") && names.has("blocks.0.0.conv0.weight") && names.has("conv.weight")
    }

    static func discriminator(_ weights: GraphWeights, shape: SampleShape?) throws -> GraphDiscriminator {
        try StudioHeads.check(weights)
        var names = ResidualNames.studio
        names.family = name
        var builder = ResidualDiscriminator(weights, names, rectifiesInPlace: true)
        let image = try ResidualDiscriminator.image(
            shape, halvings: min(16, weights.count("blocks.", ".0.conv1.weight")), path: weights.path)
        let (x, channels) = builder.plainBlocks(image, weights: weights)
        builder.score(
            x, channels: channels, last: "linear1", classes: StudioHeads.classes(weights), weights: weights)
        return GraphDiscriminator(
            graph: try builder.parts.state.finish(ignoring: { StudioHeads.isHead($0, weights) }),
            sampleShape: [image.height, image.width, image.channels], notes: StudioHeads.notes(weights))
    }
}

extension ResidualDiscriminator {
    /// The layers of `deep_conv` up to the last rectifier.
    fileprivate mutating func plainBlocks(_ image: ImageShape, weights: GraphWeights) -> (x: String, channels: Int) {
        var x = parts.state.graph.input("images", shape: [image.channels, image.height, image.width])
        var channels = image.channels
        var index = 0
        while index < 64 {
            let name = "blocks.\(index).0"
            if weights.has("\(name).\(parts.names.attention.theta).weight") {
                x = parts.attention(x, name, channels: channels)
            } else if weights.has("\(name).conv0.weight") {
                (x, channels) = parts.convolution(x, "\(name).conv0", inputs: channels)
                x = rectified(x, norm: "\(name).bn0", channels: channels, weights)
                var weight = parts.state.take("\(name).conv1.weight", axes: 4)
                if weight.shape[1] != channels || weight.shape[2] != 4 || weight.shape[3] != 4 {
                    weight = parts.state.take("\(name).conv1.weight", [weight.shape[0], channels, 4, 4])
                }
                channels = weight.shape[0]
                let bias =
                    weights.has("\(name).conv1.bias") ? parts.state.take("\(name).conv1.bias", [channels]).scalars : nil
                x = parts.state.convolution(x, "\(name).conv1", weight: weight, bias: bias, padding: 1, stride: 2)
                x = rectified(x, norm: "\(name).bn1", channels: channels, weights)
            } else {
                break
            }
            index += 1
        }
        (x, channels) = parts.convolution(x, "conv", inputs: channels)
        if weights.has("bn.running_mean") { x = parts.normalized(x, "bn", channels: channels, condition: nil) }
        return (x, channels)
    }

    /// `x` normalized where there are tensors for it, and rectified.
    private mutating func rectified(_ x: String, norm: String, channels: Int, _ weights: GraphWeights) -> String {
        let y =
            weights.has("\(norm).running_mean") ? parts.normalized(x, norm, channels: channels, condition: nil) : x
        return parts.state.rectified(y)
    }
}
