import GANEvaluation

extension ReportSection {
    /// The section's heading.
    var title: String {
        switch self {
        case .quality: return "Quality"
        case .diversity: return "Diversity"
        case .memorization: return "Memorization"
        case .modes: return "Modes"
        case .discriminator: return "Discriminator"
        case .training: return "Training"
        }
    }
}
