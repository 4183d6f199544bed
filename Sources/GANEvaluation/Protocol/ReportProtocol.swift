import GANCritics
import GANData
import GANMetrics
import GANModels

/// Everything that decides an evaluation's numbers, contents by digest.
enum ReportProtocol {
    /// The record of an evaluation in the space of `extractor`; throws what reading the sources throws.
    static func of(_ request: EvaluationRequest, extractor: any FeatureExtractor) throws -> EvaluationProtocol {
        var record = ProtocolBuilder()
        record.extractor(extractor)
        try record.source(.reference, request.reference)
        try record.source(.heldOut, request.heldOut)
        try record.source(.inputs, request.translation?.inputs)
        try record.source(.targets, request.translation?.targets)
        record.set(.samples, request.subject.count)
        if case .generator(let generator, _, _, let seed, _) = request.subject {
            record.set(.samplingSeed, seed)
            record.set(.generatorWeights, generator.weights)
        }
        switch request.reference.shape {
        case .image: record.set(.quantization, "8-bit grey levels, to nearest, ties to even")
        case .vector: record.set(.quantization, "none")
        }
        record.set(.resize, extractor.rule)
        record.frechetDistance(referenceRows: request.reference.count)
        record.neighbours(request.neighbours, matchedRows: min(request.reference.count, request.subject.count))
        record.set(.memorizationSpace, "pixels, Euclidean, all reference rows")
        record.set(.evaluationSeed, request.seed)
        if let bins = request.bins { record.set(.bins, "\(bins)") }
        if let choice = request.metrics.words { record.set(.metrics, choice) }
        if let critics = request.critics { record.set(.critics, critics.rule) }
        if let rule = try request.plan.extractors.lpipsRule(sampleShape: request.reference.shape) {
            record.set(.perceptualDistance, rule)
        }
        return record.evaluationProtocol
    }
}
