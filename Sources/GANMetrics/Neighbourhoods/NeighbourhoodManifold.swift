public import GANNumerics

/// Two feature sets as unions of balls, each ball around a row with its k-th neighbour on the surface.
///
/// `precision`, `recall`, `density`, `coverage` and `realism` all read it, so that radii and memberships are computed
/// once. NN_k excludes the row itself; distances are Euclidean and exact.
///
/// Source: Kynkäänniemi et al. 2019, arXiv 1904.06991, section 3; Naeem et al. 2020, arXiv 2002.09797, section 3. The
/// reference code of the latter holds three n × n matrices; this streams tiles in O(n) memory.
public struct NeighbourhoodManifold: Sendable {
    /// How balls are made, and what of intervals.
    public struct Options: Sendable, Equatable {
        /// k: the number of neighbours that a ball reaches to; 5 as in Naeem 2020, 3 in Kynkäänniemi 2019.
        public var neighbours: Int
        /// `exclusive` (`<`) as in prdc; `inclusive` (`≤`) as in NVIDIA's code and torch-fidelity.
        public var boundary: Boundary
        /// Whether to compute intervals; they cost about `1/blocks` of the whole again.
        public var interval: Bool
        /// How many disjoint blocks the intervals come from.
        public var blocks: Int
        /// Seeds the cut into blocks.
        public var seed: UInt64

        /// Balls that reach to `neighbours` (at least 1, fewer than the rows), with intervals from `blocks` (at least 2); the metric checks
        /// them and throws.
        public init(
            neighbours: Int = 5, boundary: Boundary = .exclusive, interval: Bool = true, blocks: Int = 10,
            seed: UInt64 = 0
        ) {
            self.neighbours = neighbours
            self.boundary = boundary
            self.interval = interval
            self.blocks = blocks
            self.seed = seed
        }
    }

    /// What it was made with.
    public let options: Options
    /// The real rows, `[n, d]`.
    public let real: Matrix<Float>
    /// The generated rows, `[m, d]`.
    public let generated: Matrix<Float>
    /// NN_k(x_i) among the other real rows, `[n]`.
    public let realRadii: [Double]
    /// NN_k(y_j) among the other generated rows, `[m]`.
    public let generatedRadii: [Double]
    /// How many real balls contain each generated row, `[m]`.
    public let realBallsContaining: [Int32]
    /// Whether each real row's ball contains any generated row, `[n]`.
    public let realCovered: [Bool]
    /// Whether each real row lies in any generated row's ball, `[n]`.
    public let realInsideGenerated: [Bool]
    /// What ties make of the exact nulls; nil where there are hardly any, and without intervals.
    let tiedNulls: TiedNulls?
    /// The four values in each of the disjoint blocks, or nil when intervals are off or the sets are too small.
    let blockValues: [Values]?

    /// Computes radii and memberships of `real` `[n, d]` and `generated` `[m, d]`, n and m above k.
    ///
    /// Cost (n² + m² + nm)·d. `metric` is named in errors. Throws for too few rows, unequal widths, numbers that are not
    /// finite and options out of range.
    public init(
        real: Matrix<Float>, generated: Matrix<Float>, options: Options = Options(), metric: String = Precision.name
    ) throws(MetricError) {
        try Self.check(real: real, generated: generated, options: options, metric: metric)
        self.init(
            PairStatistics(real: real, generated: generated, demand: Self.demand(options)), options: options)
    }

    /// Throws where a pass over these sets could not give what `options` ask for; `metric` is named in errors.
    public static func check(
        real: Matrix<Float>, generated: Matrix<Float>, options: Options, metric: String = Precision.name
    ) throws(MetricError) {
        try FeatureCheck.option("neighbours", options.neighbours, atLeast: 1, metric: metric)
        try FeatureCheck.option("blocks", options.blocks, atLeast: 2, metric: metric)
        // One row more than k, written so that no option can overflow.
        let (needed, overflow) = options.neighbours.addingReportingOverflow(1)
        guard !overflow, needed <= Int(Int32.max) else {
            throw .invalidOption(
                metric: metric, option: "neighbours", value: "\(options.neighbours)", allowed: "fewer than the samples")
        }
        try FeatureCheck.pair(real: real, generated: generated, rows: needed, metric: metric)
    }

