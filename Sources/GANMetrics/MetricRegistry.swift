/// The only list of metrics: what each is called, how to read it, and what it cannot see.
///
/// `ganeval metrics`, the report and the gates read it; a metric that is not here does not exist for them.
public enum MetricRegistry {
    /// Which way a metric gets better.
    public enum Direction: String, Sendable, Codable {
        case lower, higher
        /// Neither: the nearer to its null, the better.
        case closerToNull = "closer_to_null"
    }

    /// What a metric is computed from, besides the samples' features.
    public enum Input: String, Sendable, CaseIterable, Codable {
        /// Features of the real data that the samples are compared with.
        case real
        /// Features of real data that the generator was not trained on.
        case heldOut = "held_out"
        /// Class probabilities of the samples.
        case probabilities
        /// The reference's class histogram, or known modes.
        case modes
    }

    public struct Entry: Sendable, Equatable {
        /// The key in JSON and in tables: "frechet_distance".
        public let name: String
        /// For people: "Fréchet distance".
        public let title: String
        public let direction: Direction
        /// Its values, in the notation of intervals: "[0, 1]".
        public let range: String
        public let sees: String
        public let blindTo: String
        /// Authors, year and arXiv identifier.
        public let paper: String
        /// What it cannot be computed without.
        public let needs: [Input]
        /// How it is computed, in a line or two of plain notation.
        public let formula: String
        /// How to read a value, in two or three sentences: what is good, what is not, what misleads.
        public let reading: String
        /// Where its null and its ceiling come from.
        public let references: String
        /// Which interval it has and what that claims, or why it has none.
        public let uncertainty: String
        /// Its options' defaults, and where other tools' conventions differ.
        public let conventions: String

        public init(
            name: String, title: String, direction: Direction, range: String, sees: String, blindTo: String,
            paper: String, needs: [Input] = [.real], formula: String = "", reading: String = "",
            references: String = "", uncertainty: String = "", conventions: String = ""
        ) {
            self.name = name
            self.title = title
            self.direction = direction
            self.range = range
            self.sees = sees
            self.blindTo = blindTo
            self.paper = paper
            self.needs = needs
            self.formula = formula
            self.reading = reading
            self.references = references
            self.uncertainty = uncertainty
            self.conventions = conventions
        }
    }

    /// All metrics, in the order in which they are shown.
    public static let all: [Entry] = [
        Entry(
            name: FrechetDistance.name, title: "Fréchet distance", direction: .lower, range: "[0, ∞)",
            sees: "differences of mean and covariance: quality and variety together",
            blindTo: "everything beyond two moments, and copying; biased by sample size",
            paper: "Heusel et al. 2017, arXiv 1706.08500"),
        Entry(
            name: KernelDistance.name, title: "Kernel distance", direction: .lower, range: "(−∞, ∞)",
            sees: "differences of the first three moments, without bias",
            blindTo: "copying, and small missing modes",
            paper: "Bińkowski et al. 2018, arXiv 1801.01401"),
        Entry(
            name: Precision.name, title: "Precision", direction: .higher, range: "[0, 1]",
            sees: "samples outside the real data's support",
            blindTo: "collapse and copying; real outliers inflate it",
            paper: "Kynkäänniemi et al. 2019, arXiv 1904.06991"),
        Entry(
            name: Recall.name, title: "Recall", direction: .higher, range: "[0, 1]",
            sees: "real data outside the samples' support",
            blindTo: "bad samples, which inflate it, and copying",
            paper: "Kynkäänniemi et al. 2019, arXiv 1904.06991"),
        Entry(
            name: Density.name, title: "Density", direction: .closerToNull, range: "[0, ∞)",
            sees: "how often samples fall where real data are dense",
            blindTo: "variety and copying",
            paper: "Naeem et al. 2020, arXiv 2002.09797"),
        Entry(
            name: Coverage.name, title: "Coverage", direction: .higher, range: "[0, 1]",
            sees: "real neighbourhoods without a sample",
            blindTo: "bad samples beside good ones, and copying",
            paper: "Naeem et al. 2020, arXiv 2002.09797"),
        Entry(
            name: Realism.name, title: "Realism", direction: .higher, range: "(0, ∞)",
            sees: "how far inside the real data's support each sample lies",
            blindTo: "variety and copying",
            paper: "Kynkäänniemi et al. 2019, arXiv 1904.06991"),
        Entry(
            name: InceptionScore.name, title: "Inception score", direction: .higher, range: "[1, C]",
            sees: "whether a classifier is sure of each sample and finds all classes",
            blindTo: "the real data, collapse inside a class, and copying",
            paper: "Salimans et al. 2016, arXiv 1606.03498"),
        Entry(
            name: ModeCoverage.name, title: "Modes hit", direction: .higher, range: "[0, K]",
            sees: "classes or known modes without samples",
            blindTo: "what happens inside a mode, and the classifier's errors",
            paper: "Lin et al. 2018, arXiv 1712.04086"),
        Entry(
            name: Authenticity.name, title: "Authenticity", direction: .closerToNull, range: "[0, 1]",
            sees: "samples nearer to a training row than its own nearest neighbour",
            blindTo: "copies made by a generator that is otherwise blurry",
            paper: "Alaa et al. 2022, arXiv 2102.08921"),
        Entry(
            name: DistanceRatio.name, title: "Distance ratio", direction: .closerToNull, range: "[0, 1]",
            sees: "samples far nearer to one training row than to the next ones",
            blindTo: "copies of rows that have near-duplicates, and transformed copies",
            paper: "Carlini et al. 2023, arXiv 2301.13188"),
    ]

    /// The metric of this name, or nil.
    public static func entry(named name: String) -> Entry? { all.first { $0.name == name } }
}
