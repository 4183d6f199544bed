/// How a project spells a residual generator: the same network in other names and with small differences.
struct ResidualNames: Sendable {
    /// The family's name on the command line.
    var family: String
    /// The layer behind the latent vector.
    var first: String
    /// The convolutions of a block in their order, 3×3 or 1×1 by their weights.
    var convolutions: [String]
    /// The convolution of the shortcut.
    var shortcut: String
    /// The normalizations of a block in their order.
    var norms: [String]
    /// What is added to variances.
    var epsilon: Float
    /// Whether images are doubled bilinearly, else by the nearest pixel.
    var isBilinear = false
    /// The parts of a self-attention, and its gain.
    var attention: (theta: String, phi: String, values: String, output: String, gain: String)
    /// The embedding of classes that all blocks share.
    var shared: String?
}

extension ResidualNames {
    /// kwotsin's mimicry: SNGAN, SSGAN, InfoMax GAN, WGAN-GP, cGAN-PD, SAGAN.
    static let mimicry = ResidualNames(
        family: "mimicry", first: "l1", convolutions: ["c1", "c2"], shortcut: "c_sc", norms: ["b1", "b2"],
        epsilon: 1e-5, isBilinear: true, attention: ("theta", "phi", "g", "o", "gamma"))

    /// PyTorch-StudioGAN's resnet and big_resnet: SNGAN, SAGAN, cGAN-PD, BigGAN and those that build on them.
    static let studio = ResidualNames(
        family: "studiogan", first: "linear0", convolutions: ["conv2d1", "conv2d2"], shortcut: "conv2d0",
        norms: ["bn1", "bn2"], epsilon: 1e-4,
        attention: ("conv1x1_theta", "conv1x1_phi", "conv1x1_g", "conv1x1_attn", "sigma"), shared: "shared")

    /// ajbrock's BigGAN-PyTorch: BigGAN, SAGAN, BigGAN-deep.
    static let brock = ResidualNames(
        family: "biggan-pytorch", first: "linear", convolutions: ["conv1", "conv2"], shortcut: "conv_sc",
        norms: ["bn1", "bn2"], epsilon: 1e-5, attention: ("theta", "phi", "g", "o", "gamma"), shared: "shared")

    /// Hugging Face's pytorch-pretrained-BigGAN: BigGAN-deep with statistics for each truncation.
    static let huggingFace = ResidualNames(
        family: "biggan-hf", first: "gen_z", convolutions: ["conv_0", "conv_1", "conv_2", "conv_3"], shortcut: "",
        norms: ["bn_0", "bn_1", "bn_2", "bn_3"], epsilon: 1e-4,
        attention: (
            "snconv1x1_theta", "snconv1x1_phi", "snconv1x1_g", "snconv1x1_o_conv", "gamma"
        ))

    /// The same names for blocks of four convolutions, as BigGAN-deep has them.
    var deep: ResidualNames {
        var names = self
        let stem = String(convolutions[0].dropLast())
        names.convolutions = (1...4).map { "\(stem)\($0)" }
        names.norms = (1...4).map { "bn\($0)" }
        return names
    }
}
