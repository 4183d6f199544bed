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
    /// The sections that can't be told where it failed.
    public var spoils: [ReportSection]

    /// What was found by a check.
    public init(
        name: Name, outcome: Outcome, figure: Double? = nil, limit: Double? = nil, spoils: [ReportSection] = []
    ) {
        self.name = name
        self.outcome = outcome
        self.figure = figure
        self.limit = limit
        self.spoils = spoils
    }

    /// How a check ended.
    public enum Outcome: String, Sendable, Codable {
        case passed
        /// Worth a word, and no obstacle.
        case noticed
        case failed
    }

    /// The checks, in the order in which they are said.
    public enum Name: String, Sendable, Codable, CaseIterable {
        /// The network whose classes are counted knows them.
        case classifier
        /// No held-out row is a row of the reference.
        case heldOutOverlap = "held_out_overlap"
        /// No sample is a held-out row.
        case heldOutCopies = "held_out_copies"
        /// Nothing tells held-out rows from the reference's.
        case heldOutDrift = "held_out_drift"
        /// Samples and reference have the same grey levels, ranges and compression.
        case preparation
        /// There are samples enough for what is said.
        case sampleCount = "sample_count"
    }
}
