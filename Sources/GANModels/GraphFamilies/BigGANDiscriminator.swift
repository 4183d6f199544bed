import GANData
import GANNumerics
import GANONNX

/// The discriminators of BigGAN-PyTorch: BigGAN, BigGAN-deep and SAGAN, whose scores depend on classes by projection.
extension BigGANFamily {
    static func recognizesDiscriminator(_ names: GraphNames) -> Bool {
        names.has("blocks.0.0.conv1.weight") && names.has("linear.weight") && !names.has("output_layer.2.weight")
    }

    static func discriminator(_ weights: GraphWeights, shape: SampleShape?) throws -> GraphDiscriminator {
        let isDeep = weights.has("blocks.0.0.conv4.weight")
        var builder = ResidualDiscriminator(
            weights, isDeep ? ResidualNames.brock.deep : .brock, rectifiesInPlace: false)
        let count = min(64, weights.count("blocks.", ".0.conv1.weight"))
        let halving = DeepHalving(stages: count)
        var stages: [ResidualDiscriminator.Stage] = []
        for index in 0..<count {
            let blocks = weights.count("blocks.\(index).", ".conv1.weight")
            for block in 0..<blocks {
                let name = "blocks.\(index).\(block)"
                // The last of those that are not deep never halves, though its shortcut has weights where it widens.
                let halves =
                    isDeep
                    ? halving.halves(stage: index, block: block)
                    : index < count - 1 && weights.has("\(name).conv_sc.weight")
                stages.append(.block(name, halves: halves))
            }
            if weights.has("blocks.\(index).\(blocks).theta.weight") {
                stages.append(.attention("blocks.\(index).\(blocks)"))
            }
        }
        var built = try builder.discriminator(
            stages, start: isDeep ? "input_conv" : nil, last: "linear",
            classes: weights.has("embed.weight") ? "embed" : nil, shape: shape, weights: weights)
        if isDeep { built.notes.append(halving.note) }
        return built
    }
}
