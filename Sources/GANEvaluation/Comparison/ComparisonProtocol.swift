import GANData
import GANMetrics
import GANModels
import GANText
import OrderedCollections

/// Everything that decides a comparison's numbers, contents by digest.
enum ComparisonProtocol {
    /// The record of a comparison; which subjects were compared is not part of how.
    static func of(
        _ request: ComparisonRequest, subjects: [EvaluationSubject], extractor: any FeatureExtractor, samples: Int,
        isPaired: Bool, matchedCount: Int
    ) throws -> EvaluationProtocol {
        var fields: OrderedDictionary<String, String> = [
            "tool": "ganeval \(ToolVersion.current)",
            "extractor": extractor.name,
            "extractor_sha256": extractor.digest,
            "reference_sha256": try request.reference.contentDigest(),
            "reference_count": "\(request.reference.count)",
            "reference_rule": request.reference.rule,
        ]
        if let heldOut = request.heldOut {
            fields["held_out_sha256"] = try heldOut.contentDigest()
            fields["held_out_count"] = "\(heldOut.count)"
        }
        fields["samples"] = "\(samples) of each"
        let seeds = subjects.compactMap { subject -> String? in
            guard case .generator(_, _, _, let seed, _) = subject else { return nil }
            return "\(seed)"
        }
        if let seed = seeds.first { fields["sampling_seed"] = seed }
        fields["pairing"] = isPaired ? "same latents" : "independent sets"
        fields["resize"] = extractor.rule
        fields[FrechetDistance.name] =
            "covariance N-1, all \(request.reference.count) reference rows; differences by the derivative at the moments "
            + "of both sets"
        fields["neighbour_metrics"] =
            "k = \(request.neighbours), strict <, \(matchedCount) reference rows drawn by seed"
        fields["test"] =
            "\(request.permutations) relabellings of \(isPaired ? "pairs" : "rows"), largest statistic of all metrics and "
            + "candidates"
        fields["evaluation_seed"] = "\(request.seed)"
        return EvaluationProtocol(fields: fields)
    }
}
