public import GANNumerics

/// What pairs of rows tell about a real and a generated feature set, streamed once for all metrics that read it.
///
/// Three passes (`PairwisePass`): real with real, generated with generated, real with generated. The first can be shared by several generated
/// sets. Memory O((n + m)·k); the same bytes for any thread count.
public struct PairStatistics: Sendable {
    /// What the metrics ask for.
    public struct Demand: Sendable, Equatable {
        /// k of the four neighbour tables, 0 for none.
        public var neighbours = 0
        /// k of the tables of either set among itself, where more is asked of them than of the others.
        public var ownNeighbours = 0
        /// Unions of balls whose memberships are counted.
        public var manifolds: Set<Manifold> = []
        /// k of the real balls for `Realism`, or nil.
        public var realismNeighbours: Int?
        /// Whether to look for the real row nearest in direction to each generated one.
        public var directions = false
        /// Kernels to sum over all pairs.
        public var kernels: Set<PairKernel> = []
        /// Subsets of both sets to sum the cubic kernel over.
        public var subsets: PairSubsets?

        /// Blocks of both sets that the same is asked of, but for kernels, directions and realism: for intervals.
        public var blocks: Blocks?

        /// Asks for nothing.
        public init() {}

        /// All kernels that are summed, for subsets too.
        var summedKernels: Set<PairKernel> { kernels.union(subsets == nil ? [] : [.cubic]) }

        /// The largest k that rows of either set are asked for.
        var sharedNeighbours: Int { max(neighbours, manifolds.map(\.neighbours).max() ?? 0) }

        /// The largest k that generated rows are asked for among themselves.
        var withinNeighbours: Int { max(sharedNeighbours, ownNeighbours) }

        /// The largest k of any part: what real rows are asked for.
        var largestNeighbours: Int { max(withinNeighbours, realismNeighbours ?? 0) }
    }

    /// A seeded cut of both sets into disjoint blocks.
    public struct Blocks: Sendable, Equatable {
        /// Disjoint blocks that each set is cut into.
        public var count: Int
        /// Of the cut.
        public var seed: UInt64

        /// A cut of each set into `count` blocks.
        public init(count: Int, seed: UInt64) {
            self.count = count
            self.seed = seed
        }
    }

    /// Balls around the rows of both sets.
    public struct Manifold: Sendable, Hashable {
        /// k: the neighbour that a ball reaches to.
        public var neighbours: Int
        /// Whether a row at the radius is inside.
        public var boundary: Boundary

        /// Balls that reach to the k-th neighbour.
        public init(neighbours: Int, boundary: Boundary) {
            self.neighbours = neighbours
            self.boundary = boundary
        }
    }

    /// The sums of one kernel.
    public struct KernelSums: Sendable {
        /// Over the other real rows, `[n]`.
        public var withinReal: PairKernelSums
        /// Over the other generated rows, `[m]`.
        public var withinGenerated: PairKernelSums
        /// `rows`: generated rows over all real ones, `[m]`; `columns`: real rows over all generated ones, `[n]`.
        public var across: PairKernelSums
    }

    /// The real rows, `[n, d]`.
    public let real: Matrix<Float>
    /// The generated rows, `[m, d]`.
    public let generated: Matrix<Float>
    /// What was asked for, and no more is there.
    public let demand: Demand
    /// Of each real row among the other real rows.
    public let realNeighbours: NeighbourTable?
    /// Of each generated row among the other generated rows.
    public let generatedNeighbours: NeighbourTable?
    /// Of each generated row among the real rows.
    public let generatedToReal: NeighbourTable?
    /// Of each real row among the generated rows.
    public let realToGenerated: NeighbourTable?
    /// Memberships; points are generated rows, centres real ones.
    public let memberships: [Manifold: BallMembership.Result]
    /// The largest radius/distance of each generated row over the real balls that `Realism` keeps; infinite for copies.
    public let radiusRatios: [Double]?
    /// The largest |cos| of each generated row with any real one; nil for rows of zeros.
    public let largestCosines: [Double?]?
    /// The sums of each kernel that was asked for.
    public let kernels: [PairKernel: KernelSums]
    /// The passes over pairs of blocks, in order; nil where none were asked for, or the sets are too small for them.
    public let blocks: [PairStatistics]?
    /// The pass over the real rows alone, to be shared with other generated sets.
    public let withinReal: PairwisePass.Outcome

