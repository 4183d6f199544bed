public import GANNumerics
import OrderedCollections

/// How much sharper the samples are than real images, in units of the real images' spread.
///
///     (mean_g − mean_r)/s_r,   of 10·log₁₀(mean squared Laplacian / variance) of each image's light
///
/// 0 is perfect; below 0 the samples are blurred, above 0 noisy or over-sharp. It does not depend on contrast, nor, but for its
/// interval, on the number of samples. Blind to everything else, and to variety.
///
/// Source: the variance of the Laplacian as a focus measure, Pech-Pacheco et al. 2000, divided by the image's own
/// variance; Glass's Δ of two means.
public enum Sharpness: Metric {
    /// The name in results, files and on the command line.
    public static let name = "sharpness"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Sharpness", section: .quality, direction: .closerToNull,
        values: .init(-.infinity ... .infinity),
        sees: "blur, noise and over-sharp samples, from the pixels alone",
        blindTo: "what is shown, variety and copying",
        paper: "Pech-Pacheco et al. 2000, ICPR, for the focus measure",
        needs: [.appearance],
        formula:
            "(mean_g − mean_r)/s_r of each image's 10·log10(mean squared Laplacian / variance); s_r: real images' spread",
        reading:
            "0 is perfect. Below 0 samples are softer than real images, above 0 noisier or sharper. 0.1 is hardly seen, 0.5 is "
            + "half of what real images differ among themselves, 1 is plain. It is an effect size: more samples narrow "
            + "its interval and do not move it.",
        references: "Null: 0 for equal distributions. Ceiling: held-out images in the samples' place.",
        uncertainty: "Delta method with each image's own influence on mean and spread: no distribution is assumed.",
        conventions:
            "Laplacian of five points, edges mirrored, on the light of grey levels 0 to 255. Variance floored by that of "
            + "rounding to whole grey levels.")

    /// The standardized difference of `generated` `[m, s]` from `real` `[n, s]`, both of `ImageAppearance`; n and m at least 2.
    ///
    /// Throws for fewer rows, other widths and numbers that are not finite.
    public static func evaluate(
        real: Matrix<Float>, generated: Matrix<Float>, interval: Bool = true
    ) throws(MetricError) -> MetricResult {
        let found = try StandardizedDifferences(real: real, generated: generated, columns: [.sharpness], metric: name)
        var result = MetricResult(value: 0, null: MetricReference(value: 0, basis: "equal distributions"))
        guard let column = found.columns.first else {
            result.diagnostics.append(
                Diagnostic(
                    code: "nothing_varies", severity: .note,
                    message: "All images of both sets are equally sharp: there is no spread to measure a difference by."
                ))
            return result
        }
        result.value = column.shift
        guard interval else { return result }
        let reach = found.reach
        result.interval = MetricInterval(
            low: column.shift - reach * column.shiftError, high: column.shift + reach * column.shiftError,
            level: StandardizedDifferences.level, method: "delta method")
        result.parts["difference_decibels"] = .number(column.generatedMean - column.realMean)
        result.parts["real_mean_decibels"] = .number(column.realMean)
        result.parts["generated_mean_decibels"] = .number(column.generatedMean)
        result.parts["spread"] = .number(column.spread)
        result.parts["spread_interval"] = .interval(
            MetricInterval(
                low: column.spread - reach * column.spreadError, high: column.spread + reach * column.spreadError,
                level: StandardizedDifferences.level, method: "delta method"))
        return result
    }
}

extension Sharpness {
    /// A difference of means: how many held-out images there are does not move it.
    public static var ceiling: CeilingRule { .meanOverRows }

    /// What keeps it from being computed.
    public static func missing(_ inputs: MetricInputs) -> String? { inputs.lackOfAppearance }

    /// The metric of the context's samples.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        let appearance = try context.appearance()
        return try evaluate(
            real: appearance.real, generated: appearance.generated, interval: context.options.interval)
    }
}
