import GANNumerics

/// The residual generators of kwotsin's mimicry: SNGAN, SSGAN, InfoMax GAN, WGAN-GP, cGAN-PD and SAGAN, of any width, depth and side.
enum MimicryFamily: GraphFamily {
    static let name = "mimicry"
    static let projects = "mimicry's SNGAN, SSGAN, InfoMax GAN, WGAN-GP, cGAN-PD, SAGAN"
    static let assumptions = "rectifiers, bilinear doubling, normalization's ε of 1e-5, tanh"

    static func recognizesGenerator(_ names: GraphNames) -> Bool {
        names.has("l1.weight") && names.has("block2.c1.weight")
    }

    static func generator(
        _ weights: GraphWeights, _ options: GraphOptions
    ) throws(ModelError) -> GraphGenerator {
        var builder = ResidualGenerator(weights, .mimicry)
        let count = weights.count("block", ".c1.weight", from: 2)
        let last = 2 + count
        var stages = (2..<last).map { ResidualGenerator.Stage.block("block\($0)", upsamples: true) }
        var notes: [String] = []
        if weights.has("attn_block.theta.weight") {
            let width = weights.shape("attn_block.theta.weight").flatMap { $0.count == 4 ? $0[1] : nil }
            let fitting = (0..<count).filter { weights.shape("block\($0 + 2).c1.weight")?.first == width }
            // Where all blocks are as wide, as for images of 32 pixels, it stands before the last.
            let place = fitting.count == 1 ? fitting[0] : max(0, count - 2)
            stages.insert(.attention("attn_block"), at: min(place + 1, stages.count))
            if fitting.count > 1 {
                notes.append(
                    "That its self-attention stands before the last block is assumed: a state dict does not say it.")
            }
        }
        var generator = try builder.generator(stages, norm: "b\(last)", colour: "c\(last)", weights: weights)
        generator.notes = notes
        return generator
    }
}
