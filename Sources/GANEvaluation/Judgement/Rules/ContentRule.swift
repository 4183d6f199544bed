import GANMetrics
import OrderedCollections

/// Outputs keep the layout of the inputs that they were made of; asked where no targets and no true translations tell more.
///
/// That edges lie where the input has them is no proof of the right translation, but what has nothing of its own input answers none.
enum ContentRule: VerdictRule {
    static let name = "content_kept"
    static let section = ReportSection.condition
    static let metric = ContentAgreement.name
    static let limits = Witness.Limits(good: 0.9, alarming: nil, .atLeastTimesReal)

    static func judge(_ result: MetricResult, _ evidence: Evidence) -> (grade: Grade, finding: SectionFinding)? {
        guard evidence.metrics[ConditionUse.name] == nil, evidence.metrics[TranslationError.name] == nil,
            let p = result.number("p_value"), let others = result.null?.value,
            case .count(let images)? = result.parts["images"], let recognized = result.number("own_recognized")
        else { return nil }
        let agreement = ConditionFinding.Agreement(own: result.value, others: others, probability: p)
        guard p < ConditionUseRule.significance else {
            return images < ConditionUseRule.fewPairs
                ? (.cannotTell, .condition(.undecided(.pairs(images))))
                : (.alarming, .condition(.losesContent(agreement)))
        }
        return (recognized >= limits.good ? .good : .cannotTell, .condition(.keepsContent(agreement)))
    }
}
