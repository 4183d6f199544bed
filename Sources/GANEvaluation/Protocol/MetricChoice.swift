import GANMetrics

/// Which metrics a report measures.
public enum MetricChoice: Sendable, Equatable {
    /// The report's own choice: `MetricSet.report` in feature space and `MetricSet.memorization` in pixels.
    case report
    /// All that the data allow; what they don't is named with its reason.
    case all
    /// These of the registry's names.
    case named([String])

    /// Whether a metric that fails so is left out, and said to be, instead of ending the run.
    ///
    /// A report's own choice is for any data: sets too small or too wide for one of its metrics keep the others.
    func leavesOut(_ failure: MetricError) -> Bool {
        switch (self, failure) {
        case (.all, _), (.report, .tooFewRows), (.report, .invalidOption): return true
        default: return false
        }
    }

    /// The metrics that are measured in the extractor's space, in the registry's order.
    var inFeatureSpace: [any Metric.Type] {
        let inPixels = Set(MetricSet.memorization.names)
        switch self {
        case .report: return MetricSet.report.metrics
        case .all: return MetricRegistry.metrics.filter { !inPixels.contains($0.name) }
        case .named(let names):
            return MetricRegistry.metrics.filter { names.contains($0.name) && !inPixels.contains($0.name) }
        }
    }

    /// The metrics that are measured by distances to the training set, in pixels.
    var inPixels: [any Metric.Type] {
        guard case .named(let names) = self else { return MetricSet.memorization.metrics }
        return MetricSet.memorization.metrics.filter { names.contains($0.name) }
    }

    /// Whether a metric that reads the images themselves is asked for.
    var readsImages: Bool { inFeatureSpace.contains { $0.entry.needs.contains(.appearance) } }

    /// Whether a metric by distances in a network's layers is asked for.
    public var measuresPerceptually: Bool { contains(PerceptualDiversity.name) || contains(PerceptualPathLength.name) }

    /// Whether figures of a model's condition are asked for; names choose none of them.
    public var readsConditions: Bool {
        if case .named = self { return false }
        return true
    }

    /// Whether a metric is asked for.
    func contains(_ name: String) -> Bool { (inFeatureSpace + inPixels).contains { $0.name == name } }

    /// What a protocol records; nil for the report's own choice.
    var words: String? {
        switch self {
        case .report: return nil
        case .all: return "all"
        case .named: return (inFeatureSpace + inPixels).map { $0.name }.joined(separator: ", ")
        }
    }
}
