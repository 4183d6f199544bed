package import GANNumerics
import Synchronization

/// Whether outputs belong to the inputs that they were made of: each output's distance to its own partner beside those to the partners of others.
///
///     share = mean over i of (#{j ≠ i : d(i, j) > d(i, i)} + ½·#{j ≠ i : d(i, j) = d(i, i)}) / (n − 1)
///
/// In 0…1, ½ by chance and 1 where each output is nearest to its own partner. A model that ignores its input could as well have been given any of the
/// inputs: all assignments of partners to outputs are then equally likely, and the test counts those, drawn by seed, whose distances sum to no more than
/// the given one's.
///
/// Source: Phipson and Smyth 2010, arXiv 1603.05766, equation 2, for the p-value, (1 + as near)/(1 + drawn).
package struct PairAssignment: Sendable {
    /// n.
    package let rows: Int
    /// The share of other partners that are further away, one for each output.
    package let shares: [Double]
    /// How often chance alone brings outputs so near to partners, 0 to 1.
    package let pValue: Double

    /// Assignments that are drawn.
    package static let drawn = 999
    /// Fewer pairs than this have too few assignments.
    package static let fewest = 8
    /// Sums that differ by no more than this share are equal: they add the same numbers in another order.
    private static let rounding = 1e-9

    /// From the distances of output i to partner j, `[n, n]`, finite, n at least `fewest`.
    ///
    /// Cost 999·n; the same for any number of threads.
    package init(distances: Matrix<Double>, seed: UInt64) {
        precondition(
            distances.rows == distances.columns && distances.rows >= Self.fewest,
            "distances [\(distances.rows), \(distances.columns)]")
        let count = distances.rows
        rows = count
        shares = (0..<count).map { row in
            let own = distances[row, row]
            var further = 0.0
            for other in 0..<count where other != row {
                further += distances[row, other] > own ? 1 : distances[row, other] == own ? 0.5 : 0
            }
            return further / Double(count - 1)
        }
        let observed = (0..<count).reduce(0.0) { $0 + distances[$1, $1] }
        let scale = distances.scalars.reduce(0.0) { $0 + abs($1) } / Double(count)
        let bound = observed + Self.rounding * scale
        let stream = SeededGenerator(seed: seed).split("assignments of partners")
        let near = Atomic<Int>(0)
        Parallel.forEach(Self.drawn) { number in
            var generator = stream.split(number)
            let order = generator.permutation(of: count)
            var sum = 0.0
            for row in 0..<count { sum += distances[row, order[row]] }
            if sum <= bound { near.add(1, ordering: .relaxed) }
        }
        pValue = Double(1 + near.load(ordering: .relaxed)) / Double(1 + Self.drawn)
    }

    /// From rows of values, `[n, d]` both, by the root mean square difference.
    ///
    /// Cost n²·d; memory 16·n·d bytes.
    package init(outputs: Matrix<Float>, partners: Matrix<Float>, seed: UInt64) {
        precondition(
            outputs.rows == partners.rows && outputs.columns == partners.columns,
            "outputs [\(outputs.rows), \(outputs.columns)] and partners [\(partners.rows), \(partners.columns)]")
        let (count, width) = (outputs.rows, Double(max(1, outputs.columns)))
        let found = Mutex(Matrix<Double>(rows: count, columns: count, repeating: 0))
        func wide(_ rows: Matrix<Float>) -> Matrix<Double> {
            Matrix(rows: rows.rows, columns: rows.columns, scalars: rows.scalars.map { Double($0) })
        }
        SquaredDistances.forEachTile(wide(outputs), wide(partners)) { range, squares in
            found.withLock { matrix in
                for (offset, row) in range.enumerated() {
                    for other in 0..<count {
                        matrix[row, other] = (max(0, squares[offset * count + other]) / width).squareRoot()
                    }
                }
            }
        }
        self.init(distances: found.withLock { $0 }, seed: seed)
    }

    /// How many rows of `width` values are compared with one another at most, so that memory stays within bounds.
    package static func rowsAtMost(width: Int) -> Int { min(500, max(fewest, (1 << 24) / max(1, width))) }

    /// The other partner that each pair's null takes: a cycle through all rows in an order drawn by seed, so that nobody gets its own.
    package static func others(_ count: Int, seed: UInt64) -> [Int] {
        var generator = SeededGenerator(seed: seed).split("other partners")
        let order = generator.permutation(of: count)
        var others = [Int](repeating: 0, count: count)
        for place in order.indices { others[order[place]] = order[(place + 1) % count] }
        return others
    }
}
