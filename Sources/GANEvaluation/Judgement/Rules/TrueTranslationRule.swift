import GANMetrics
import OrderedCollections

/// A translation is the intended one, where the data know it: near to the true results, and no other mapping that can be undone as well.
enum TrueTranslationRule: VerdictRule {
    static let name = "true_translation"
    static let section = ReportSection.condition
    static let metric = TranslationError.name
    static let limits = Witness.Limits(good: 0.25, alarming: 0.75, .atMostTimesNull)

    /// With fewer images of a style, right ones too may be unsure.
    private static let fewestOfStyle = 10

    static func judge(_ result: MetricResult, _ evidence: Evidence) -> (grade: Grade, finding: SectionFinding)? {
        guard let others = result.null?.value, others > 0 else { return nil }
        let kind = result.text("mapping").flatMap { StyleMapping.Kind(rawValue: $0) }
        var (exchanges, unsure): ([String], [String]) = ([], [])
        var few: [String] = []
        if case .texts(let styles)? = result.parts["styles"], case .texts(let became)? = result.parts["mapped_to"] {
            var rows = [Int](repeating: fewestOfStyle, count: styles.count)
            if case .counts(let counted)? = result.parts["style_rows"], counted.count == rows.count { rows = counted }
            for (place, (style, other)) in zip(styles, became).enumerated() where rows[place] > 0 {
                if styles.contains(other) {
                    if style != other { exchanges.append("\(style)→\(other)") }
                } else if rows[place] < fewestOfStyle {
                    few.append(style)
                } else {
                    unsure.append(style)
                }
            }
        }
        let isOther = kind != nil && kind != .intended
        let finding = SectionFinding.condition(
            .mapping(
                .init(
                    kind: kind?.rawValue, exchanges: exchanges, unsure: unsure, error: result.value, others: others,
                    mappingError: isOther ? result.number("mapping_error") : nil,
                    cycleError: evidence.metrics[CycleError.name]?.result.value)))
        switch kind {
        case .exchanged, .merged: return (.alarming, finding)
        case .unclear where unsure.isEmpty && !few.isEmpty:
            return (.cannotTell, .condition(.undecided(.imagesOfStyles(few))))
        case .unclear, .intended, nil: break
        }
        let ends = result.interval.map { ($0.low / others, $0.high / others) } ?? (1, 1)
        if kind != .unclear, ends.1 <= limits.good { return (.good, finding) }
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
