/// The judgement that opens a report, as data; `VerdictWords` of `GANReports` says it.
public struct Verdict: Sendable, Equatable, Codable {
    /// The worst grade of any section; good only where every section that a report measures was measured.
    public var grade: Grade
    /// One for each section, in reading order.
    public var tiles: [Tile]
    /// What was found, the most important first, section by section.
    public var findings: [Finding]
    /// What speaks of copying; nil where nothing does.
    public var copying: Copying?
    /// Set where there are too few samples to judge by.
    public var shortage: Shortage?
    /// What one sample is called: "image" or "point".
    public var noun: String
    /// Every rule's word, in the order of the rules.
    public var witnesses: [Witness]
    /// The checks that failed.
    public var failures: [Check]
    /// Whether there were held-out data.
    public var hasHeldOut: Bool

    package init(
        grade: Grade, tiles: [Tile], findings: [Finding], copying: Copying? = nil, shortage: Shortage? = nil,
        noun: String = "image", witnesses: [Witness] = [], failures: [Check] = [], hasHeldOut: Bool = true
    ) {
        self.grade = grade
        self.tiles = tiles
        self.findings = findings
        self.copying = copying
        self.shortage = shortage
        self.noun = noun
        self.witnesses = witnesses
        self.failures = failures
        self.hasHeldOut = hasHeldOut
    }

    /// One section's word and the one figure that carries it.
    public struct Tile: Sendable, Equatable, Codable {
        /// The section that it speaks of.
        public var section: ReportSection
        /// The section's word.
        public var grade: Grade
        /// The metric whose ruler the tile shows, a key of `EvaluationReport.metrics`, or nil when nothing was measured.
        public var metric: String?
        /// What carries the word; for an unmeasured section, what would be needed.
        public var finding: SectionFinding
        /// The rule that decided; nil where none did.
        public var rule: String?
        /// What the section's leading witness says where it calls good what the deciding one does not.
        public var dissenting: SectionFinding?

        package init(
            section: ReportSection, grade: Grade, metric: String?, finding: SectionFinding, rule: String? = nil,
            dissenting: SectionFinding? = nil
        ) {
            self.section = section
            self.grade = grade
            self.metric = metric
            self.finding = finding
            self.rule = rule
            self.dissenting = dissenting
        }
    }

    /// What was found of one section, with its word.
    public struct Finding: Sendable, Equatable, Codable {
        /// The section that it belongs to.
        public var section: ReportSection
        /// How much it speaks against the generator.
        public var grade: Grade
        /// What was found.
        public var finding: SectionFinding

        package init(section: ReportSection, grade: Grade, finding: SectionFinding) {
            self.section = section
            self.grade = grade
            self.finding = finding
        }
    }

    /// What of copying there is to say in the verdict's sentence.
    public enum Copying: Sendable, Equatable, Codable {
        /// So many samples equal training rows, and few others lie near them.
        case exact(Int)
        /// A share of the samples lies suspiciously close to training rows.
        case near(share: Double)
    }

    /// How many samples there are, and how many it takes at least.
    public struct Shortage: Sendable, Equatable, Codable {
        /// Samples there are.
        public var samples: Int
        /// Samples that it takes at least.
        public var needed: Int

        package init(samples: Int, needed: Int) {
            self.samples = samples
            self.needed = needed
        }
    }
}
