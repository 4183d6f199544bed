import GANData
import GANNumerics
import GANONNX

/// The residual discriminators of mimicry: SNGAN, SSGAN, InfoMax GAN, WGAN-GP, and cGAN-PD and SAGAN, whose scores depend on classes.
extension MimicryFamily {
    static func recognizesDiscriminator(_ names: GraphNames) -> Bool {
        names.has("block1.c1.weight") && names.has("block2.c1.weight") && !names.has("l1.weight")
    }

    static func discriminator(_ weights: GraphWeights, shape: SampleShape?) throws -> GraphDiscriminator {
        var builder = ResidualDiscriminator(weights, .mimicry, rectifiesInPlace: true)
        let count = weights.count("block", ".c1.weight", from: 1)
        var stages: [ResidualDiscriminator.Stage] = []
        for index in 1...max(1, count) {
            // A shortcut with weights is one that halves, in all of the project's networks.
            stages.append(.block("block\(index)", halves: weights.has("block\(index).c_sc.weight")))
            // Its self-attention stands behind the second block.
            if index == 2, weights.has("attn_block.theta.weight") { stages.append(.attention("attn_block")) }
        }
        // An embedding has no bias; the layer for rotations, of the same name, has one.
        let classes = weights.has("l_y.weight") && !weights.has("l_y.bias") ? "l_y" : nil
        // Heads that training needs beside the score: rotations of SSGAN, features of InfoMax GAN.
        let heads = ["local_", "global_"] + (classes == nil ? ["l_y."] : [])
        func isHead(_ name: String) -> Bool { heads.contains { name.hasPrefix($0) } }
        var built = try builder.discriminator(
            stages, last: "l\(count + 1)", classes: classes, shape: shape, weights: weights, ignoring: isHead)
        if weights.names.contains(where: isHead) {
            built.notes.append(
                "Its heads for rotations or features are left out; its score is that for real and generated.")
        }
        return built
    }
}
