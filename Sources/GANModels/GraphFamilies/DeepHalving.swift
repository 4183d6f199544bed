/// Which blocks of a BigGAN-deep's discriminator halve the image, which its state dict does not say.
///
/// The first block of every stage halves, but that of the third of three stages, which networks of 32 pixels have. Source: Brock et al.
/// 2019, 1809.11096, appendix B, and its authors' BigGAN-PyTorch.
struct DeepHalving {
    /// How many stages there are.
    let stages: Int

    /// Whether a stage's block halves the image.
    func halves(stage: Int, block: Int) -> Bool { block == 0 && (stage < 2 || stages != 3) }

    /// What was assumed, for the protocol.
    var note: String {
        "That the first block of each stage halves the image\(stages == 3 ? ", but the last's," : "") is assumed: a state dict does not say it."
    }
}
