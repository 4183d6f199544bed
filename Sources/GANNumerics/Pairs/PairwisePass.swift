/// One pass over all pairs of rows for everything that is asked of them: neighbours, balls, ratios, kernels.
///
/// Distances are streamed once, in tiles of matrix products, and never stored: memory is O(rows · k). Neighbours, memberships and
/// ratios are exact (the definition is `EuclideanDistance`) and the same bytes for any thread count; kernel sums too.
/// Where only neighbours and memberships are asked for, products run over principal coordinates when that is faster.
public enum PairwisePass {
    /// What to compute; all is off by default.
    public struct Request: Sendable {
        /// How many nearest rows each row of the first set gets: of the second set, or of its own without itself.
        public var neighbours: Int
        /// How many nearest rows of the first set each row of the second gets.
        public var reverseNeighbours: Int
        /// Balls whose memberships are counted: points are the first set's rows, centres the second's.
        public var balls: [Balls]
        /// Radii of balls around the second set's rows, nil for a row without, to find each point's largest radius/distance in.
        public var ratioRadii: [Double?]?
        /// Whether to find the largest |cos| of each row of the first set with any of the second.
        public var directions: Bool
        /// Functions to sum over all pairs.
        public var kernels: [PairKernel]
        /// Subsets to sum them over as well.
        public var subsets: PairSubsets?

        /// Asks for what is named, and for nothing else; the parameters are the properties of their names.
        public init(
            neighbours: Int = 0, reverseNeighbours: Int = 0, balls: [Balls] = [], ratioRadii: [Double?]? = nil,
            directions: Bool = false, kernels: [PairKernel] = [], subsets: PairSubsets? = nil
        ) {
            self.neighbours = neighbours
            self.reverseNeighbours = reverseNeighbours
            self.balls = balls
            self.ratioRadii = ratioRadii
            self.directions = directions
            self.kernels = kernels
            self.subsets = subsets
        }

        var needsWholeProducts: Bool { ratioRadii != nil || directions || !kernels.isEmpty }
    }

    /// Balls around the rows of both sets.
    public struct Balls: Sendable {
        /// The radius of the ball around each row of the second set.
        public var centreRadii: [Double]
        /// Radii of balls around the points, or nil when these aren't asked about.
        public var pointRadii: [Double]?
        /// Whether a point on the surface is inside.
        public var boundary: Boundary

        /// Balls of the second set's rows, and of the first's where `pointRadii` are given.
        public init(centreRadii: [Double], pointRadii: [Double]? = nil, boundary: Boundary) {
            self.centreRadii = centreRadii
            self.pointRadii = pointRadii
            self.boundary = boundary
        }
    }

    /// What was asked for; the rest is nil or empty.
    public struct Outcome: Sendable {
        /// For each row of the first set; nil where none were asked for.
        public var neighbours: NeighbourTable?
        /// For each row of the second set among the first; nil where none were asked for.
        public var reverseNeighbours: NeighbourTable?
        /// In the order of the request.
        public var balls: [BallMembership.Result] = []
        /// The largest radius/distance of each point; infinite for a copy of a centre.
        public var ratios: [Double]?
        /// The largest |cos| of each row of the first set; nil for rows of zeros.
        public var largestCosines: [Double?]?
        /// In the order of the request.
        public var kernels: [PairKernelSums] = []
    }

