import GANEvaluation
import GANMetrics

/// How a report names, places and reads one metric; names and ranges come from `MetricRegistry`.
struct MetricLabel {
    let title: String
    let direction: MetricRegistry.Direction?
    /// The ends of the metric's range, as far as they are numbers.
    let lowest: Double?
    let highest: Double?
    let section: ReportSection
    let entry: MetricRegistry.Entry?

    /// The title within a sentence, where names of people keep their capital.
    var inSentence: String {
        guard entry != nil, !title.hasPrefix("Fréchet") else { return title }
        return title.prefix(1).lowercased() + title.dropFirst()
    }

    /// The label of a metric; one that the registry doesn't know keeps its name.
    init(_ name: String) {
        let entry = MetricRegistry.entry(named: name)
        self.entry = entry
        title = entry?.title ?? name.replacing("_", with: " ")
        direction = entry?.direction
        section = Self.sections[name] ?? .quality
        // What the registry doesn't know may at least name its unit.
        (lowest, highest) = entry.map { Self.bounds($0.range) } ?? (name.hasSuffix(", %") ? (0, 100) : (nil, nil))
    }

    /// The numbers in "[0, 1]"; an end that is infinite or a letter bounds nothing here.
    static func bounds(_ range: String) -> (lowest: Double?, highest: Double?) {
        MetricRegistry.bounds(of: range)
    }

    /// Where a report shows a metric; others stand with the quality metrics.
    private static let sections: [String: ReportSection] = [
        "recall": .diversity, "coverage": .diversity, "beta_recall": .diversity, "rarity": .diversity,
        "vendi_score": .diversity, "birthday_support": .diversity, "distance_ratio": .memorization,
        "authenticity": .memorization,
        "data_copying": .memorization, "distance_to_closest_record_share": .memorization,
        "memorization_informed_distance": .memorization, "feature_likelihood_divergence": .memorization,
        "mode_coverage": .modes, "distinct_bins": .modes,
    ]
}
