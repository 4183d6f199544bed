public import GANNumerics

/// What metrics are computed from.
///
/// All features are of one extractor, one row for each sample. `real` is what the generator was trained on where a metric asks
/// about copying.
public struct MetricInputs: Sendable {
    /// A set as metrics are given it.
    public enum Features: Sendable {
        /// `[n, d]`.
        case rows(Matrix<Float>)
        /// Mean and covariance, where rows are not at hand.
        case statistics(GaussianStatistics)

        /// The rows, or nil for statistics.
        public var rows: Matrix<Float>? {
            guard case .rows(let rows) = self else { return nil }
            return rows
        }

        var columns: Int {
            switch self {
            case .rows(let rows): return rows.columns
            case .statistics(let statistics): return statistics.mean.count
            }
        }
    }

    /// The real rows nearest to each sample, where the rows themselves are not held in memory.
    public struct NearestRows: Sendable {
        /// Of each sample.
        public var generated: NeighbourTable
        /// Of each held-out row.
        public var heldOut: NeighbourTable?
        /// The distance from a real row to its nearest other one, for the rows that are first in either table.
        public var spacing: [Int: Double]

        /// Tables over the same real rows.
        public init(generated: NeighbourTable, heldOut: NeighbourTable? = nil, spacing: [Int: Double]) {
            self.generated = generated
            self.heldOut = heldOut
            self.spacing = spacing
        }
    }

    /// Features of places within images, `[rows, s]`.
    public struct Spatial: Sendable {
        /// Of the reference, `[n, s]`.
        public var real: Matrix<Float>
        /// Of the samples, `[m, s]`.
        public var generated: Matrix<Float>
        /// Of the held-out rows; nil without any.
        public var heldOut: Matrix<Float>?

        /// Features of one layer of one network.
        public init(real: Matrix<Float>, generated: Matrix<Float>, heldOut: Matrix<Float>? = nil) {
            self.real = real
            self.generated = generated
            self.heldOut = heldOut
        }
    }

    /// What images look like, measured from their pixels, `[rows, s]`: `ImageAppearance` says which columns there are.
    public struct Appearance: Sendable {
        /// Of the reference, `[n, s]`.
        public var real: Matrix<Float>
        /// Of the samples, `[m, s]`.
        public var generated: Matrix<Float>
        /// Of the held-out rows; nil without any.
        public var heldOut: Matrix<Float>?

        /// Of the rows of the sets, in their order.
        public init(real: Matrix<Float>, generated: Matrix<Float>, heldOut: Matrix<Float>? = nil) {
            self.real = real
            self.generated = generated
            self.heldOut = heldOut
        }
    }

    /// The real set.
    public var real: Features?
    /// The real rows that metrics of pairs read, some of `real`'s; nil for all of them.
    public var matched: Matrix<Float>?
    /// The samples; nil where only class probabilities or nearest rows of them are at hand.
    public var generated: Features?
    /// Real rows that the generator was not trained on.
    public var heldOut: Matrix<Float>?
    /// Class probabilities of the generated samples, `[m, C]`.
    public var probabilities: Matrix<Float>?
    /// Class probabilities of real rows, of the same classifier.
    public var realProbabilities: Matrix<Float>?
    /// Class probabilities of the held-out rows, in their order, of the same classifier.
    public var heldOutProbabilities: Matrix<Float>?
    /// How many real rows there are in each class, instead of `realProbabilities`.
    public var realClassCounts: [Int]?
    /// The share of each class (row) that the classifier takes for each class, `[C, C]`, from rows it was not trained on.
    public var classConfusion: Matrix<Double>?
    /// The reference's classes, told by a probe; they come before `probabilities` where classes are counted.
    package var probed: ProbedClasses?
    /// Some real rows and samples in their own values, where features are something else.
    package var plain: PlainRows?
    /// Features of places within images.
    public var spatial: Spatial?
    /// What the images look like.
    public var appearance: Appearance?
    /// How alike images of random pairs are.
    public var pairs: PairSimilarities?
    /// How far a generator's samples move along paths between latent vectors.
    public var paths: PathLengths?
    /// Why no network looked at pairs, as a clause, where somebody knows.
    package var lackOfNetwork: String?
    /// Why there are no such paths, as a clause, where somebody knows.
    package var lackOfPaths: String?
    /// The modes of the real data, where they are known.
    public var modes: KnownModes?
    /// Nearest real rows that were found before.
    public var nearest: NearestRows?
    /// What critics that were trained for the samples say.
    public var critics: CriticSet?
    /// What critics say that were trained for held-out rows in the samples' place.
    public var heldOutCritics: CriticSet?

