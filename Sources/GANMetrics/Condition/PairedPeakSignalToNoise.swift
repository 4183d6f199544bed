package import GANNumerics
import RealModule

/// The peak signal-to-noise ratio of an output and its own target.
///
///     mean over pairs of 10·log₁₀(255² / mean squared difference), at most 100
///
/// Source: Huynh-Thu and Ghanbari 2008.
package enum PairedPeakSignalToNoise {
    package static let name = "pair_psnr"

    /// How to read it.
    package static let entry = MetricRegistry.Entry(
        name: name, title: "Target, PSNR", section: .condition, direction: .higher, values: .init(0...100),
        sees: "differences from the target, squared, pixel by pixel",
        blindTo: "what they look like: noise and a change of light count alike",
        paper: "Huynh-Thu and Ghanbari 2008",
        needs: [],
        formula: "mean over pairs of 10·log₁₀(255² / mean squared difference), at most 100",
        reading:
            "In decibels; 20 is a tenth of the range off, 40 a hundredth. Equal images would have no bound and count as 100.",
        references: PairedFigure.references,
        uncertainty: PairedFigure.uncertainty,
        conventions:
            "The mean over images of each one's ratio, not the ratio of the mean error; peak 255, all channels alike.")

    /// What equal images count as, in decibels.
    package static let most = 100.0

    /// One value a pair of rows of `outputs` and `targets`, grey levels `[n, d]` both; O(n·d).
    package static func values(outputs: Matrix<Float>, targets: Matrix<Float>) -> [Double] {
        PairedFigure.values(outputs, targets) { $0 * $0 }.map { square in
            square > 0 ? min(most, max(0, 10 * .log10(255 * 255 / square))) : most
        }
    }
}
