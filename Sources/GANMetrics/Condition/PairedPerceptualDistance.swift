/// How far an output lies from its own target in the layers of a network.
///
///     mean over pairs of d(output, target)
///
/// The distance is that of random pairs' variety (`perceptual_diversity`): LPIPS where its weights are given. Source: Zhang et al. 2018, arXiv 1801.03924, for the form.
package enum PairedPerceptualDistance {
    package static let name = "pair_perceptual"

    /// How to read it.
    package static let entry = MetricRegistry.Entry(
        name: name, title: "Target, perceptual distance", section: .condition, direction: .lower,
        values: .init(0...(.infinity)),
        sees: "differences from the target that a network sees, texture among them",
        blindTo: "what the network never learnt to see: it knows photographs",
        paper: "Zhang et al. 2018, arXiv 1801.03924, for the form",
        needs: [],
        formula:
            "mean over pairs of the squared difference of unit vectors along channels, over places, summed over layers",
        reading:
            "0 for equal images; its numbers compare with nothing but themselves, so read it between null and ceiling.",
        references: PairedFigure.references,
        uncertainty: PairedFigure.uncertainty,
        conventions:
            "The layers of EfficientNet-lite0 with all weights 1, which is no LPIPS, or LPIPS where --lpips FILE names its weights; the part distance says which. At "
            + "most 250 pairs, the first ones."
    )
}
