public import GANNumerics

/// What a metric is computed from: inputs and options, and what several metrics share, each part computed at most once.
///
/// There is one for the samples and, with held-out data, one for held-out rows in their place; where these are fewer, one for as many
/// samples. For one thread.
public final class MetricContext {
    /// Whose rows stand in the samples' place.
    public enum Role: Sendable {
        case samples, heldOut
        /// As many samples as there are held-out rows.
        case matched
    }

    /// The inputs; those of held-out rows where they stand in the samples' place.
    public let inputs: MetricInputs
    /// Without intervals for held-out rows, whose figures are only compared with.
    public let options: MetricOptions
    /// Whose place the context's samples take: the generator's or real data's.
    public let role: Role
    /// Held-out rows in the samples' place; nil without them, and for that side itself.
    public let heldOutSide: MetricContext?
    /// As many samples as there are held-out rows, where these are fewer and yet enough to compare with; nil elsewhere.
    public let matchedSide: MetricContext?
    /// What the pass over pairs is asked for.
    let demand: PairStatistics.Demand
    /// What real data alone decide.
    let work: RealDataWork
    private weak var samplesSide: MetricContext?
    private let progress: (@Sendable (Double) -> Void)?

    private var results: [String: MetricResult] = [:]
    private var foundPairs: PairStatistics?
    private var foundManifold: NeighbourhoodManifold?
    private var foundIncidence: BallIncidence?
    private var foundMoments: Moments?
    private var foundInfluence: FrechetInfluence?
    private var foundHeldOut: NeighbourTable?
    private var foundRegions: RegionPartition?
    private var foundBranches: RegionBranches?

    /// Prepares `inputs` for `metrics`, of which those that can be computed say what the pass over pairs must tell.
    ///
    /// - Parameters:
    ///   - demand: what is asked of the pass besides.
    ///   - work: what was found before from the same real and held-out data, for as many samples and the same options.
    ///   - progress: called from any thread with what is being done and the share of it.
    ///
    /// Throws for matrices that no metric can use: unequal widths, numbers that are not finite, no rows.
    public convenience init(
        _ metrics: [any Metric.Type], inputs: MetricInputs, options: MetricOptions = MetricOptions(),
        demand: PairStatistics.Demand = .init(), sharing work: RealDataWork = RealDataWork(),
        progress: (@Sendable (String, Double) -> Void)? = nil
    ) throws(MetricError) {
        try inputs.check()
        let possible = metrics.filter { $0.missing(inputs) == nil }
        var plain = options
        plain.interval = false
        func heard(_ stage: String) -> (@Sendable (Double) -> Void)? {
            guard let progress else { return nil }
            return { progress(stage, $0) }
        }
        let compared = possible.filter { inputs.comparability(of: $0) != .tooFew }
        var (heldOut, matched): (MetricContext?, MetricContext?)
        if let side = inputs.heldOutInPlace(seed: options.seed) {
            // Scores of single samples are shown beside those of single held-out rows.
            var aside = PairStatistics.Demand()
            aside.realismNeighbours = demand.realismNeighbours
            heldOut = MetricContext(
                compared, inputs: side, options: plain, role: .heldOut, demand: aside, work: work,
                progress: heard("pairs of held-out rows"))
        }
        let cut = compared.filter { inputs.comparability(of: $0) == .atMatchedCounts }
        if !cut.isEmpty, let side = inputs.samplesMatched(seed: options.seed) {
            matched = MetricContext(
                cut, inputs: side, options: options, role: .matched, demand: .init(), work: work,
                progress: heard("pairs of as many samples"))
        }
        self.init(
            possible, inputs: inputs, options: options, role: .samples, heldOutSide: heldOut, matchedSide: matched,
            demand: demand, work: work, progress: heard("pairs of rows"))
        heldOut?.samplesSide = self
        matched?.samplesSide = self
    }

