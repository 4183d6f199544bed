import GANMetrics
import OrderedCollections

/// Samples are of the classes that they were asked for.
///
/// A generator that ignores its label is alarming, however real its samples look.
enum ClassAccuracyRule: VerdictRule {
    static let name = "class_accuracy"
    static let section = ReportSection.condition
    static let metric = ClassAccuracy.name
    static let limits = Witness.Limits(good: 0.85, alarming: 0.5, .atLeastTimesReal)

    static func judge(_ result: MetricResult, _ evidence: Evidence) -> (grade: Grade, finding: SectionFinding)? {
        guard let p = result.number("p_value"), let chance = result.null?.value else { return nil }
        let found = ConditionFinding.Named(
            share: result.value, chance: chance, real: result.ceiling?.value, probability: p)
        guard p < ConditionUseRule.significance else { return (.alarming, .condition(.ignoresLabel(found))) }
        let figure = BesideReal(
            value: result.value, ends: result.interval.map { $0.low...$0.high }, real: result.ceiling?.value ?? 1,
            isHeldOut: result.ceiling != nil)
        return (atLeastReal(figure), .condition(.answersLabel(found)))
    }
}
