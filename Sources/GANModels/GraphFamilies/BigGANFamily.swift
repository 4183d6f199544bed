import GANNumerics

/// The generators of ajbrock's BigGAN-PyTorch: BigGAN, BigGAN-deep and SAGAN, with hierarchical latents and shared embeddings or without.
enum BigGANFamily: GraphFamily {
    static let name = "biggan-pytorch"
    static let projects = "BigGAN-PyTorch's BigGAN, BigGAN-deep, SAGAN"
    static let assumptions = "rectifiers, nearest doubling, normalization's ε of 1e-5, keys pooled 2×2, tanh"

    static func recognizesGenerator(_ names: GraphNames) -> Bool {
        names.has("linear.weight") && names.has("blocks.0.0.conv1.weight") && names.has("output_layer.2.weight")
    }

    static func generator(
        _ weights: GraphWeights, _ options: GraphOptions
    ) throws(ModelError) -> GraphGenerator {
        let isDeep = weights.has("blocks.0.0.conv4.weight")
        var builder = ResidualGenerator(weights, isDeep ? ResidualNames.brock.deep : .brock)
        var stages: [ResidualGenerator.Stage] = []
        for index in 0..<min(4096, weights.count("blocks.", ".0.conv1.weight")) {
            let count = weights.count("blocks.\(index).", ".conv1.weight")
            for block in 0..<count {
                stages.append(.block("blocks.\(index).\(block)", upsamples: block == count - 1))
            }
            if weights.has("blocks.\(index).\(count).theta.weight") {
                stages.append(.attention("blocks.\(index).\(count)"))
            }
        }
        return try builder.generator(stages, norm: "output_layer.0", colour: "output_layer.2", weights: weights)
    }
}
