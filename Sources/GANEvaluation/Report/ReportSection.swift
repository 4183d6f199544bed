public import GANMetrics

/// The sections of a report, in reading order.
public enum ReportSection: String, Sendable, CaseIterable, Codable {
    case quality, diversity, memorization, modes, condition, discriminator, training

    /// The section that shows the metrics of `section`.
    public init(_ section: MetricSection) {
        switch section {
        case .quality: self = .quality
        case .diversity: self = .diversity
        case .memorization: self = .memorization
        case .modes: self = .modes
        case .discriminator: self = .discriminator
        case .condition: self = .condition
        }
    }
}