    /// Of `real` and `realStatistics` the rows count; of `generated` and `generatedStatistics` the statistics.
    public init(
        real: Matrix<Float>? = nil, generated: Matrix<Float>? = nil, heldOut: Matrix<Float>? = nil,
        probabilities: Matrix<Float>? = nil, realProbabilities: Matrix<Float>? = nil,
        realStatistics: GaussianStatistics? = nil, generatedStatistics: GaussianStatistics? = nil
    ) {
        self.real = real.map { .rows($0) } ?? realStatistics.map { .statistics($0) }
        self.generated = generatedStatistics.map { .statistics($0) } ?? generated.map { .rows($0) }
        self.heldOut = heldOut
        self.probabilities = probabilities
        self.realProbabilities = realProbabilities
    }

    /// What is missing of `needs` for a metric that may take `statistics`, as a clause; nil where nothing is.
    func lack(of needs: [MetricRegistry.Input], statistics: StatisticsUse) -> String? {
        switch (generated, statistics) {
        case (nil, _): return "needs features of the samples"
        case (.statistics, .none), (.statistics, .ofReal):
            return "needs the rows of the generated features, not their statistics"
        default: break
        }
        if needs.contains(.real) {
            switch (real, statistics) {
            case (nil, _): return "needs features of real data"
            case (.statistics, .none): return "needs the rows of the real features, not their statistics"
            default: break
            }
        }
        if needs.contains(.spatial), spatial == nil {
            return "needs features of places, which an extractor gives and a file of features does not"
        }
        if needs.contains(.heldOut), heldOut == nil { return "needs features of held-out data" }
        if needs.contains(.appearance) { return lackOfAppearance }
        return nil
    }

    /// What is missing of a metric that reads nothing but the pixels, as a clause; nil where nothing is.
    var lackOfAppearance: String? {
        appearance == nil ? "needs images, which a file of features does not hold" : nil
    }

    /// What is missing of a metric of pairs of images, as a clause.
    static let lackOfPairs = "needs images, which a file of features does not hold"

    /// Throws for matrices that no metric can use: unequal widths, numbers that are not finite, no rows.
    func check() throws(MetricError) {
        let metric = "measure"
        if let rows = generated?.rows { try FeatureCheck.single(rows, role: "generated", rows: 1, metric: metric) }
        for (rows, role) in [(real?.rows, "real"), (heldOut, "held-out")] {
            guard let rows else { continue }
            if let columns = generated?.columns, rows.columns != columns {
                throw .widthsDiffer(metric: metric, real: rows.columns, generated: columns)
            }
            try FeatureCheck.single(rows, role: role, rows: 1, metric: metric)
        }
    }

    /// How many samples there are, and how many held-out rows to hold beside them; nil where either is not at hand.
    private var counts: (samples: Int, heldOut: Int)? {
        if let nearest { return nearest.heldOut.map { (nearest.generated.queries, $0.queries) } }
        guard let heldOut, let samples = generated?.rows else { return nil }
        return (samples.rows, heldOut.rows)
    }

    /// How a metric of held-out rows compares with the samples'.
    func comparability(of metric: any Metric.Type) -> CeilingRule.Comparability {
        counts.map { metric.ceiling.comparability(heldOut: $0.heldOut, samples: $0.samples) } ?? .atAllSamples
    }