    /// All pairs of different rows of `rows` `[n, d]`, n and d at least 1; `neighbours` and kernels can be asked for.
    ///
    /// Cost n²/2·d. `progress` is called now and then, from any thread, with the share done.
    public static func within(
        _ rows: Matrix<Float>, _ request: Request, progress: (@Sendable (Double) -> Void)? = nil
    ) -> Outcome {
        precondition(rows.rows > 0 && rows.columns > 0, "pairs of rows [\(rows.rows), \(rows.columns)]")
        precondition(request.neighbours < rows.rows, "\(request.neighbours) neighbours among \(rows.rows) rows")
        precondition(
            request.reverseNeighbours == 0 && request.balls.isEmpty && request.ratioRadii == nil && !request.directions,
            "a request for two sets in a pass over one")
        return screened(rows, rows, request) { screen, _ in
            let neighbours =
                request.neighbours > 0
                ? NeighbourCollector(
                    queries: screen, others: screen, side: .both, count: request.neighbours, excludingSameIndex: true)
                : nil
            let kernels = kernels(screen, screen, isSymmetric: true, request)
            let consumers: [(any PairConsumer)?] = [neighbours, kernels]
            PairSweep(first: screen, second: screen, isSymmetric: true)
                .run(consumers.compactMap { $0 }, progress: progress)
            return Outcome(neighbours: neighbours?.table(), kernels: kernels?.result() ?? [])
        }
    }

    /// All pairs of a row of `rows` `[m, d]` and one of `columns` `[n, d]`, all of m, n and d at least 1.
    ///
    /// Cost m·n·d. `progress` is called now and then, from any thread, with the share done.
    public static func across(
        _ rows: Matrix<Float>, columns: Matrix<Float>, _ request: Request,
        progress: (@Sendable (Double) -> Void)? = nil
    ) -> Outcome {
        precondition(rows.columns == columns.columns, "rows of \(rows.columns) and \(columns.columns) columns")
        precondition(rows.rows > 0 && columns.rows > 0 && rows.columns > 0, "pairs of no rows, or of no columns")
        precondition(
            request.neighbours <= columns.rows && request.reverseNeighbours <= rows.rows,
            "\(request.neighbours) neighbours among \(columns.rows) rows, \(request.reverseNeighbours) among \(rows.rows)"
        )
        return screened(rows, columns, request) { first, second in
            let neighbours =
                request.neighbours > 0
                ? NeighbourCollector(
                    queries: first, others: second, side: .rows, count: request.neighbours, excludingSameIndex: false)
                : nil
            let reverse =
                request.reverseNeighbours > 0
                ? NeighbourCollector(
                    queries: second, others: first, side: .columns, count: request.reverseNeighbours,
                    excludingSameIndex: false) : nil
            let balls = request.balls.map { balls in
                precondition(balls.centreRadii.count == columns.rows, "radii for \(columns.rows) centres")
                precondition(balls.pointRadii.map { $0.count == rows.rows } ?? true, "radii for \(rows.rows) points")
                return BallCollector(
                    points: first, pointRadii: balls.pointRadii, centres: second, centreRadii: balls.centreRadii,
                    boundary: balls.boundary)
            }
            let ratios = request.ratioRadii.map { RadiusRatioCollector(points: first, centres: second, radii: $0) }
            let directions = request.directions ? DirectionCollector(first: first, second: second) : nil
            let kernels = kernels(first, second, isSymmetric: false, request)
            let consumers: [(any PairConsumer)?] = [neighbours, reverse, ratios, directions, kernels] + balls
            PairSweep(first: first, second: second, isSymmetric: false)
                .run(consumers.compactMap { $0 }, progress: progress)
            return Outcome(
                neighbours: neighbours?.table(), reverseNeighbours: reverse?.table(), balls: balls.map { $0.result() },
                ratios: ratios?.result(), largestCosines: directions?.result(), kernels: kernels?.result() ?? [])
        }
    }

    private static func kernels(
        _ first: ProductScreen, _ second: ProductScreen, isSymmetric: Bool, _ request: Request
    ) -> KernelCollector? {
        guard !request.kernels.isEmpty else { return nil }
        return KernelCollector(
            first: first, second: second, isSymmetric: isSymmetric, kernels: request.kernels, subsets: request.subsets)
    }

    private static func screened<Result>(
        _ first: Matrix<Float>, _ second: Matrix<Float>, _ request: Request,
        _ body: (ProductScreen, ProductScreen) -> Result
    ) -> Result {
        request.needsWholeProducts
            ? ProductScreen.withScreens(first, second, body)
            : ProductScreen.withSearchScreens(queries: first, rows: second, body)
    }
}
