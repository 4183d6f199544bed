/// Something that must hold before any figure of a report is believed, and whether it does.
///
/// A failed check outranks every metric: no section that it spoils is graded.
public struct Check: Sendable, Equatable, Codable {
    /// What is checked; the raw value is the name in JSON.
    public var name: Name
    /// Whether it passed, failed, or can't tell.
    public var outcome: Outcome
    /// What was found, in the check's own unit: rows, a share, an accuracy; nil where nothing was measured.
    public var figure: Double?
    /// What the figure was held against.
    public var limit: Double?
    /// The sections that can't be told because it failed; empty where it did not.
    public var spoils: [ReportSection]
    /// What there is to say, as data for `CheckWords` of `GANReports`; nil where the check passed.
    public var finding: CheckFinding?

    /// What was found by a check.
    public init(
        name: Name, outcome: Outcome, figure: Double? = nil, limit: Double? = nil, spoils: [ReportSection] = [],
        finding: CheckFinding? = nil
    ) {
        self.name = name
        self.outcome = outcome
        self.figure = figure
        self.limit = limit
        self.spoils = spoils
        self.finding = finding
    }

    /// How a check ended.
    public enum Outcome: String, Sendable, Codable, CaseIterable {
        case passed
        /// Worth a word, and no obstacle.
        case noticed
        case failed
    }

    /// The checks, in the order in which they are said.
    public enum Name: String, Sendable, Codable, CaseIterable {
        /// The samples are not the real data themselves.
        case sameSource = "same_source"
        /// There are samples and real rows enough for what is said.
        case sampleCount = "sample_count"
        /// Each class has samples enough to be missed.
        case classCounts = "class_counts"
        /// The network whose classes are counted knows them.
        case classifier
        /// No held-out row is a row of the reference.
        case heldOutOverlap = "held_out_overlap"
        /// Held-out rows lie no nearer to rows of the reference than neighbours do.
        case heldOutNearCopies = "held_out_near_copies"
        /// No sample is a held-out row.
        case heldOutCopies = "held_out_copies"
        /// Nothing tells held-out rows from the reference's.
        case heldOutDrift = "held_out_drift"
        /// The values were prepared alike: neither scaled, nor inverted, nor with other channels.
        case preparation
        /// Levels are as finely graded.
        case levels
        /// Images are as much, or as little, compressed.
        case compression
        /// Real rows do not repeat.
        case duplicates
        /// Samples are no images of one level.
        case constantSamples = "constant_samples"
    }
}