    /// Takes radii and memberships from a pass that was asked for `demand(options)`.
    public init(_ pairs: PairStatistics, options: Options = Options()) {
        let manifold = PairStatistics.Manifold(neighbours: options.neighbours, boundary: options.boundary)
        guard let memberships = pairs.memberships[manifold] else { preconditionFailure("a pass without \(manifold)") }
        self.options = options
        real = pairs.real
        generated = pairs.generated
        realRadii = pairs.realRadii(neighbours: options.neighbours)
        generatedRadii = pairs.generatedRadii(neighbours: options.neighbours)
        realBallsContaining = memberships.ballsContainingPoint
        realCovered = memberships.centreCoveredByPoint
        realInsideGenerated = memberships.centreInsidePointBall
        blockValues = Self.blockValues(pairs, options: options)
        tiedNulls = TiedNulls(pairs, options: options)
    }

    /// Density and coverage between halves of real rows whose distances tie, at the counts of both sets.
    struct TiedNulls: Sendable {
        var share: Double
        var density: Double
        var coverage: Double

        init?(_ pairs: PairStatistics, options: Options) {
            guard options.interval, let table = pairs.realNeighbours else { return nil }
            share = TiedDistances.share(table)
            guard share >= TiedDistances.noticed else { return nil }
            var plain = options
            plain.interval = false
            let neighbours = options.neighbours
            let found = TiedDistances.overHalves(of: pairs.real, fewest: neighbours + 1, seed: options.seed) {
                let manifold = NeighbourhoodManifold(
                    PairStatistics(real: $0, generated: $1, demand: NeighbourhoodManifold.demand(plain)), options: plain
                )
                let (density, coverage) = (Density.evaluate(manifold), Coverage.evaluate(manifold))
                return [density.value, coverage.value / (coverage.null?.value ?? 1)]
            }
            guard let found else { return nil }
            density = found[0]
            // What ties take away does not depend much on the counts, unlike the exact null.
            let exact = Coverage.null(
                real: pairs.real.rows, generated: pairs.generated.rows, neighbours: neighbours)
            coverage = min(1, found[1] * exact)
        }
    }

    /// What a pass must be asked for.
    public static func demand(_ options: Options) -> PairStatistics.Demand {
        var demand = PairStatistics.Demand()
        demand.manifolds = [.init(neighbours: options.neighbours, boundary: options.boundary)]
        return demand
    }

    /// The four values of one pair of sets.
    struct Values: Sendable {
        var precision: Double
        var recall: Double
        var density: Double
        var coverage: Double

        init(_ result: BallMembership.Result, neighbours: Int) {
            let (points, centres) = (result.ballsContainingPoint, result.centreCoveredByPoint)
            precision = Double(points.count { $0 > 0 }) / Double(points.count)
            recall = Double(result.centreInsidePointBall.count { $0 }) / Double(centres.count)
            density = points.reduce(0.0) { $0 + Double($1) } / (Double(neighbours) * Double(points.count))
            coverage = Double(centres.count { $0 }) / Double(centres.count)
        }
    }

    /// Doubts that concern all metrics of these sets.
    var diagnostics: [Diagnostic] {
        var found: [Diagnostic] = []
        for (radii, role) in [(realRadii, "real"), (generatedRadii, "generated")] {
            let empty = radii.count { $0 == 0 }
            guard empty > 0 else { continue }
            found.append(
                Diagnostic(
                    code: "zero_radius",
                    message:
                        "\(empty) of \(radii.count) \(role) rows have \(options.neighbours) or more exact duplicates: "
                        + "their balls have radius 0."))
        }
        if options.interval, blockValues == nil {
            found.append(
                Diagnostic(
                    code: "interval_omitted", severity: .note,
                    message:
                        "No interval: \(min(real.rows, generated.rows)) samples are too few for \(options.blocks) disjoint "
                        + "blocks of \(Self.smallestBlock(options.neighbours))."))
        }
        return found
    }

    /// Precision and recall depend on the counts of both sides; unequal ones make them hard to compare.
    var unequalCounts: [Diagnostic] {
        guard real.rows != generated.rows else { return [] }
        return [
            Diagnostic(
                code: "unequal_counts", severity: .note,
                message:
                    "\(real.rows) real and \(generated.rows) generated samples: precision and recall of unequal counts "
                    + "are not comparable with those of equal ones.")
        ]
    }
}
