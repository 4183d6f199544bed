import GANNumerics

/// The residual generators of PyTorch-StudioGAN's backbones `resnet`, `big_resnet` and its BigGAN-deep: SNGAN, SAGAN, BigGAN and
/// those that share their networks, with conditional batch normalization and without.
enum StudioGANFamily: GraphFamily {
    static let name = "studiogan"
    static let projects = "PyTorch-StudioGAN's SNGAN, SAGAN, BigGAN and BigGAN-deep"
    static let assumptions = "rectifiers, nearest doubling, normalization's ε of 1e-4, keys pooled 2×2, tanh"

    static func recognizesGenerator(_ names: GraphNames) -> Bool {
        names.has("linear0.weight") && names.has("blocks.0.0.conv2d1.weight") && names.has("conv2d5.weight")
    }

    static func generator(
        _ weights: GraphWeights, _ options: GraphOptions
    ) throws(ModelError) -> GraphGenerator {
        let isDeep = weights.has("blocks.0.0.conv2d4.weight")
        var builder = ResidualGenerator(weights, isDeep ? ResidualNames.studio.deep : .studio)
        var stages: [ResidualGenerator.Stage] = []
        var index = 0
        var blocks = 0
        while index < 4096 {
            let name = "blocks.\(index).0"
            if weights.has("\(name).\(ResidualNames.studio.attention.theta).weight") {
                stages.append(.attention(name))
            } else if weights.has("\(name).conv2d1.weight") {
                // Of a deep generator's pairs the second doubles the image.
                stages.append(.block(name, upsamples: !isDeep || blocks % 2 == 1))
                blocks += 1
            } else {
                break
            }
            index += 1
        }
        var generator = try builder.generator(stages, norm: "bn4", colour: "conv2d5", weights: weights)
        if isDeep {
            generator.notes.append(
                "That every second block doubles the image is assumed, as in the published BigGAN-deep: a state dict does not say it."
            )
        }
        return generator
    }
}
