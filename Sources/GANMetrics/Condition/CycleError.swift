/// How far an image is from what comes back when it is translated there and back.
///
///     mean over images of |F(G(x)) − x|, over pixels and channels
///
/// Source: Zhu et al. 2017, arXiv 1703.10593 (CycleGAN), equation 2.
package enum CycleError {
    package static let name = "cycle_error"

    /// How to read it.
    package static let entry = MetricRegistry.Entry(
        name: name, title: "Cycle error", section: .condition, direction: .lower, values: .init(0...255),
        sees: "inputs that can't be told from their translations",
        blindTo:
            "which translation it is: one that exchanges colours, and changes them back, has none; nor does one that hides the input in faint patterns",
        paper: "Zhu et al. 2017, arXiv 1703.10593, equation 2",
        needs: [],
        formula: "mean over images, pixels and channels of |F(G(x)) − x|",
        reading: "In grey levels; 0 where the way back finds every input. A small one proves no right translation.",
        references: "Null: other images of the same source in the place of x.",
        uncertainty: PairedFigure.uncertainty,
        conventions:
            "Grey levels from 0 to 255. Between both networks images are rounded to whole levels, as files hold them: what was hidden in less than a level is lost."
    )
}