    private init(
        _ metrics: [any Metric.Type], inputs: MetricInputs, options: MetricOptions, role: Role,
        heldOutSide: MetricContext? = nil, matchedSide: MetricContext? = nil, demand: PairStatistics.Demand,
        work: RealDataWork, progress: (@Sendable (Double) -> Void)?
    ) {
        self.inputs = inputs
        self.options = options
        self.role = role
        self.heldOutSide = heldOutSide
        self.matchedSide = matchedSide
        self.work = work
        self.progress = progress
        var demand = demand
        if let real = inputs.matched ?? inputs.real?.rows, let generated = inputs.generated?.rows {
            let sizes = PairSizes(real: real.rows, generated: generated.rows, role: role)
            for metric in metrics {
                guard let needed = metric.leastRows(options), min(sizes.real, sizes.generated) >= needed else {
                    continue
                }
                metric.demand(options, sizes, into: &demand)
            }
        }
        // Several metrics have intervals from the same blocks.
        if options.interval, demand.sharedNeighbours > 0 {
            demand.blocks = PairStatistics.Blocks(count: options.manifold.blocks, seed: options.seed)
        }
        self.demand = demand
    }

    /// How many samples there are.
    public var count: Int {
        inputs.nearest?.generated.queries ?? inputs.generated?.rows?.rows ?? inputs.probabilities?.rows ?? 0
    }

    /// Where a figure of held-out rows in the samples' place comes from.
    var basis: String { "held-out data, \(count) rows" }

    // MARK: Rows

    /// The real rows that metrics of pairs read, `[n, d]`.
    public var real: Matrix<Float> {
        get throws(MetricError) { try rows(inputs.matched ?? inputs.real?.rows, role: "real") }
    }

    /// All real rows, `[n, d]`, of which `real` may be some.
    public var allReal: Matrix<Float> {
        get throws(MetricError) { try rows(inputs.real?.rows, role: "real") }
    }

    /// The samples' rows, `[m, d]`.
    public var generated: Matrix<Float> {
        get throws(MetricError) { try rows(inputs.generated?.rows, role: "generated") }
    }

    /// Held-out rows to hold the samples against, `[h, d]`; nil where they are the samples.
    public var heldOut: Matrix<Float>? { role == .samples ? inputs.heldOut : nil }

    private func rows(_ rows: Matrix<Float>?, role: String) throws(MetricError) -> Matrix<Float> {
        guard let rows else { throw .tooFewRows(metric: "measure", role: role, rows: 0, needed: 1) }
        return rows
    }

    /// What the images look like, of the real ones and of this side's samples.
    func appearance() throws(MetricError) -> MetricInputs.Appearance {
        guard let appearance = inputs.appearance else {
            throw .tooFewRows(metric: "measure", role: "appearance", rows: 0, needed: 1)
        }
        return appearance
    }

    /// Similarities of pairs, of real images and of this side's samples.
    func pairSimilarities(
        _ kind: KeyPath<PairSimilarities, PairSimilarities.Values?>
    ) throws(MetricError) -> PairSimilarities.Values {
        guard let values = inputs.pairs?[keyPath: kind] else {
            throw .tooFewRows(metric: "measure", role: "pairs", rows: 0, needed: 2 * PairDiversity.fewestPairs)
        }
        return values
    }

    /// The scores of a critic that was trained for this side's samples.
    func critic(_ critic: KeyPath<CriticSet, CriticScores?>) throws(MetricError) -> CriticScores {
        guard let scores = inputs.critics?[keyPath: critic] else {
            throw .tooFewRows(metric: "measure", role: "critic", rows: 0, needed: 1)
        }
        return scores
    }

    // MARK: What metrics share

    /// A metric of this side's samples.
    ///
    /// Throws what the metric throws, and for fewer rows than it needs.
    public func result(of metric: any Metric.Type) throws(MetricError) -> MetricResult {
        if let result = results[metric.name] { return result }
        if let needed = metric.leastRows(options), inputs.nearest == nil {
            let sides = [(try real.rows, "real"), (try generated.rows, "generated")]
            for (rows, role) in sides where rows < needed {
                throw .tooFewRows(metric: metric.name, role: role, rows: rows, needed: needed)
            }
        }
        let result = try metric.evaluate(self)
        results[metric.name] = result
        return result
    }

    /// The pass over all pairs of real and generated rows, which tells what the metrics' demands asked for.
    public func pairs() throws(MetricError) -> PairStatistics {
        if let foundPairs { return foundPairs }
        let within = try withinReal()
        let pairs = PairStatistics(
            real: try real, generated: try generated, demand: demand, withinReal: within, progress: progress)
        if role == .samples { work.keep(pairs.withinReal, for: demand) }
        foundPairs = pairs
        return pairs
    }

