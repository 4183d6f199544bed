import GANText

/// What other tools and papers call the metrics: names that somebody types, and what they are here.
///
/// An alias is answered, not taken: most such names belong to one network's features as well, and a number under a name that is not
/// its own gets compared with papers.
package struct MetricAlias: Sendable {
    /// As other tools write it: "FID".
    package let name: String
    /// Other spellings, in small letters without spaces, hyphens and underscores.
    let spellings: Set<String>
    /// Names of the registry, the nearest first.
    package let metrics: [String]
    /// When the number may be called so, as a sentence; nil where it always may.
    package let condition: String?

    init(_ name: String, _ spellings: Set<String> = [], is metrics: [String], condition: String? = nil) {
        self.name = name
        self.spellings = spellings.union([Self.plain(name)])
        self.metrics = metrics
        self.condition = condition
    }

    private static let inception =
        "Only with the features of Inception-v3 and the weights of the FID's authors (--extractor inception-v3-fid) may the "
        + "number be called so."

    /// All of them; a new one is one line here.
    package static let all: [MetricAlias] = [
        MetricAlias("FID", ["cleanfid", "fd", "frechet", "fréchet"], is: [FrechetDistance.name], condition: inception),
        MetricAlias("sFID", is: [SpatialFrechetDistance.name], condition: inception),
        MetricAlias(
            "FID∞", ["fidinf", "fidinfinity", "fdinf", "fdinfinity"], is: [FrechetDistanceInfinity.name],
            condition: inception),
        MetricAlias(
            "FDD", ["fddinov2", "fddino"], is: [FrechetDistance.name], condition: "It takes the features of DINOv2."),
        MetricAlias(
            "KID", ["kd", "cleankid"], is: [KernelDistance.name, KernelDistanceSubsets.name],
            condition: inception + " Papers take the mean over subsets, \(KernelDistanceSubsets.name)."),
        MetricAlias(
            "MMD", ["cmmd"], is: [GaussianDiscrepancy.name, KernelDistance.name],
            condition: "CMMD takes the features of CLIP."),
        MetricAlias(
            "IS", ["isc", "inception"], is: [InceptionScore.name],
            condition:
                "It takes the class probabilities of Inception-v3; those of another classifier give another number."),
        MetricAlias(
            "P&R", ["pr", "p&r", "precisionrecall", "precision&recall", "improvedprecisionrecall"],
            is: [Precision.name, Recall.name]),
        MetricAlias("D&C", ["dc", "densitycoverage"], is: [Density.name, Coverage.name]),
        MetricAlias("PRDC", is: [Precision.name, Recall.name, Density.name, Coverage.name]),
        MetricAlias("PRD", ["f8", "f18"], is: [PrecisionRecallCurve.name]),
        MetricAlias("SWD", ["swd", "slicedwassersteindistance"], is: [SlicedWasserstein.name]),
        MetricAlias("FLD", is: [FeatureLikelihoodDivergence.name]),
        MetricAlias("C2ST", is: [ClassifierTwoSample.name]),
        MetricAlias("1-NN", ["1nna", "nna", "1nnaccuracy", "loo"], is: [OneNearestNeighbour.name]),
        MetricAlias("NDB", ["jsd", "ndbjs"], is: [DistinctBins.name]),
        MetricAlias("Vendi", is: [VendiScore.name]),
        MetricAlias("CT", ["ctscore"], is: [DataCopying.name]),
        MetricAlias("AuthPct", ["auth", "authenticityscore"], is: [Authenticity.name]),
        MetricAlias("MiFID", is: [MemorizationInformedDistance.name], condition: inception),
        MetricAlias("DCR", ["nndr"], is: [ClosestRecordShare.name]),
        MetricAlias(
            "PPL", is: [PerceptualPathLength.name],
            condition:
                "Papers measure it by LPIPS; without --lpips FILE it is EfficientNet-lite0's layers, another scale."),
        MetricAlias(
            "LPIPS", ["lpipsalex", "lpipsvgg", "lpipssqueeze"],
            is: [PerceptualDiversity.name, PerceptualPathLength.name],
            condition:
                "Without --lpips FILE they measure in the layers of EfficientNet-lite0, all with weight 1, and are no LPIPS. FILE holds "
                + "the state dict of an lpips.LPIPS object, with AlexNet, VGG-16 or SqueezeNet in it."),
        MetricAlias("NND", is: [NeuralNetworkDivergence.name]),
    ]

    /// The alias that `text` is, however it is written; nil for none.
    package static func named(_ text: String) -> MetricAlias? {
        let plain = plain(text)
        return all.first { $0.spellings.contains(plain) }
    }

    /// What to write instead, and when the name would be wrong.
    package var sentence: String {
        "\(name) is \(metrics.joined(separator: " and ")) here." + (condition.map { " " + $0 } ?? "")
    }

    private static func plain(_ text: String) -> String {
        text.lowercased().filter { !" -_".contains($0) }
    }
}

extension MetricAlias {
    /// What is said of a name that no metric has: what it is called here, or " Did you mean 'recall'?" of `names`, or nothing.
    package static func answer(_ name: String, in names: [String]) -> String {
        if let alias = named(name) { return " " + alias.sentence }
        return NearestName.question(name, in: names)
    }
}
