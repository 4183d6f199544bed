public import GANNumerics
import OrderedCollections

/// Whether samples lie nearer to the training data than held-out data do, cell by cell.
///
///     C_T = Σ_π P_n(π)·Z_π / Σ_π P_n(π)    over cells π with Q_m(π) > τ
///     Z_π = (U − (nm/2 − ½))/√(nm(n + m + 1)/12)
///
/// U counts the pairs in which the sample is farther from the nearest training row *of its cell* than the held-out row is;
/// n held-out rows and m samples lie in the cell. P_n is the held-out rows' share of a cell, Q_m the samples', τ = 20/m by
/// default. Without unit: 0 for a generator that draws from the data's distribution, far below 0 for copying, far above
/// for samples that are farther from the training data than real data are. Ties count half, with the variance that belongs
/// to them. One cell may hold copies while the rest, underfitted, hides them in the mean: read the cells.
///
/// Source: Meehan, Chaudhuri and Dasgupta 2020, arXiv 2004.05675, sections 3 and 4, whose code has no correction for ties.
public enum DataCopying: Metric {
    /// What a caller may choose; values out of range throw `MetricError.invalidOption`.
    public struct Options: Sendable, Equatable {
        /// How many k-means cells of the training rows; 3 as in dgm-eval, which projects to 64 principal components first.
        public var cells: Int
        /// A cell counts when it holds more than this many samples.
        public var minimumCount: Int
        /// The two-sided level of the interval, and the family-wise error level of the lists of cells.
        public var level: Double
        /// What the cells are drawn with.
        public var seed: UInt64

        /// Tests in `cells` (at least 1) that hold more than `minimumCount` (at least 0) samples, at `level`, between 0 and 1; the metric
        /// checks them and throws.
        public init(cells: Int = 3, minimumCount: Int = 20, level: Double = 0.95, seed: UInt64 = 0) {
            self.cells = cells
            self.minimumCount = minimumCount
            self.level = level
            self.seed = seed
        }
    }

    /// The rows of one set: their cells and distances to training rows.
    public struct CellDistances: Sendable, Equatable {
        /// The cell of each row, `[m]`, from 0.
        public let cells: [Int]
        /// The distance to the nearest training row of the same cell, `[m]`; not used for cells without training rows.
        public let inCell: [Double]
        /// The distance to the nearest of all training rows, `[m]`.
        public let overall: [Double]

        /// Wraps cells and finite distances; all three hold one element a row.
        public init(cells: [Int], inCell: [Double], overall: [Double]) {
            precondition(
                cells.count == inCell.count && inCell.count == overall.count,
                "\(cells.count) cells, \(inCell.count) and \(overall.count) distances")
            self.cells = cells
            self.inCell = inCell
            self.overall = overall
        }
    }

