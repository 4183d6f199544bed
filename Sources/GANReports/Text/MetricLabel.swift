import GANEvaluation

/// How a report names and reads one metric.
struct MetricLabel {
    enum Better { case lower, higher, neither }

    let title: String
    let better: Better
    /// The values that the metric can take, as far as they are bounded.
    let lowest: Double?
    let highest: Double?
    let section: ReportSection

    private init(
        _ title: String, _ section: ReportSection, _ better: Better, lowest: Double? = nil, highest: Double? = nil
    ) {
        self.title = title
        self.better = better
        self.lowest = lowest
        self.highest = highest
        self.section = section
    }

    /// The label of a metric; an unknown one keeps its name and is shown with the quality metrics.
    static func of(_ name: String) -> MetricLabel {
        known[name] ?? MetricLabel(name.replacing("_", with: " "), .quality, .neither)
    }

    private static let known: [String: MetricLabel] = [
        "frechet_distance": .init("Fréchet distance", .quality, .lower, lowest: 0),
        "kernel_distance": .init("Kernel distance", .quality, .lower),
        "precision": .init("Precision", .quality, .higher, lowest: 0, highest: 1),
        "density": .init("Density", .quality, .higher, lowest: 0),
        "inception_score": .init("Inception score", .quality, .higher, lowest: 1),
        "recall": .init("Recall", .diversity, .higher, lowest: 0, highest: 1),
        "coverage": .init("Coverage", .diversity, .higher, lowest: 0, highest: 1),
        "authenticity": .init("Authenticity", .memorization, .higher, lowest: 0, highest: 1),
        "distance_ratio": .init("Distance ratio", .memorization, .higher, lowest: 0, highest: 1),
        "mode_coverage": .init("Mode coverage", .modes, .higher, lowest: 0),
    ]
}
