/// The questions that metrics answer: a report shows each metric under its own.
public enum MetricSection: String, Sendable, Codable, CaseIterable {
    /// Are the samples like real data?
    case quality
    /// Are they as varied?
    case diversity
    /// Are they copies?
    case memorization
    /// Which classes or modes do they reach?
    case modes
    /// What does a discriminator say: the one that was trained beside the generator, or one that is trained for the samples?
    case discriminator
    /// Do they answer what they were asked for: an image, or a class?
    case condition
}
