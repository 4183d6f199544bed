import GANEvaluation
import GANMetrics

/// How a report names, places and reads one metric; everything comes from `MetricRegistry`.
struct MetricLabel {
    let title: String
    let direction: MetricRegistry.Direction?
    /// The ends of the metric's range, as far as they are numbers.
    let lowest: Double?
    let highest: Double?
    /// Where a report shows it; what the registry doesn't know stands with the quality metrics.
    let section: ReportSection
    let entry: MetricRegistry.Entry?

    /// The title within a sentence, where names of people keep their capital.
    var inSentence: String {
        guard entry != nil, !title.hasPrefix("Fréchet") else { return title }
        return title.prefix(1).lowercased() + title.dropFirst()
    }

    /// The label of a metric; one that the registry doesn't know keeps its name.
    init(_ name: String) {
        let entry = MetricRegistry.described(name)
        self.entry = entry
        title = entry?.title ?? name.replacing("_", with: " ")
        direction = entry?.direction
        section = ReportSection(entry?.section ?? .quality)
        // What the registry doesn't know may at least name its unit.
        (lowest, highest) = entry.map { Self.ends($0.bounds) } ?? (name.hasSuffix(", %") ? (0, 100) : (nil, nil))
    }

    /// An end that is infinite bounds nothing here.
    private static func ends(_ bounds: ClosedRange<Double>) -> (lowest: Double?, highest: Double?) {
        (
            bounds.lowerBound.isFinite ? bounds.lowerBound : nil,
            bounds.upperBound.isFinite ? bounds.upperBound : nil
        )
    }
}
