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
        let names = isDeep ? ResidualNames.studio.deep : .studio
        var builder = ResidualGenerator(weights, names)
        let blocks = StudioBlocks(weights, names)
        let depth = isDeep ? blocks.depth(widensFirst: false) : 1
        var place = 0
        let stages = blocks.layers.map { layer -> ResidualGenerator.Stage in
            guard layer.isBlock else { return .attention(layer.name) }
            place += 1
            // Of a deep generator's blocks the last of each stage doubles the image.
            return .block(layer.name, upsamples: place % depth == 0)
        }
        var generator = try builder.generator(stages, norm: "bn4", colour: "conv2d5", weights: weights)
        if isDeep {
            generator.notes.append(
                "That the last of every \(depth) blocks doubles the image is assumed: a state dict does not say it."
            )
        }
        return generator
    }
}
