/// How alike two random samples are by SSIM, beside two random real images.
///
///     mean SSIM over pairs of samples
///
/// In −1…1. Higher than the null: samples are more alike than real images. Blind to what is shown, to quality beside variety, to copying, and to
/// faults that few pairs show. Source: Wang et al. 2004 for SSIM; Odena, Olah and Shlens 2017, arXiv 1610.09585, for pairs of samples as a measure of variety.
public enum StructuralDiversity: Metric {
    /// The name in results, files and on the command line.
    public static let name = "ssim_diversity"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "SSIM of pairs", section: .diversity, direction: .closerToNull, values: .init(-1...1),
        sees: "samples that are more alike than real images are, pixel by pixel",
        blindTo: "what is shown, copying, and repetition too rare for random pairs",
        paper: "Wang et al. 2004, IEEE TIP 13; Odena et al. 2017, arXiv 1610.09585",
        needs: [.imagePairs], formula: "mean SSIM of random pairs of samples",
        reading:
            "Near the null is perfect. Above it samples are more alike than real images: less varied, or blurred. Below it "
            + "they are less alike, as noise makes them. A mean over pairs sees collapse only where a good share of pairs repeat.",
        references: PairDiversity.references, uncertainty: PairDiversity.uncertainty,
        conventions: PairDiversity.conventions
            + " SSIM of the light, Gaussian windows of 11 pixels within the image.")

    /// The metric of similarities of pairs; throws for fewer than ten pairs of a set, and values that are not finite.
    public static func evaluate(
        _ pairs: PairSimilarities.Values, interval: Bool = true
    ) throws(MetricError) -> MetricResult {
        try PairDiversity.result(pairs, metric: name, interval: interval)
    }
}

extension StructuralDiversity {
    /// A mean over pairs: how many held-out images there are does not move it.
    public static var ceiling: CeilingRule { .meanOverRows }

    /// What keeps it from being computed.
    public static func missing(_ inputs: MetricInputs) -> String? {
        guard let pairs = inputs.pairs else { return MetricInputs.lackOfPairs }
        return pairs.structural == nil ? "needs images of at least \(StructuralSimilarity.window) pixels a side" : nil
    }

    /// The metric of the context's samples.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        try evaluate(try context.pairSimilarities(\.structural), interval: context.options.interval)
    }
}