    /// As many samples as there are held-out rows, drawn by `seed`; nil where there are no more, or they are not rows.
    func samplesMatched(seed: UInt64) -> MetricInputs? {
        guard nearest == nil, let samples = generated?.rows, let heldOut, heldOut.rows < samples.rows else {
            return nil
        }
        var generator = SeededGenerator(seed: seed).split("matched samples")
        let drawn = generator.sample(heldOut.rows, below: samples.rows).sorted()
        func taken(_ rows: Matrix<Float>?) -> Matrix<Float>? {
            guard let rows, rows.rows == samples.rows else { return rows }
            return rows.rows(at: drawn)
        }
        var side = self
        // They were trained for all samples.
        side.critics = nil
        side.plain = nil
        side.generated = taken(samples).map { .rows($0) }
        side.probabilities = taken(probabilities)
        if let classes = taken(probed?.generated) { side.probed?.generated = classes }
        if let places = taken(spatial?.generated) { side.spatial?.generated = places }
        if let looks = taken(appearance?.generated) { side.appearance?.generated = looks }
        return side
    }

    /// Which held-out rows stand in the samples' place, in order: all, or as many as there are samples; nil without them.
    package func heldOutRows(seed: UInt64) -> [Int]? {
        guard let heldOut, let samples = generated?.rows else { return nil }
        guard heldOut.rows > samples.rows else { return Array(0..<heldOut.rows) }
        var generator = SeededGenerator(seed: seed).split("held-out rows")
        return generator.sample(samples.rows, below: heldOut.rows).sorted()
    }

    /// Held-out data in the samples' place: as many rows as there are samples, drawn by `seed`, or all of them; nil where there
    /// are none or the samples are statistics.
    func heldOutInPlace(seed: UInt64) -> MetricInputs? {
        var side = self
        if let nearest {
            guard let table = nearest.heldOut else { return nil }
            side.nearest = NearestRows(generated: table, spacing: nearest.spacing)
            return side
        }
        guard let heldOut, let samples = generated?.rows else { return nil }
        let drawn = heldOut.rows > samples.rows ? heldOutRows(seed: seed) : nil
        func taken(_ rows: Matrix<Float>?) -> Matrix<Float>? {
            guard let rows, let drawn, rows.rows == heldOut.rows else { return rows }
            return rows.rows(at: drawn)
        }
        side.critics = heldOutCritics
        side.plain = nil
        side.generated = taken(heldOut).map { .rows($0) }
        side.probabilities = taken(heldOutProbabilities)
        if let classes = taken(probed?.heldOut) { side.probed?.generated = classes } else { side.probed = nil }
        side.spatial = spatial.flatMap { spatial in
            taken(spatial.heldOut).map { Spatial(real: spatial.real, generated: $0) }
        }
        side.pairs = pairs?.heldOutInPlace
        side.paths = nil
        side.appearance = appearance.flatMap { appearance in
            taken(appearance.heldOut).map { Appearance(real: appearance.real, generated: $0) }
        }
        return side
    }
}

/// Options that several metrics share; each metric's own file says what they mean.
public struct MetricOptions: Sendable, Equatable {
    /// k of precision, recall, density and coverage.
    public var neighbours = 5
    /// Whether balls contain their surface.
    public var boundary: Boundary = .exclusive
    /// The covariance's divisor in Fréchet distances.
    public var covariance: CovarianceEstimator = .unbiased
    /// How many subsets `kernel_distance_subsets` draws, and of how many rows.
    public var subsets = 100
    /// Rows in one subset of the kernel distance's subsets.
    public var subsetSize = 1000
    /// Splits of the inception score.
    public var splits = 10
    /// σ of `mmd_rbf`.
    public var sigma = 10.0
    /// K of `distinct_bins`; nil for as many as the rows allow, at most 100.
    public var bins: RegionCount?
    /// Seeds every draw.
    public var seed: UInt64 = 0
    /// Whether intervals are computed.
    public var interval = true

    /// The defaults, which are a report's choices.
    public init() {}

    var manifold: NeighbourhoodManifold.Options {
        .init(neighbours: neighbours, boundary: boundary, interval: interval, seed: seed)
    }
    var frechet: FrechetDistance.Options { .init(estimator: covariance, interval: interval, seed: seed) }
    var kernelSubsets: KernelDistanceSubsets.Options { .init(subsets: subsets, size: subsetSize, seed: seed) }
    var gaussian: GaussianDiscrepancy.Options { .init(sigma: sigma, interval: interval) }
}
