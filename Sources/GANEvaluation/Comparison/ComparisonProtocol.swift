import GANData
import GANMetrics
import GANModels

/// Everything that decides a comparison's numbers, contents by digest.
enum ComparisonProtocol {
    /// The record of a comparison; which subjects were compared is not part of how.
    static func of(
        _ request: ComparisonRequest, subjects: [EvaluationSubject], extractor: any FeatureExtractor, samples: Int,
        isPaired: Bool, matchedCount: Int
    ) throws -> EvaluationProtocol {
        var record = ProtocolBuilder()
        record.extractor(extractor)
        try record.source(.reference, request.reference)
        try record.source(.heldOut, request.heldOut)
        record.set(.samples, samples)
        let seeds = subjects.compactMap { subject -> UInt64? in
            guard case .generator(_, _, _, let seed, _) = subject else { return nil }
            return seed
        }
        if let seed = seeds.first { record.set(.samplingSeed, seed) }
        record.set(.pairing, isPaired ? "same latents" : "independent sets")
        record.set(.resize, extractor.rule)
        record.frechetDistance(
            referenceRows: request.reference.count,
            addition: "; differences by the derivative at the moments of both sets")
        record.neighbours(request.neighbours, matchedRows: matchedCount)
        record.set(
            .test,
            "\(request.permutations) relabellings of \(isPaired ? "pairs" : "rows"), largest statistic of all metrics and "
                + "candidates")
        record.set(.evaluationSeed, request.seed)
        return record.evaluationProtocol
    }
}
