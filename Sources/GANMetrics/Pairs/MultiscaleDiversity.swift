/// How alike two random samples are by MS-SSIM, beside two random real images.
///
///     mean MS-SSIM over pairs of samples
///
/// In 0…1. Higher than the null: samples are more alike than real images. Only of images of at least 176 pixels a side, on which all five scales
/// hold a window. Blind as `StructuralDiversity`. Source: Wang, Simoncelli and Bovik 2003; Odena, Olah and Shlens 2017, arXiv 1610.09585.
public enum MultiscaleDiversity: Metric {
    /// The name in results, files and on the command line.
    public static let name = "ms_ssim_diversity"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "MS-SSIM of pairs", section: .diversity, direction: .closerToNull, values: .init(0...1),
        sees: "samples that are more alike than real images are, at five scales",
        blindTo: "what is shown, copying, and repetition too rare for random pairs",
        paper: "Wang et al. 2003, Asilomar; Odena et al. 2017, arXiv 1610.09585",
        needs: [.imagePairs], formula: "mean MS-SSIM of random pairs of samples",
        reading:
            "Near the null is perfect; above it samples are more alike than real images. Published values are means within a class: "
            + "compare them with nothing but the same classes.",
        references: PairDiversity.references, uncertainty: PairDiversity.uncertainty,
        conventions: PairDiversity.conventions + " MS-SSIM of the light with the exponents of the paper.")

    /// The metric of similarities of pairs; throws for fewer than ten pairs of a set, and values that are not finite.
    public static func evaluate(
        _ pairs: PairSimilarities.Values, interval: Bool = true
    ) throws(MetricError) -> MetricResult {
        try PairDiversity.result(pairs, metric: name, interval: interval)
    }
}

extension MultiscaleDiversity {
    /// A mean over pairs: how many held-out images there are does not move it.
    public static var ceiling: CeilingRule { .meanOverRows }

    /// What keeps it from being computed.
    public static func missing(_ inputs: MetricInputs) -> String? {
        guard let pairs = inputs.pairs else { return MetricInputs.lackOfPairs }
        return pairs.multiscale == nil
            ? "needs images of at least \(StructuralSimilarity.multiscaleSide) pixels a side" : nil
    }

    /// The metric of the context's samples.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        try evaluate(try context.pairSimilarities(\.multiscale), interval: context.options.interval)
    }
}
