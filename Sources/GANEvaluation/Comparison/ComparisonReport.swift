public import GANData
public import GANMetrics

/// What a comparison of several generated sets against one reference found: what `compare` draws and writes.
///
/// Set 0 is the baseline, A; the others, B, C and so on, are its candidates.
public struct ComparisonReport: Sendable {
    /// The baseline, then the candidates.
    public var subjects: [Subject]
    /// The real data that all are held against.
    public var reference: SourceSummary
    /// Real data that no generator saw, where there are any.
    public var heldOut: SourceSummary?
    /// What decided the figures.
    public var evaluationProtocol: EvaluationProtocol
    /// Whether sets are compared row by row.
    public var pairing: Pairing
    /// How many samples of each set were compared.
    public var samples: Int
    /// The feature space's name; nil where figures come from reports.
    public var extractor: String?
    /// In the registry's order.
    public var metrics: [Metric]
    /// nil where nothing tells a sample's class.
    public var classes: ClassShares?
    /// For each candidate, the samples that differ most from the baseline's; empty where sets are not paired.
    public var changes: [Changes]
    /// Doubts about the comparison as a whole.
    public var doubts: [ComparisonDoubt]
    /// How, when and where the numbers were made.
    public var run: RunRecord
    /// Whether figures come from reports that were made before; nothing was relabelled then.
    public var isFromReports = false
    /// What failed before anything was compared; empty where figures come from reports, whose own checks are doubts.
    public var failures: [Failure] = []

    package init(
        subjects: [Subject], reference: SourceSummary, heldOut: SourceSummary?, evaluationProtocol: EvaluationProtocol,
        pairing: Pairing, samples: Int, extractor: String?, metrics: [Metric], classes: ClassShares?,
        changes: [Changes], doubts: [ComparisonDoubt], run: RunRecord
    ) {
        self.subjects = subjects
        self.reference = reference
        self.heldOut = heldOut
        self.evaluationProtocol = evaluationProtocol
        self.pairing = pairing
        self.samples = samples
        self.extractor = extractor
        self.metrics = metrics
        self.classes = classes
        self.changes = changes
        self.doubts = doubts
        self.run = run
    }

    /// Whether any candidate is worse by any metric.
    public var isWorse: Bool { metrics.contains { $0.outcomes.contains(.worse) } }

    /// "A" for set 0, "B" for set 1, "Z1" after "Z".
    public static func letter(_ index: Int) -> String {
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".map { String($0) }
        return index < letters.count ? letters[index] : "Z\(index - letters.count + 1)"
    }

    /// A check that failed.
    public struct Failure: Sendable, Equatable {
        /// The sets that it failed for.
        public var subjects: [Int]
        /// What it found.
        public var check: Check
    }

    /// One metric of all sets.
    public struct Metric: Sendable {
        /// The registry's name.
        public var name: String
        /// Which way it gets better.
        public var direction: MetricRegistry.Direction
        /// Of each set.
        public var values: [Double]
        /// What held-out real data get, measured the same way.
        public var ceiling: Double?
        /// Of each candidate against the baseline; nil where nothing says how the metric varies.
        public var answers: [DifferenceTest.Answer?]
        /// What each candidate's difference amounts to.
        public var outcomes: [ComparisonVerdict.Outcome]
        /// Which sets may be the best; nil where the metric has no better end.
        public var best: BestSet.Result?
        /// The space in which it was measured, where that is not the comparison's.
        public var extractor: String?

        package init(
            name: String, direction: MetricRegistry.Direction, values: [Double], ceiling: Double?,
            answers: [DifferenceTest.Answer?], outcomes: [ComparisonVerdict.Outcome], best: BestSet.Result?,
            extractor: String? = nil
        ) {
            self.name = name
            self.direction = direction
            self.values = values
            self.ceiling = ceiling
            self.answers = answers
            self.outcomes = outcomes
            self.best = best
            self.extractor = extractor
        }
    }

    /// How many samples of each set fall into each class.
    public struct ClassShares: Sendable {
        /// How a sample's class is told, for people.
        public var method: String
        /// In the order of their numbers.
        public var classes: [Class]

        package init(method: String, classes: [Class]) {
            self.method = method
            self.classes = classes
        }

        /// One class in every set.
        public struct Class: Sendable {
            /// The class's name, or its number where it has none.
            public var name: String
            /// The share of the reference's rows, 0 to 1.
            public var referenceShare: Double
            /// Of each set.
            public var shares: [Double]
            /// Of each candidate against the baseline, adjusted over all classes and candidates.
            public var answers: [DifferenceTest.Answer]

            package init(
                name: String, referenceShare: Double, shares: [Double], answers: [DifferenceTest.Answer]
            ) {
                self.name = name
                self.referenceShare = referenceShare
                self.shares = shares
                self.answers = answers
            }
        }
    }

    /// The samples of one candidate that lie farthest in feature space from the baseline's of the same latent.
    public struct Changes: Sendable {
        /// The candidate's place among the subjects.
        public var subject: Int
        /// The median distance over all pairs.
        public var median: Double
        /// The largest first.
        public var largest: [Change]
        /// nil where samples are not images.
        public var imageShape: ImageShape?

        package init(
            subject: Int, median: Double, largest: [Change], imageShape: ImageShape?
        ) {
            self.subject = subject
            self.median = median
            self.largest = largest
            self.imageShape = imageShape
        }
    }

    /// One sample of a candidate beside the baseline's of the same latent vector.
    public struct Change: Sendable, Equatable {
        /// The sample's number, the same in both sets.
        public var sample: Int
        /// Euclidean, in feature space.
        public var distance: Double
        /// The classes in both sets, where classes are told.
        public var classes: (String, String)?
        /// The baseline's image, values 0 to 255; empty where samples are no images.
        public var baseline: [Float]
        /// The candidate's image.
        public var candidate: [Float]

        package init(
            sample: Int, distance: Double, classes: (String, String)?, baseline: [Float], candidate: [Float]
        ) {
            self.sample = sample
            self.distance = distance
            self.classes = classes
            self.baseline = baseline
            self.candidate = candidate
        }

        /// Whether all is equal, the classes' names as well.
        public static func == (first: Change, second: Change) -> Bool {
            first.sample == second.sample && first.distance == second.distance && first.baseline == second.baseline
                && first.candidate == second.candidate && first.classes?.0 == second.classes?.0
                && first.classes?.1 == second.classes?.1
        }
    }
}