    /// The pass over the real rows: the samples', which tells all that the other sides need, if they sum the same kernels.
    private func withinReal() throws(MetricError) -> PairwisePass.Outcome? {
        guard role != .samples else { return work.withinReal(demand) }
        guard let samplesSide, demand.summedKernels.isEmpty || demand.summedKernels == samplesSide.demand.summedKernels
        else { return nil }
        return try samplesSide.pairs().withinReal
    }

    /// Both sets as unions of balls, for metrics that demanded them.
    public func manifold() throws(MetricError) -> NeighbourhoodManifold {
        if let foundManifold { return foundManifold }
        let manifold = NeighbourhoodManifold(try pairs(), options: options.manifold)
        foundManifold = manifold
        return manifold
    }

    /// Which samples lie in each real row's ball.
    func incidence() throws(MetricError) -> BallIncidence {
        if let foundIncidence { return foundIncidence }
        let incidence = BallIncidence(
            real: try real, radii: try manifold().realRadii, generated: try generated, boundary: options.boundary)
        foundIncidence = incidence
        return incidence
    }

    /// Each sample's nearest real rows, for metrics that demanded neighbours.
    public func nearestReal() throws(MetricError) -> NeighbourTable {
        if let nearest = inputs.nearest { return nearest.generated }
        return try tables().generatedToReal
    }

    /// Each held-out row's nearest real rows, as many as the samples have; nil where there is nothing to hold samples against.
    public func heldOutNearestReal() throws(MetricError) -> NeighbourTable? {
        guard role == .samples else { return nil }
        if let nearest = inputs.nearest { return nearest.heldOut }
        if let foundHeldOut { return foundHeldOut }
        let (real, count) = (try self.real, demand.neighbours)
        guard let heldOut = inputs.heldOut, count > 0, count <= real.rows else { return nil }
        // Where all held-out rows stand in the samples' place, the pass over them knows the answer.
        if let side = heldOutSide, side.count == heldOut.rows, side.demand.neighbours > 0,
            let table = try side.pairs().generatedToReal, table.count == min(count, real.rows)
        {
            foundHeldOut = table
            return table
        }
        let table = NearestNeighbours.search(queries: heldOut, in: real, count: count)
        foundHeldOut = table
        return table
    }

    /// The four neighbour tables of the pass, for metrics that demanded neighbours.
    func tables() throws(MetricError) -> OneNearestNeighbour.Tables {
        guard let tables = OneNearestNeighbour.Tables(try pairs()) else {
            preconditionFailure("tables of a pass without neighbours")
        }
        return tables
    }

    /// All real rows cut into regions, and this side's samples in them; throws what `DistinctBins` throws.
    package func regions() throws(MetricError) -> RegionPartition {
        if let foundRegions { return foundRegions }
        let regions = try DistinctBins.partition(
            training: try allReal, generated: try generated,
            options: .init(bins: options.bins, seed: options.seed))
        foundRegions = regions
        return regions
    }

    /// What the regions' counts say of whole branches, looked at again in the rows' own values where these are at hand.
    package func branches() throws(MetricError) -> RegionBranches {
        if let foundBranches { return foundBranches }
        let regions = try regions()
        var branches = regions.branches
        if let plain = inputs.plain {
            branches = branches.lookingAgain(at: plain, regions: regions.realRegions)
        }
        if let rows = inputs.heldOut, rows.columns == (try allReal).columns,
            let heldOut = HeldOutRegions(real: regions.realCounts, heldOut: try regions.counts(of: rows))
        {
            branches = branches.excusing(heldOut)
        }
        foundBranches = branches
        return branches
    }

    /// The moments of this side's samples.
    func moments() throws(MetricError) -> Moments {
        if let foundMoments { return foundMoments }
        let moments = Moments(of: try generated)
        foundMoments = moments
        return moments
    }

    /// The moments of all real rows.
    func realMoments() throws(MetricError) -> Moments { work.moments(of: try allReal) }

    /// The derivative of the Fréchet distance at the moments of both sides.
    func frechetInfluence() throws(MetricError) -> FrechetInfluence {
        if let foundInfluence { return foundInfluence }
        let influence = try FrechetInfluence(reference: try frechetReference(), generated: try moments())
        foundInfluence = influence
        return influence
    }

    /// The moments of all real rows, decomposed.
    func frechetReference() throws(MetricError) -> FrechetReference {
        try work.frechetReference(of: try allReal, estimator: options.covariance)
    }
}
