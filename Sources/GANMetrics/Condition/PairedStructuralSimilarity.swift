package import GANNumerics

/// How alike an output and its own target are by SSIM.
///
///     mean over pairs of SSIM(output, target)
///
/// Source: Wang et al. 2004; Isola et al. 2017, arXiv 1611.07004, for pairs.
package enum PairedStructuralSimilarity {
    package static let name = "pair_ssim"

    /// How to read it.
    package static let entry = MetricRegistry.Entry(
        name: name, title: "Target, SSIM", section: .condition, direction: .higher, values: .init(-1...1),
        sees: "differences of light, contrast and structure from the target",
        blindTo: "answers that are right and lie elsewhere: a shift of a pixel costs as much as a wrong answer",
        paper: "Wang et al. 2004; Isola et al. 2017, arXiv 1611.07004, for pairs",
        needs: [],
        formula: "mean over pairs of SSIM(output, target)",
        reading:
            "1 for equal images. Blurred answers, means of all true ones, have more than sharp ones that chose another true one: read it beside the distances of the sets.",
        references: PairedFigure.references,
        uncertainty: PairedFigure.uncertainty,
        conventions:
            "Gaussian windows of 11 × 11 within the image, of the light alone; images of at least 11 pixels each way.")

    /// One value a pair of rows of `outputs` and `targets`, `[n, height·width·channels]` both; nil for images that hold no window.
    package static func values(
        outputs: Matrix<Float>, targets: Matrix<Float>, height: Int, width: Int, channels: Int
    ) -> [Double]? {
        guard let similarity = StructuralSimilarity(height: height, width: width, channels: channels) else {
            return nil
        }
        return similarity.pairs(of: PairedFigure.interleaved(outputs, targets)).single
    }
}
