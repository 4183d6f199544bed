import GANData
import GANMetrics
import GANModels
import GANNumerics
import OrderedCollections

/// What a report finds of models that were given a condition: an image that they worked on, or a class.
struct ConditionStages {
    let request: EvaluationRequest
    let work: ReferenceWork
    let cache: any EvaluationCache
    let stage: StageRunner

    /// What was found; nil where there was no condition.
    struct Found {
        var translation: TranslationPanel?
        var classes: ClassConditionPanel?

        /// All figures, by name.
        var figures: OrderedDictionary<String, MetricResult> {
            (translation?.figures ?? [:]).merging(classes?.figures ?? [:]) { $1 }
        }
    }

    /// Everything about the condition of `samples`; nothing where metrics were chosen by name.
    ///
    /// Throws what the stages throw.
    func found(
        _ samples: Matrix<Float>, generated: Embedding, real: Embedding, identity: [String]
    ) throws -> Found {
        guard request.metrics.readsConditions else { return Found() }
        return Found(
            translation: try translated(samples),
            classes: try conditioned(samples, generated: generated, real: real, identity: identity))
    }

    private func translated(_ samples: Matrix<Float>) throws -> TranslationPanel? {
        guard let judged = request.translation else { return nil }
        return try stage("inputs and targets") { share in
            try TranslationStage(
                translation: judged, samples: samples, shape: request.reference.shape, extractors: request.extractors,
                seed: request.seed
            ).panel(progress: share)
        }
    }

    private func conditioned(
        _ samples: Matrix<Float>, generated: Embedding, real: Embedding, identity: [String]
    ) throws -> ClassConditionPanel? {
        guard let asked = request.asked ?? request.subject.asked() else { return nil }
        return try stage("classes asked for") { share in
            try ClassConditionStage(
                asked: asked, reference: request.reference, heldOut: request.heldOut, generated: generated, real: real,
                unseen: try work.features { _ in }.heldOut, probe: try work.probe().taught,
                extractor: try work.extractor(), cache: cache, seed: request.seed
            ).panel(samples, identity: identity, progress: share)
        }
    }
}
