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
