/// Discriminators of well-known projects, by the names of their tensors: to be told from generators, not to be run.
enum ForeignDiscriminators {
    /// Whose discriminator has these names; nil of others.
    static func project(_ names: GraphNames) -> String? {
        known.first { $0.fits(names) }?.project
    }

    private static let known: [(project: String, fits: @Sendable (GraphNames) -> Bool)] = [
        ("StyleGAN2", { $0.has("b4.fc.weight") && $0.has("b4.out.weight") }),
        ("rosinality's StyleGAN2", { $0.has("final_linear.0.weight") && $0.has("final_conv.0.weight") }),
        ("mimicry", { $0.has("block1.c1.weight") && $0.has("block2.c1.weight") && !$0.has("l1.weight") }),
        (
            "PyTorch-StudioGAN",
            { $0.has("linear1.weight") && $0.has("blocks.0.0.conv2d1.weight") && !$0.has("linear0.weight") }
        ),
        (
            "PyTorch-StudioGAN",
            { $0.has("linear1.weight") && $0.has("blocks.0.0.conv0.weight") && $0.has("conv.weight") }
        ),
        (
            "BigGAN-PyTorch",
            { $0.has("blocks.0.0.conv1.weight") && $0.has("linear.weight") && !$0.has("output_layer.2.weight") }
        ),
    ]
}
