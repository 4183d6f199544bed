import GANMetrics
import OrderedCollections

/// Outputs answer the inputs that they were made of: they are nearer to their own targets than to those of other inputs.
///
/// A model that ignores its input is alarming, however real its outputs look.
enum ConditionUseRule: VerdictRule {
    static let name = "condition_use"
    static let section = ReportSection.condition
    static let metric = ConditionUse.name
    static let limits = Witness.Limits(good: 0.95, alarming: 0.6, .atLeastTimesReal)
    /// A p-value below this speaks for a use of the input; the report makes one such test.
    static let significance = 0.01
    /// With fewer pairs what is not seen may be there.
    static let fewPairs = 50
    /// Targets that recognize themselves less often than this are too alike for a test.
    static let fewestRecognized = 0.6

    static func judge(_ result: MetricResult, _ evidence: Evidence) -> (grade: Grade, finding: SectionFinding)? {
        guard let p = result.number("p_value"), case .count(let pairs)? = result.parts["pairs"] else { return nil }
        // Targets that repeat give a ceiling as well, and are no other true answers.
        let isTruth = result.parts[ConditionUse.repeatedTargets] == nil
        let found = ConditionFinding.Recognized(
            share: result.value, truth: isTruth ? result.ceiling?.value : nil, probability: p, pairs: pairs)
        guard p < significance else {
            if pairs < fewPairs { return (.cannotTell, .condition(.undecided(.pairs(pairs)))) }
            if let most = result.ceiling?.value, most < fewestRecognized {
                return (.cannotTell, .condition(.undecided(.differentTargets(recognized: most))))
            }
            return (.alarming, .condition(.ignoresInput(found)))
        }
        let figure = BesideReal(
            value: result.value, ends: result.interval.map { $0.low...$0.high }, real: result.ceiling?.value ?? 1,
            isHeldOut: false)
        return (atLeastReal(figure), .condition(.answersInput(found)))
    }
}
