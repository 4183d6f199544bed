import OrderedCollections

/// How far two random samples lie from each other in a network's layers, beside two random real images.
///
///     mean over pairs of samples of Σ over layers of the mean over places of ‖f̂(x) − f̂(y)‖²
///
/// 0 upwards. Lower than the null: samples are less varied than real images, as a network that has seen photographs sees it. Blind to what is shown,
/// to copying, and to repetition too rare for random pairs. Source: the form of the distance, Zhang et al. 2018, arXiv 1801.03924, equation 1; with
/// all weights 1 and EfficientNet-lite0 for the network it is no LPIPS, with the weights of LPIPS it is. Pairs of samples: Zhu et al. 2017, arXiv 1711.11586.
public enum PerceptualDiversity: Metric {
    /// The name in results, files and on the command line.
    public static let name = "perceptual_diversity"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Perceptual distance of pairs", section: .diversity, direction: .closerToNull,
        values: .init(0 ... .infinity),
        sees: "samples that are more alike than real images are, in what a network of photographs sees",
        blindTo: "what is shown, copying, and repetition too rare for random pairs",
        paper: "Zhang et al. 2018, arXiv 1801.03924, for the form; Zhu et al. 2017, arXiv 1711.11586, for pairs",
        needs: [.perceptualPairs],
        formula: "mean over random pairs of samples of Σ over layers of mean over places of ‖f̂(x) − f̂(y)‖²",
        reading:
            "Near the null is perfect; below it samples are more alike than real images. The part distance names what measured: EfficientNet-lite0's "
            + "layers with equal weights are no LPIPS and compare with nothing but themselves; --lpips FILE measures by LPIPS itself.",
        references: PairDiversity.references, uncertainty: PairDiversity.uncertainty,
        conventions:
            "At most 250 pairs of a set, drawn by the seed without replacement. Of EfficientNet-lite0 five layers, each the last of its grid, from 112 to 7 pixels "
            + "a side; LPIPS takes images at their own size. Features are divided by their length at each place.")

    /// The metric of distances of pairs; throws for fewer than ten pairs of a set, and values that are not finite.
    public static func evaluate(
        _ pairs: PairSimilarities.Values, interval: Bool = true
    ) throws(MetricError) -> MetricResult {
        try PairDiversity.result(pairs, metric: name, interval: interval)
    }
}

extension PerceptualDiversity {
    /// A mean over pairs: how many held-out images there are does not move it.
    public static var ceiling: CeilingRule { .meanOverRows }

    /// What keeps it from being computed.
    public static func missing(_ inputs: MetricInputs) -> String? {
        guard let pairs = inputs.pairs else { return MetricInputs.lackOfPairs }
        return pairs.perceptual == nil ? inputs.lackOfNetwork ?? PathLengths.lackOfNetwork : nil
    }

    /// The metric of the context's samples.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        var result = try evaluate(try context.pairSimilarities(\.perceptual), interval: context.options.interval)
        if let distance = context.inputs.pairs?.perceptualDistance { result.parts["distance"] = .text(distance) }
        return result
    }
}
