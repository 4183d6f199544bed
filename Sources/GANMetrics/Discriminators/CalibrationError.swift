import OrderedCollections

/// The expected calibration error: by how much stated and true shares differ, averaged over the rows.
///
///     ECE = Σ_b n_b/n · |share that is real in b − mean probability in b|
///
/// In 0…1; chance alone makes it positive, which its null says. Source: Naeini et al. 2015; Guo et al. 2017, arXiv 1706.04599, with bins
/// of equal width.
package enum CalibrationError {
    package static let name = "discriminator_calibration_error"

    /// How to read it.
    package static let entry = MetricRegistry.Entry(
        name: name, title: "Discriminator, calibration error",
        section: .discriminator,
        direction: .lower,
        values: .init(0...1),
        sees: "probabilities that are not what they say",
        blindTo: "errors that cancel within a bin",
        paper: "Naeini et al. 2015; Guo et al. 2017, arXiv 1706.04599",
        needs: [],
        formula: "Σ_b n_b/n · |share that is real in b − mean probability in b|",
        reading: "By how much stated and true shares differ on average: 0.1 is ten points. Chance alone makes it "
            + "positive; the null says by how much.",
        references: "Null: calibrated probabilities with so many rows in each bin.",
        uncertainty: "Normal, given the bins and the signs of their differences.",
        conventions: "15 bins of equal width; one half of held-out rows and as many samples.")
}

extension Reliability {
    /// The expected calibration error.
    ///
    /// The null is what calibrated probabilities give with so many rows in each bin, by a normal law within each: Σ √(2/π·spread_b)/n. The interval is
    /// a normal one of the bins' differences, given their signs; it is about as much too high as the null is above 0. O(bins).
    package var calibrationError: MetricResult {
        var (error, null, square) = (0.0, 0.0, 0.0)
        for bin in bins where bin.count > 0 {
            error += Double(bin.count) * abs(bin.observed - bin.predicted)
            null += (2 / Double.pi * bin.spread).squareRoot()
            square += Double(bin.count) * bin.observed * (1 - bin.observed)
        }
        let rows = Double(count)
        return MetricResult(
            value: error / rows,
            interval: .normal(
                error / rows, error: square.squareRoot() / rows, level: level, in: 0...1,
                method: "normal, given the bins and their signs"),
            null: MetricReference(
                value: null / rows, basis: "calibrated probabilities, \(count) rows in \(bins.count) bins, normal"))
    }
}
