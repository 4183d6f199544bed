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

    /// Samples at least, and of these outside the commonest class: with fewer even right samples may have a p-value that says nothing.
    private static let (fewestSamples, fewestOthers) = (50, 10)
    /// How far from chance to 1 a classifier of real data comes at least, if what it says of samples is to count.
    private static let leastUseful = 0.25

    static func judge(_ result: MetricResult, _ evidence: Evidence) -> (grade: Grade, finding: SectionFinding)? {
        guard let p = result.number("p_value"), let chance = result.null?.value else { return nil }
        let found = ConditionFinding.Named(
            share: result.value, chance: chance, real: result.ceiling?.value, probability: p)
        guard p < ConditionUseRule.significance else {
            if let want = want(result, chance: chance) { return (.cannotTell, .condition(.undecided(want))) }
            return (.alarming, .condition(.ignoresLabel(found)))
        }
        let figure = BesideReal(
            value: result.value, ends: result.interval.map { $0.low...$0.high }, real: result.ceiling?.value ?? 1,
            isHeldOut: result.ceiling != nil)
        return (atLeastReal(figure), .condition(.answersLabel(found)))
    }

    /// What was too little for a test that finds nothing to say anything; nil where it was enough.
    private static func want(_ result: MetricResult, chance: Double) -> ConditionFinding.Want? {
        if case .counts(let asked)? = result.parts["asked"] {
            let samples = asked.reduce(0, +)
            if samples < fewestSamples { return .samples(samples) }
            let others = samples - (asked.max() ?? 0)
            if others < fewestOthers { return .samplesOfOtherClasses(others) }
        }
        guard let real = result.ceiling?.value, real - chance >= leastUseful * (1 - chance) else {
            return .classifier(real: result.ceiling?.value, chance: chance)
        }
        return nil
    }
}
