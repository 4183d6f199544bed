/// One run of Lloyd's iterations: its centres, its assignments, and the sums that the next centres are made from.
struct LloydState {
    /// Shifted and scaled like the rows, `[k, width]` packed.
    private(set) var centres: [Float]
    private(set) var isConverged = false
    private let clusters: Int
    private var assignments: [Int32]
    /// ⟨x, c⟩ − ‖c‖²/2 of each row and its centre.
    private var scores: [Float]
    /// Which cluster's sum each row is in; −1 for none yet.
    private var summed: [Int32]
    /// Sums of the rows in their own units, `[k, width]`.
    private var sums: [Double]
    private var counts: [Int]
    private var iterations = 0

    init(_ rows: CentredRows, centres: [Float]) {
        self.centres = centres
        clusters = centres.count / rows.width
        assignments = []
        scores = []
        summed = [Int32](repeating: -1, count: rows.count)
        sums = [Double](repeating: 0, count: centres.count)
        counts = [Int](repeating: 0, count: clusters)
    }

    /// Takes in new assignments; the run has converged when they are the old ones.
    mutating func take(_ nearest: ArraySlice<Int32>, scores: ArraySlice<Float>) {
        isConverged = nearest.elementsEqual(assignments)
        assignments = Array(nearest)
        self.scores = Array(scores)
    }

    /// Moves each centre to the mean of its rows.
    ///
    /// Only rows that changed their cluster are added and taken away; in float64 that costs no accuracy.
    mutating func move(_ rows: CentredRows) {
        iterations += 1
        let changes = assignments.indices.filter { assignments[$0] != summed[$0] }
        for row in changes {
            if summed[row] >= 0 { counts[Int(summed[row])] -= 1 }
            counts[Int(assignments[row])] += 1
        }
        let width = rows.width
        let panel = 256
        sums.withUnsafeMutableBufferPointer { sums in
            nonisolated(unsafe) let sums = sums.baseAddress
            let (from, to) = (summed, assignments)
            // Panels of columns, each going through the rows in order, make the sums independent of the threads.
            Parallel.forEachRange(of: width, size: panel) { columns in
                guard let sums else { return }
                for row in changes {
                    let values = rows.original(row)
                    let added = sums + Int(to[row]) * width
                    if from[row] >= 0 {
                        let removed = sums + Int(from[row]) * width
                        for column in columns {
                            let value = Double(values[column])
                            removed[column] -= value
                            added[column] += value
                        }
                    } else {
                        for column in columns { added[column] += Double(values[column]) }
                    }
                }
            }
        }
        summed = assignments
        var mean = [Double](repeating: 0, count: width)
        centres.withUnsafeMutableBufferPointer { centres in
            guard let centres = centres.baseAddress else { return }
            for cluster in 0..<clusters where counts[cluster] > 0 {
                for column in 0..<width { mean[column] = sums[cluster * width + column] / Double(counts[cluster]) }
                rows.convert(mean, to: centres + cluster * width)
            }
        }
        fillEmptyClusters(rows)
    }

    /// Puts each centre without rows onto the row farthest from its own centre, distinct rows for distinct clusters.
    private mutating func fillEmptyClusters(_ rows: CentredRows) {
        let empty = counts.indices.filter { counts[$0] == 0 }
        guard !empty.isEmpty else { return }
        let width = rows.width
        let scores = scores
        let squares = [Float](unsafeUninitializedCapacity: rows.count) { squares, initialized in
            nonisolated(unsafe) let squares = squares
            Parallel.forEachRange(of: rows.count, size: 256) { range in
                withUnsafeTemporaryAllocation(of: Float.self, capacity: width) { values in
                    guard let base = values.baseAddress else { return }
                    for row in range {
                        rows.copy(row..<row + 1, to: base)
                        squares[row] = Float(values.reduce(0.0) { $0 + Double($1) * Double($1) }) - 2 * scores[row]
                    }
                }
            }
            initialized = rows.count
        }
        let farthest = squares.indices.sorted { (squares[$1], $0) < (squares[$0], $1) }
        centres.withUnsafeMutableBufferPointer { centres in
            guard let centres = centres.baseAddress else { return }
            for (cluster, row) in zip(empty, farthest) { rows.copy(row..<row + 1, to: centres + cluster * width) }
        }
    }

    func clustering(_ rows: CentredRows) -> KMeans.Clustering {
        var counts = [Int](repeating: 0, count: clusters)
        for cluster in assignments { counts[Int(cluster)] += 1 }
        let width = rows.width
        let unscale = 1 / Double(rows.scale)
        let scalars = centres.enumerated().map { Float((Double($1) + Double(rows.shift[$0 % width])) * unscale) }
        return KMeans.Clustering(
            centres: Matrix(rows: clusters, columns: width, scalars: scalars), assignments: assignments, counts: counts,
            iterations: iterations, isConverged: isConverged)
    }
}
