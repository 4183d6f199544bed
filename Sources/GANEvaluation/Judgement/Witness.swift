/// What one rule of the verdict said: a figure, what it was held against, and the grade that follows.
///
/// A section has several. It is as good as the worst of them says, so that no figure alone can call a generator good.
public struct Witness: Sendable, Equatable, Codable {
    /// The rule's name: "coverage_reach".
    public var rule: String
    /// The section that it speaks of.
    public var section: ReportSection
    /// The metric that it read, a key of `EvaluationReport.metrics`.
    public var metric: String
    /// What follows for the section.
    public var grade: Grade
    /// The figures behind the grade.
    public var finding: SectionFinding
    /// From where on the rule says what.
    public var limits: Limits

    /// What the rule named `rule` said of `section`.
    public init(
        rule: String, section: ReportSection, metric: String, grade: Grade, finding: SectionFinding, limits: Limits
    ) {
        self.rule = rule
        self.section = section
        self.metric = metric
        self.grade = grade
        self.finding = finding
        self.limits = limits
    }

    /// The figures at which a rule changes its word.
    public struct Limits: Sendable, Equatable, Codable {
        /// What is still good.
        public var good: Double
        /// What is alarming; nil for a rule that never is.
        public var alarming: Double?
        /// What the limits are factors of, or that they are figures themselves.
        public var measure: Measure

        /// How a figure is held against the limits.
        public enum Measure: String, Sendable, Codable {
            /// At least so many times real data's figure.
            case atLeastTimesReal = "at_least_times_real"
            /// At most so many times real data's figure.
            case atMostTimesReal = "at_most_times_real"
            /// The figure itself, at most.
            case atMost = "at_most"
            /// Whether a test at the figure tells the samples from real data.
            case notToldFromReal = "not_told_from_real"
            /// At most so many times what chance gives.
            case atMostTimesNull = "at_most_times_null"
            /// How far the figure is from where equal distributions have it, at most.
            case atMostFromNull = "at_most_from_null"
        }

        /// Limits in the unit that `measure` says.
        public init(good: Double, alarming: Double? = nil, _ measure: Measure) {
            self.good = good
            self.alarming = alarming
            self.measure = measure
        }
    }
}
