public import GANNumerics

/// The Fréchet distance between features of places in images: what stands where, not only what there is.
///
/// The formula of `FrechetDistance`, on a few channels of a middle layer with all their positions. With the layer and the
/// channels of the Inception-v3 network (`mixed_6/conv`, the first 7 of 192 channels, 17 × 17 positions) it is called
/// sFID, and only then.
///
/// Source: Nash et al. 2021, arXiv 2103.03841, section 5.1; channels as in the evaluator of Dhariwal and Nichol 2021.
public enum SpatialFrechetDistance: Metric {
    /// The name in results, files and on the command line.
    public static let name = "spatial_frechet_distance"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Spatial Fréchet distance", section: .quality, direction: .lower,
        values: .init(0 ... .infinity),
        sees: "differences of layout: where in an image things stand",
        blindTo: "everything beyond two moments, and copying; biased by sample size",
        paper: "Nash et al. 2021, arXiv 2103.03841", needs: [.real, .spatial],
        formula: "the Fréchet distance, of features with their positions from a middle layer",
        reading:
            "Read it beside its null and real data's figure, and beside the Fréchet distance: a generator can have the "
            + "right things in the wrong places. It is sFID only with the Inception-v3 network and its published weights.",
        references: "As for the Fréchet distance.",
        uncertainty:
            "None: features of places are wider than the widest that get an interval. Use several generator seeds.",
        conventions:
            "Features in the order row, column, channel, which does not change the value. Covariance over N − 1.")

    /// The distance between spatial features `real` `[n, s]` and `generated` `[m, s]`; as `FrechetDistance.evaluate`.
    public static func evaluate(
        real: Matrix<Float>, generated: Matrix<Float>, options: FrechetDistance.Options = .init()
    ) throws(MetricError) -> MetricResult {
        try FrechetDistance.evaluate(real: real, generated: generated, options: options)
    }
}

extension SpatialFrechetDistance {
    /// The metric of the context's samples.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        guard let spatial = context.inputs.spatial else {
            throw .tooFewRows(metric: name, role: "features of places", rows: 0, needed: 1)
        }
        var options = context.options.frechet
        options.interval = false
        return try evaluate(real: spatial.real, generated: spatial.generated, options: options)
    }
}
