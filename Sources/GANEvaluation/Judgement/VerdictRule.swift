import GANMetrics
import OrderedCollections

/// One rule of the verdict: which figure it reads, and what it says of it.
///
/// A rule is one file with one conformance, and one line in `VerdictRules.all`.
protocol VerdictRule: SendableMetatype {
    /// The rule's name on the page and in JSON.
    static var name: String { get }
    /// The section that it grades.
    static var section: ReportSection { get }
    /// The metric that it reads.
    static var metric: String { get }
    /// The metrics without which it says nothing good; `metric` alone, unless a rule says otherwise.
    static var needed: [String] { get }
    /// Whether its section can't be good without it.
    static var isIndispensable: Bool { get }
    /// From where on it says what.
    static var limits: Witness.Limits { get }
    /// The grade of what it reads and the finding that says so; nil where the figure can't carry a grade of its own.
    ///
    /// Asked only where the metric was measured.
    static func judge(_ result: MetricResult, _ evidence: Evidence) -> (grade: Grade, finding: SectionFinding)?
}

extension VerdictRule {
    /// Its own metric.
    static var needed: [String] { [metric] }

    /// It is one of several.
    static var isIndispensable: Bool { false }

    /// What the rule says; nil where its metric was not measured, or can't carry a grade.
    static func witness(_ evidence: Evidence) -> Witness? {
        guard let result = evidence.metrics[metric]?.result, let said = judge(result, evidence) else { return nil }
        return Witness(
            rule: name, section: section, metric: metric, grade: said.grade, finding: said.finding, limits: limits)
    }

    /// What is good is at least `limits.good` of what real data have, by all of its interval; what is alarming is below
    /// `limits.alarming` by all of it.
    ///
    /// Less than real data have, by all of it, is weak; else the interval decides nothing.
    static func atLeastReal(_ figure: BesideReal) -> Grade {
        guard let ends = figure.ends, figure.real > 0 else { return .cannotTell }
        let (low, high) = (ends.lowerBound / figure.real, ends.upperBound / figure.real)
        let alarming = limits.alarming ?? 0
        if low >= limits.good { return .good }
        if high < alarming { return .alarming }
        if low < alarming && high >= limits.good { return .cannotTell }
        return high < 1 ? .weak : .cannotTell
    }

    /// What is at most `limits.good` times what real data have is good, what is above that beyond doubt weak, and what is above
    /// `limits.alarming` times that beyond doubt alarming.
    ///
    /// A section hears several such rules, so each asks for half as much again as its interval's reach before it objects.
    static func atMostReal(_ figure: BesideReal) -> Grade {
        guard figure.real > 0 else { return .cannotTell }
        // A value that is no greater than real data's needs no interval to be no objection.
        guard let ends = figure.ends else { return figure.value <= figure.real ? .good : .cannotTell }
        let low = figure.value - 1.5 * (figure.value - ends.lowerBound)
        if let alarming = limits.alarming, low > alarming * figure.real { return .alarming }
        if low > limits.good * figure.real { return .weak }
        return figure.value <= limits.good * figure.real ? .good : .cannotTell
    }
}

/// The rules of the verdict.
enum VerdictRules {
    /// In each section the first one leads: where another one contradicts it, the page says both.
    static let all: [any VerdictRule.Type] = [
        // What says in plain words what is wrong stands before what only says that something is.
        PrecisionRule.self, SharpnessRule.self, SpectrumRule.self, AppearanceRule.self, DensityRule.self,
        FrechetRule.self, TwoSampleRule.self, KernelRule.self, FreshPixelCriticRule.self, FreshCriticRule.self,
        CoverageRule.self, RecallRule.self, CrowdingRule.self, VendiRule.self, DistinctRule.self,
        CopyingRule.self, ExactCopiesRule.self, ModesRule.self, BinsRule.self,
        DiscriminatorOverfittingRule.self, DiscriminatorSeparationRule.self,
        ConditionUseRule.self, TrueTranslationRule.self, ContentRule.self, ClassAccuracyRule.self, GANTrainRule.self,
    ]
}