    /// Streams all pairs of `real` `[n, d]` and `generated` `[m, d]`, both finite and with more rows than any k asked for.
    ///
    /// - Parameters:
    ///   - withinReal: the pass over the same real rows for the same demand, if it was made before.
    ///   - progress: called now and then, from any thread, with the share done.
    public init(
        real: Matrix<Float>, generated: Matrix<Float>, demand: Demand, withinReal: PairwisePass.Outcome? = nil,
        progress: (@Sendable (Double) -> Void)? = nil
    ) {
        self.real = real
        self.generated = generated
        self.demand = demand
        let order = demand.summedKernels.sorted { "\($0)" < "\($1)" }
        let (n, m) = (Double(real.rows), Double(generated.rows))
        let total = (withinReal == nil ? n * n / 2 : 0) + m * m / 2 + n * m
        @Sendable func share(from start: Double, of part: Double) -> (@Sendable (Double) -> Void)? {
            guard let progress else { return nil }
            return { progress((start + $0 * part) / total) }
        }

        var request = PairwisePass.Request(neighbours: demand.largestNeighbours, kernels: order)
        request.subsets = demand.subsets.map { PairSubsets(first: $0.first, second: $0.first) }
        var done = 0.0
        let reals: PairwisePass.Outcome
        if let withinReal {
            precondition(
                order.isEmpty || withinReal.kernels.count == order.count, "a pass over real rows for other kernels")
            reals = withinReal
        } else {
            reals = PairwisePass.within(real, request, progress: share(from: 0, of: n * n / 2))
            done = n * n / 2
        }
        request.neighbours = demand.withinNeighbours
        request.subsets = demand.subsets.map { PairSubsets(first: $0.second, second: $0.second) }
        let generateds = PairwisePass.within(generated, request, progress: share(from: done, of: m * m / 2))

        let manifolds = demand.manifolds.sorted {
            ($0.neighbours, $0.boundary.rawValue) < ($1.neighbours, $1.boundary.rawValue)
        }
        let balls = manifolds.map { manifold -> PairwisePass.Balls in
            PairwisePass.Balls(
                centreRadii: Self.radii(reals.neighbours, manifold.neighbours),
                pointRadii: Self.radii(generateds.neighbours, manifold.neighbours), boundary: manifold.boundary)
        }
        request = PairwisePass.Request(
            neighbours: min(demand.neighbours, real.rows), reverseNeighbours: min(demand.neighbours, generated.rows),
            balls: balls, directions: demand.directions, kernels: order)
        if let count = demand.realismNeighbours {
            request.ratioRadii = Self.keptRadii(Self.radii(reals.neighbours, count))
        }
        request.subsets = demand.subsets.map { PairSubsets(first: $0.second, second: $0.first) }
        let across = PairwisePass.across(
            generated, columns: real, request, progress: share(from: done + m * m / 2, of: n * m))

        self.withinReal = reals
        realNeighbours = reals.neighbours
        generatedNeighbours = generateds.neighbours
        generatedToReal = across.neighbours
        realToGenerated = across.reverseNeighbours
        memberships = Dictionary(uniqueKeysWithValues: zip(manifolds, across.balls))
        radiusRatios = across.ratios
        largestCosines = across.largestCosines
        var sums: [PairKernel: KernelSums] = [:]
        for (index, kernel) in order.enumerated() {
            sums[kernel] = KernelSums(
                withinReal: reals.kernels[index], withinGenerated: generateds.kernels[index],
                across: across.kernels[index])
        }
        self.kernels = sums
        blocks = Self.blocks(real: real, generated: generated, demand: demand)
    }

    private static func blocks(
        real: Matrix<Float>, generated: Matrix<Float>, demand: Demand
    ) -> [PairStatistics]? {
        guard let blocks = demand.blocks, blocks.count > 0 else { return nil }
        let smallest = min(real.rows, generated.rows) / blocks.count
        guard smallest >= BlockInterval.smallestBlock, smallest > demand.sharedNeighbours else { return nil }
        var part = Demand()
        part.neighbours = min(1, demand.neighbours)
        part.manifolds = demand.manifolds
        let rows = BlockInterval.rows(
            real: real.rows, generated: generated.rows, blocks: blocks.count, seed: blocks.seed)
        return zip(rows.real, rows.generated).map { realRows, generatedRows in
            PairStatistics(real: real.rows(at: realRows), generated: generated.rows(at: generatedRows), demand: part)
        }
    }

    /// NN_k of each real row among the others, for a k that was asked for.
    public func realRadii(neighbours: Int) -> [Double] { Self.radii(realNeighbours, neighbours) }

    /// NN_k of each generated row among the others, for a k that was asked for.
    public func generatedRadii(neighbours: Int) -> [Double] { Self.radii(generatedNeighbours, neighbours) }

    private static func radii(_ table: NeighbourTable?, _ neighbours: Int) -> [Double] {
        guard let table else { preconditionFailure("radii of a pass without neighbours") }
        return (0..<table.queries).map { table.distance(query: $0, rank: neighbours - 1) }
    }

    /// Radii up to their median; nil for larger balls, which in sparse regions would call anything realistic.
    static func keptRadii(_ radii: [Double]) -> [Double?] {
        let median = Statistics.median(radii)
        return radii.map { $0 <= median ? $0 : nil }
    }
}
