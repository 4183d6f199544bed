import GANMetrics
import OrderedCollections

/// A translation is the intended one, where the data know it: near to the true results, and no other mapping that can be undone as well.
enum TrueTranslationRule: VerdictRule {
    static let name = "true_translation"
    static let section = ReportSection.condition
    static let metric = TranslationError.name
    static let limits = Witness.Limits(good: 0.25, alarming: 0.75, .atMostTimesNull)

    static func judge(_ result: MetricResult, _ evidence: Evidence) -> (grade: Grade, finding: SectionFinding)? {
        guard let others = result.null?.value, others > 0 else { return nil }
        let kind = result.text("mapping").flatMap { StyleMapping.Kind(rawValue: $0) }
        var exchanges: [String] = []
        if case .texts(let styles)? = result.parts["styles"], case .texts(let became)? = result.parts["mapped_to"] {
            for (style, other) in zip(styles, became) where style != other { exchanges.append("\(style)→\(other)") }
        }
        let isOther = kind != nil && kind != .intended
        let finding = SectionFinding.condition(
            .mapping(
                .init(
                    kind: kind?.rawValue, exchanges: exchanges, error: result.value, others: others,
                    mappingError: isOther ? result.number("mapping_error") : nil,
                    cycleError: evidence.metrics[CycleError.name]?.result.value)))
        switch kind {
        case .exchanged, .merged: return (.alarming, finding)
        case .unclear: return (.weak, finding)
        case .intended, nil: break
        }
        let ends = result.interval.map { ($0.low / others, $0.high / others) } ?? (1, 1)
        if ends.1 <= limits.good { return (.good, finding) }
        return (ends.0 > (limits.alarming ?? 1) ? .alarming : .weak, finding)
    }
}

extension MetricResult {
    /// A part that is a text.
    func text(_ part: String) -> String? {
        guard case .text(let value)? = parts[part] else { return nil }
        return value
    }
}
