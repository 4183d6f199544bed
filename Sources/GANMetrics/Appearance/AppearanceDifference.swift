public import GANNumerics
import OrderedCollections

/// How far the samples lie from real images in the plainest of what images look like: light, contrast, colours, clipped values.
///
///     max over properties of |mean_g − mean_r|/s_r
///
/// The properties are the columns of `ImageAppearance` but for its rings of frequencies and sharpness, which have metrics of their own. 0 is
/// perfect; equal sets score `null`, the largest of many chance differences. Blind to what is shown, to variety and to copying.
///
/// Source: plain statistics of grey levels; Glass's Δ of two means.
public enum AppearanceDifference: Metric {
    /// The name in results, files and on the command line.
    public static let name = "appearance"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Appearance", section: .quality, direction: .closerToNull, values: .init(0 ... .infinity),
        sees: "wrong light, contrast and colours, clipped values, blocks of compression and checkerboards",
        blindTo: "what is shown, variety and copying",
        paper: "Glass 1976, Educational Researcher 5(10), for the standardized difference",
        needs: [.appearance],
        formula: "largest |mean_g − mean_r|/s_r over plain statistics of each image's pixels",
        reading:
            "Near the null is perfect. worst_property names what differs most and worst_difference by how much, in units of "
            + "the real images' spread; largest_spread is the same for the variances, as a logarithm of their ratio: "
            + "samples that are all equally light have a low one. A missing class shows here too.",
        references:
            "Null: the expected largest difference of equal sets of these sizes. Ceiling: held-out images in the samples' "
            + "place.",
        uncertainty:
            "Delta method in each property, at a level that holds for all together: the interval holds the largest true "
            + "difference at no less than its level.",
        conventions:
            "Brightness, contrast, values at 0 and at 255, detail across over detail along the height, halves against "
            + "each other, steps between 8 x 8 blocks, patterns of two pixels; of colour images each channel's mean and contrast, "
            + "correlations, balances and saturation. Grey levels 0 to 255.")

    static let columns = ImageAppearance.Column.allCases.filter {
        $0 != .sharpness && !ImageAppearance.Column.bands.contains($0)
    }

    /// The largest standardized difference of `generated` `[m, s]` from `real` `[n, s]`, both of `ImageAppearance`.
    ///
    /// n and m at least 2. Throws for fewer rows, other widths and numbers that are not finite.
    public static func evaluate(
        real: Matrix<Float>, generated: Matrix<Float>, interval: Bool = true, seed: UInt64 = 0
    ) throws(MetricError) -> MetricResult {
        try StandardizedDifferences(real: real, generated: generated, columns: columns, metric: name)
            .result(noun: "property", interval: interval, seed: seed)
    }
}

extension AppearanceDifference {
    /// What keeps it from being computed.
    public static func missing(_ inputs: MetricInputs) -> String? { inputs.lackOfAppearance }

    /// The metric of the context's samples.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        let appearance = try context.appearance()
        return try evaluate(
            real: appearance.real, generated: appearance.generated, interval: context.options.interval,
            seed: context.options.seed)
    }
}
