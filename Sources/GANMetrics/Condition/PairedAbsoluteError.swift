package import GANNumerics

/// The mean absolute difference of grey levels of an output and its own target: L1, what pix2pix adds to its loss.
///
///     mean over pairs, pixels and channels of |output − target|
///
/// Source: Isola et al. 2017, arXiv 1611.07004.
package enum PairedAbsoluteError {
    package static let name = "pair_absolute_error"

    /// How to read it.
    package static let entry = MetricRegistry.Entry(
        name: name, title: "Target, absolute error", section: .condition, direction: .lower, values: .init(0...255),
        sees: "differences from the target, pixel by pixel",
        blindTo: "blur: the median of all true answers has the least error of all",
        paper: "Isola et al. 2017, arXiv 1611.07004",
        needs: [],
        formula: "mean over pairs, pixels and channels of |output − target|",
        reading:
            "In grey levels of 255, 0 for equal images. Only the part of the way from the null to the ceiling says how much of the input was used.",
        references: PairedFigure.references,
        uncertainty: PairedFigure.uncertainty,
        conventions: "Grey levels from 0 to 255, over all channels alike.")

    /// One value a pair of rows of `outputs` and `targets`, grey levels `[n, d]` both; O(n·d).
    package static func values(outputs: Matrix<Float>, targets: Matrix<Float>) -> [Double] {
        PairedFigure.values(outputs, targets) { abs($0) }
    }
}