    /// The name in results, files and on the command line.
    public static let name = "data_copying"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Data copying", section: .memorization, direction: .closerToNull,
        values: .init(-.infinity ... .infinity),
        sees: "samples nearer to training data than held-out data are, cell by cell",
        blindTo: "copies in a cell that is otherwise underfitted",
        paper: "Meehan et al. 2020, arXiv 2004.05675", needs: [.real, .heldOut],
        formula: "C_T: the mean over cells of the Mann-Whitney z of sample against held-out distances to training rows",
        reading:
            "0 is perfect, far below 0 is copying, far above 0 is underfitting. Beyond ±2 is rare for a perfect generator. "
            + "Underfitting hides copying in the mean: read the cells. A generator of low spread, truncated or collapsed, "
            + "looks the same as one that copies: its samples lie in the middle, where training rows are near. Rule that "
            + "out by coverage and recall, and look at distance_to_closest_record_share, which it does not move.",
        references: "Null: 0, up to a continuity correction; null_standard_deviation says how far chance carries.",
        uncertainty:
            "Normal, with DeLong's variance in each cell; training set, cells and their counts are taken as given. Lists of "
            + "cells by Holm.",
        conventions:
            "Distances to the training rows of the same cell, and weights by held-out shares, as in the authors' code. 3 "
            + "k-means cells of the features as they are; dgm-eval projects to 64 components first. Cells with at most 20 "
            + "samples do not count. Ties count half; the authors do not correct the variance for them.")

    /// C_T of `generated` `[m, d]` and `heldOut` `[t, d]` against `training` `[n, d]`, in k-means cells of the training rows.
    ///
    /// Clustering is on the features as they are; rows are in the cell whose centre is nearest. Cost that of k-means and
    /// one neighbour search. Throws for too few rows, unequal widths, numbers that are not finite and options out of range.
    public static func evaluate(
        training: Matrix<Float>, generated: Matrix<Float>, heldOut: Matrix<Float>, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try check(training: training, generated: generated, heldOut: heldOut, options: options)
        return try evaluate(
            training: training, generated: generated, heldOut: heldOut,
            nearestOfGenerated: NearestNeighbours.search(queries: generated, in: training, count: 1),
            nearestOfHeldOut: NearestNeighbours.search(queries: heldOut, in: training, count: 1), options: options)
    }

    /// As above, from ready tables of each row's nearest training rows (one or more).
    ///
    /// A row whose nearest training row shares its cell needs no further search.
    public static func evaluate(
        training: Matrix<Float>, generated: Matrix<Float>, heldOut: Matrix<Float>, nearestOfGenerated: NeighbourTable,
        nearestOfHeldOut: NeighbourTable, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try check(training: training, generated: generated, heldOut: heldOut, options: options)
        let clustering = KMeans.fit([training], clusters: options.cells, seed: options.seed)[0]
        let sets = [(generated, nearestOfGenerated), (heldOut, nearestOfHeldOut)].map { set, table in
            distances(
                of: set, cells: KMeans.nearestCentres(of: set, in: clustering.centres), nearest: table, in: training,
                trainingCells: clustering.assignments)
        }
        return try evaluate(
            generated: sets[0], heldOut: sets[1], trainingCells: clustering.assignments.map(Int.init), options: options)
    }

    /// Distances of rows in known cells, given their nearest training rows and the cells of those.
    static func distances(
        of rows: Matrix<Float>, cells: [Int32], nearest: NeighbourTable, in training: Matrix<Float>,
        trainingCells: [Int32]
    ) -> CellDistances {
        precondition(nearest.queries == rows.rows && nearest.count > 0, "\(nearest.queries) of \(rows.rows) rows")
        let overall = (0..<rows.rows).map { nearest.distance(query: $0, rank: 0) }
        var inCell = overall
        for cell in Set(cells).sorted() {
            let strays = cells.indices.filter {
                cells[$0] == cell && trainingCells[nearest.index(query: $0, rank: 0)] != cell
            }
            let members = trainingCells.indices.filter { trainingCells[$0] == cell }
            guard !strays.isEmpty, !members.isEmpty else { continue }
            let table = NearestNeighbours.search(
                queries: rows.rows(at: strays), in: training.rows(at: members), count: 1)
            for (query, row) in strays.enumerated() { inCell[row] = table.distance(query: query, rank: 0) }
        }
        return CellDistances(cells: cells.map(Int.init), inCell: inCell, overall: overall)
    }

    private static func check(
        training: Matrix<Float>, generated: Matrix<Float>, heldOut: Matrix<Float>, options: Options
    ) throws(MetricError) {
        try FeatureCheck.option("cells", options.cells, atLeast: 1, metric: name)
        try FeatureCheck.single(training, role: "training", rows: options.cells, metric: name)
        for (set, role) in [(generated, "generated"), (heldOut, "held-out")] {
            guard set.columns == training.columns else {
                throw .widthsDiffer(metric: name, real: training.columns, generated: set.columns)
            }
            try FeatureCheck.single(set, role: role, rows: 1, metric: name)
        }
    }
}

extension DataCopying {
    /// None: the metric itself holds samples against held-out rows.
    public static var ceiling: CeilingRule { .none }

    /// How many rows of each set it needs.
    public static func leastRows(_ options: MetricOptions) -> Int? { 2 }

    /// What it reads of the pass over pairs.
    public static func demand(_ options: MetricOptions, _ sizes: PairSizes, into demand: inout PairStatistics.Demand) {
        demand.neighbours = max(demand.neighbours, 1)
    }

    /// The metric of the context's samples.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        guard let heldOut = context.heldOut, let nearest = try context.heldOutNearestReal() else {
            throw .tooFewRows(metric: name, role: "held-out", rows: 0, needed: 2)
        }
        return try evaluate(
            training: try context.real, generated: try context.generated, heldOut: heldOut,
            nearestOfGenerated: try context.nearestReal(), nearestOfHeldOut: nearest,
            options: .init(seed: context.options.seed))
    }
}
