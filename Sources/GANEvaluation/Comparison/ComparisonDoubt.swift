public import GANMetrics

/// A doubt about a comparison as a whole, as data; `ComparisonWords` of `GANReports` says it.
///
/// Sets are numbered as the report's subjects are.
public enum ComparisonDoubt: Sendable, Equatable {
    /// Of a set with more samples only the first are compared, as many as the smallest set has.
    case fewerSamplesUsed(subject: Int, count: Int, used: Int)
    /// Two sets are the same model or the same samples.
    case equalSubjects(Int, Int)
    /// These metrics have no figure of real data: the held-out rows are fewer than the samples, and the number moves them.
    case tooFewHeldOut(metrics: [String], heldOut: Int, samples: Int)
    /// Covariances have no full rank.
    case fewerSamplesThanDimensions(samples: Int, dimensions: Int)
    /// Whose classes the shares are of, as a sentence of `ClassNaming`.
    case classesOfExtractor(String)
    /// Only so many classes, the largest, are compared.
    case classesLeftOut(compared: Int, of: Int)
    /// A check failed when a set's report was made; what it found, as the report says it.
    case failedCheck(subject: Int, found: String)
    /// Reports are compared by their intervals alone.
    case intervalsAlone
    /// Reports have no interval for these metrics.
    case metricsWithoutInterval([String])

    /// A stable word for machines, as it stands in `compare.json`: "equal_subjects".
    public var code: String {
        switch self {
        case .fewerSamplesUsed: return "fewer_samples_used"
        case .equalSubjects: return "equal_subjects"
        case .tooFewHeldOut: return MetricResult.tooFewHeldOut
        case .fewerSamplesThanDimensions: return "fewer_samples_than_dimensions"
        case .classesOfExtractor: return "classes_of_extractor"
        case .classesLeftOut: return "classes_left_out"
        case .failedCheck: return "failed_check"
        case .intervalsAlone: return "intervals_alone"
        case .metricsWithoutInterval: return "metrics_without_interval"
        }
    }

    /// Whether it changes what the figures mean, or only explains them.
    public var severity: Diagnostic.Severity {
        switch self {
        case .equalSubjects, .fewerSamplesThanDimensions, .failedCheck: return .warning
        case .fewerSamplesUsed, .tooFewHeldOut, .classesOfExtractor, .classesLeftOut, .intervalsAlone,
            .metricsWithoutInterval:
            return .note
        }
    }
}
