public import GANNumerics
import OrderedCollections

/// How far the samples' power spectrum lies from real images', in the worst of nine rings of frequencies.
///
///     max over rings of |mean_g − mean_r|/s_r,   of each image's power in the ring in dB
///
/// 0 is perfect; equal sets score `null`, the largest of several chance differences. Sees blur, noise, checkerboards, wrong
/// resizing and low contrast; blind to phases, so to what is shown, to variety and to copying.
///
/// Source: Durall et al. 2020, arXiv 2003.01826, who find that upsampling leaves marks in the spectrum.
public enum PowerSpectrum: Metric {
    /// The name in results, files and on the command line.
    public static let name = "power_spectrum"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Power spectrum", section: .quality, direction: .closerToNull,
        values: .init(0 ... .infinity),
        sees: "blur, noise, checkerboards and wrong resizing, from the pixels alone",
        blindTo: "what is shown, variety and copying",
        paper: "Durall et al. 2020, arXiv 2003.01826",
        needs: [.appearance],
        formula: "largest |mean_g − mean_r|/s_r over nine rings of frequencies, of each image's power there in dB",
        reading:
            "Near the null is perfect. 0.5 is half of what real images differ among themselves in the worst ring. "
            + "worst_band names the ring; largest_spread is the same for the rings' variances, as a logarithm of their "
            + "ratio. It is an effect size: more samples narrow its interval and do not move it beyond the null.",
        references:
            "Null: the expected largest difference of equal sets of these sizes. Ceiling: held-out images in the samples' "
            + "place.",
        uncertainty:
            "Delta method in each ring, at a level that holds for all rings together: the interval holds the largest "
            + "true difference at no less than its level.",
        conventions:
            "Cosine transform of the light, whose edges make no false power; images over 128 pixels in equal parts. "
            + "Rings end at 1/16, 1/8, 3/16, 1/4, 3/8, 1/2, 3/4 and 1 of the highest frequency; the ninth holds the corners."
    )

    /// The largest standardized difference of `generated` `[m, s]` from `real` `[n, s]`, both of `ImageAppearance`.
    ///
    /// n and m at least 2. Throws for fewer rows, other widths and numbers that are not finite.
    public static func evaluate(
        real: Matrix<Float>, generated: Matrix<Float>, interval: Bool = true, seed: UInt64 = 0
    ) throws(MetricError) -> MetricResult {
        try StandardizedDifferences(
            real: real, generated: generated, columns: ImageAppearance.Column.bands, metric: name
        ).result(noun: "band", interval: interval, seed: seed)
    }
}

extension PowerSpectrum {
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
