/// A projection to few dimensions whose distances never exceed the true ones, for rows that lie near a subspace.
///
/// With orthonormal rows P and a centre c, a row x becomes z = (P·a, ‖a − PᵀP·a‖) for a = x − c. The last coordinate makes
/// ‖z − z'‖ a lower bound of ‖x − x'‖ (Pythagoras for the subspace, the triangle inequality for its complement), and a
/// close one where the subspace holds most of the variance. A screen over z costs a fraction of one over x.
struct PrincipalReduction: Sendable {
    /// Orthonormal rows, `[m, d]`.
    private let basis: Matrix<Double>
    private let centre: [Double]
    /// What ‖computed z − exact z‖ cannot exceed, divided by ‖a‖.
    let relativeError: Double

    /// The columns of z.
    var width: Int { basis.rows + 1 }

    /// Widths of z to choose from; multiples of 16 suit the kernels.
    private static let widths = [32, 64, 96, 128]
    private static let sampledRows = 1024
    private static let sampledQueries = 64
    private static let sampledElements = 1 << 19
    private static let reducedElements = 1 << 21
    // Costs in units of one column of a product, measured on AVX2 machines; they steer the speed alone.
    private static let scanCost = 40.0
    private static func confirmationCost(width: Int) -> Double { 2000 + 24 * Double(width) }

    /// What rows decide of their reductions, whatever is searched in them: a sample about its centre, and its leading directions.
    struct Subspace {
        fileprivate let sample: Matrix<Double>
        fileprivate let centre: [Double]
        fileprivate let basis: Matrix<Double>

        /// nil where the rows span none.
        init?(of rows: Matrix<Float>) {
            (sample, centre) = PrincipalReduction.centredSample(of: rows)
            guard
                let basis = PrincipalReduction.principalBasis(
                    of: sample, count: (PrincipalReduction.widths.last ?? 1) - 1)
            else { return nil }
            self.basis = basis
        }
    }

    /// The reduction that makes a search of `queries` in `rows` cheapest, or nil where the rows themselves are cheaper.
    ///
    /// Decided from a sample: the share of pairs that the bound would leave open, at several widths.
    static func fastest(queries: Matrix<Float>, rows: Matrix<Float>) -> PrincipalReduction? {
        fastest(queries: queries, rows: rows) { Subspace(of: rows) }
    }

    /// The same where `subspace` knows that of the rows; it is asked only where there is a choice.
    static func fastest(
        queries: Matrix<Float>, rows: Matrix<Float>, subspace: () -> Subspace?
    ) -> PrincipalReduction? {
        let width = rows.columns
        // Below these sizes finding the subspace costs more than it saves.
        guard width >= 96, rows.rows >= 2 * sampledRows, queries.rows * rows.rows >= 4_000_000 else { return nil }
        guard let found = subspace() else { return nil }
        let (centred, centre, basis) = (found.sample, found.centre, found.basis)
        let some = subtract(centre, from: strided(queries, sampledQueries))
        let open = openShares(queries: some, rows: centred, basis: basis)
        var cheapest = (cost: 0.7 * (Double(width) + scanCost), count: 0)
        for (candidate, share) in zip(widths, open) where candidate - 1 <= basis.rows && candidate < width {
            let cost = Double(candidate) + scanCost + confirmationCost(width: width) * share
            if cost < cheapest.cost { cheapest = (cost, candidate - 1) }
        }
        guard cheapest.count > 0 else { return nil }
        return PrincipalReduction(basis: basis.rows(in: 0..<cheapest.count), centre: centre)
    }

    /// The reduction of `rows` to `width` coordinates, from a sample of them; nil where they span no such subspace.
    static func leading(of rows: Matrix<Float>, width: Int) -> PrincipalReduction? {
        guard width > 1, width <= rows.columns, rows.rows > 0 else { return nil }
        let (sample, centre) = centredSample(of: rows)
        guard let basis = principalBasis(of: sample, count: width - 1), basis.rows == width - 1 else { return nil }
        return PrincipalReduction(basis: basis, centre: centre)
    }

    /// Nil where the rows are too far from orthonormal for the bound.
    private init?(basis: Matrix<Double>, centre: [Double]) {
        let gram = MatrixProduct.multiply(basis, transposed: false, basis, transposed: true)
        var defect = 0.0
        for i in 0..<gram.rows {
            for j in 0..<gram.columns {
                let difference = gram[i, j] - (i == j ? 1 : 0)
                defect += difference * difference
            }
        }
        // The Gram matrix is itself off by rounding. The nearest orthonormal rows are no farther than the defect.
        let distance = defect.squareRoot() + ProductScreen.sumError(width: basis.columns)
        guard distance < 1e-9 else { return nil }
        self.basis = basis
        self.centre = centre
        // The last coordinate is the root of ‖a‖² − ‖P·a‖², and |√x − √y| ≤ √|x − y|. The rest is rounding to float32.
        let rounding = 8 * Double(basis.rows).squareRoot() * ProductScreen.sumError(width: basis.columns)
        relativeError = 0x1p-23 + distance + (rounding + 4 * distance).squareRoot()
    }

    /// z for each row, `[n, m + 1]`, rounded to float32.
    func reduce(_ rows: Matrix<Float>) -> Matrix<Float> {
        Matrix(rows: rows.rows, columns: width) { target in
            rows.scalars.withUnsafeBufferPointer { scalars in
                guard let targetBase = target.baseAddress, let base = scalars.baseAddress else { return }
                nonisolated(unsafe) let (reduced, source) = (targetBase, base)
                Parallel.forEachRange(of: rows.rows, size: 256) { range in
                    reduce(
                        source + range.lowerBound * rows.columns, count: range.count,
                        into: reduced + range.lowerBound * width)
                }
            }
        }
    }

    /// z for `count` packed rows, written to `target` `[count, width]` by the calling thread alone.
    func reduce(_ rows: UnsafePointer<Float>, count: Int, into target: UnsafeMutablePointer<Float>) {
        // Float64 copies of wide rows are made of a few at a time.
        let piece = max(16, Self.reducedElements / max(1, centre.count))
        for start in stride(from: 0, to: count, by: piece) {
            reducePiece(
                rows + start * centre.count, count: min(piece, count - start), into: target + start * width)
        }
    }

    private func reducePiece(_ rows: UnsafePointer<Float>, count: Int, into target: UnsafeMutablePointer<Float>) {
        let (columns, coordinates) = (centre.count, basis.rows)
        var centred = [Double](repeating: 0, count: count * columns)
        for row in 0..<count {
            for column in 0..<columns {
                centred[row * columns + column] = Double(rows[row * columns + column]) - centre[column]
            }
        }
        var projected = [Double](repeating: 0, count: count * coordinates)
        OpenBLAS.multiply(
            centred, transposed: false, basis.scalars, transposed: true, into: &projected, m: count, n: coordinates,
            k: columns)
        for row in 0..<count {
            var rest = 0.0
            for column in 0..<columns { rest += centred[row * columns + column] * centred[row * columns + column] }
            for index in 0..<coordinates {
                let value = projected[row * coordinates + index]
                rest -= value * value
                target[row * width + index] = Float(value)
            }
            target[row * width + coordinates] = Float(max(0, rest).squareRoot())
        }
    }

    /// How many rows are sampled.
    static func sampleSize(columns: Int) -> Int { max(256, min(sampledRows, sampledElements / columns)) }

    /// Some of the rows about their mean, and that mean; wide rows are sampled in a bounded amount of memory.
    private static func centredSample(of rows: Matrix<Float>) -> (rows: Matrix<Double>, centre: [Double]) {
        let sample = strided(rows, sampleSize(columns: rows.columns))
        var centre = [Double](repeating: 0, count: rows.columns)
        for row in 0..<sample.rows {
            for (column, value) in sample.row(row).enumerated() { centre[column] += Double(value) }
        }
        for column in centre.indices { centre[column] /= Double(sample.rows) }
        return (subtract(centre, from: sample), centre)
    }

    /// The share of pairs whose lower bound is below the query's distance to its second neighbour in the sample.
    ///
    /// The second, because the nearest may be the query itself; in all rows the neighbours are nearer and fewer stay open.
    private static func openShares(queries: Matrix<Double>, rows: Matrix<Double>, basis: Matrix<Double>) -> [Double] {
        func coordinates(_ points: Matrix<Double>) -> Matrix<Double> {
            MatrixProduct.multiply(points, transposed: false, basis, transposed: true)
        }
        func squares(_ points: Matrix<Double>) -> [Double] {
            (0..<points.rows).map { points.row($0).reduce(0) { $0 + $1 * $1 } }
        }
        let products = MatrixProduct.multiply(queries, transposed: false, rows, transposed: true)
        let (first, second) = (coordinates(queries), coordinates(rows))
        let (firstSquares, secondSquares) = (squares(queries), squares(rows))
        var open = [Int](repeating: 0, count: widths.count)
        for query in 0..<queries.rows {
            let distances = (0..<rows.rows).map { firstSquares[query] + secondSquares[$0] - 2 * products[query, $0] }
            let limit = distances.sorted()[min(1, rows.rows - 1)]
            for row in 0..<rows.rows {
                var (inside, restOfFirst, restOfSecond) = (0.0, firstSquares[query], secondSquares[row])
                var index = 0
                for (place, width) in widths.enumerated() where width - 1 <= basis.rows {
                    while index < width - 1 {
                        let (x, y) = (first[query, index], second[row, index])
                        inside += (x - y) * (x - y)
                        restOfFirst -= x * x
                        restOfSecond -= y * y
                        index += 1
                    }
                    let outside = max(0, restOfFirst).squareRoot() - max(0, restOfSecond).squareRoot()
                    if inside + outside * outside > limit { break }
                    open[place] += 1
                }
            }
        }
        return open.map { Double($0) / Double(queries.rows * rows.rows) }
    }

    /// Orthonormal rows that span about the leading principal directions of centred rows, the leading ones first.
    ///
    /// Subspace iteration: exact directions aren't needed, since any orthonormal rows give a valid bound.
    private static func principalBasis(of centred: Matrix<Double>, count: Int) -> Matrix<Double>? {
        let start = SeededGenerator(seed: 0).normalRows(min(count, centred.columns), columns: centred.columns)
        var basis = orthonormalized(start.converted(to: Double.self))
        for _ in 0..<4 {
            let scores = MatrixProduct.multiply(basis, transposed: false, centred, transposed: true)
            basis = orthonormalized(MatrixProduct.multiply(scores, centred))
        }
        return basis.rows > 0 ? basis : nil
    }

    /// Orthonormal rows that span the given ones, by Cholesky factors of their Gram matrix, twice for full orthogonality.
    ///
    /// Nearly dependent rows have no such factor; Gram–Schmidt leaves them out.
    private static func orthonormalized(_ rows: Matrix<Double>) -> Matrix<Double> {
        var result = rows
        for _ in 0..<2 {
            let gram = MatrixProduct.multiply(result, transposed: false, result, transposed: true)
            guard let factor = try? Cholesky.factor(of: gram), let inverse = inverse(ofLower: factor) else {
                return orthonormalizedOneByOne(rows)
            }
            result = MatrixProduct.multiply(inverse, result)
        }
        return result
    }

    /// The inverse of a lower triangular matrix by forward substitution, or nil where it is nearly singular.
    private static func inverse(ofLower factor: Matrix<Double>) -> Matrix<Double>? {
        let count = factor.rows
        let pivots = (0..<count).map { factor[$0, $0] }
        // A squared condition of 1e12 leaves the second round enough digits.
        guard let least = pivots.min(), let largest = pivots.max(), least > 1e-6 * largest else { return nil }
        var inverse = Matrix<Double>(rows: count, columns: count)
        for column in 0..<count {
            inverse[column, column] = 1 / factor[column, column]
            for row in column + 1..<max(count, column + 1) {
                var sum = 0.0
                for index in column..<row { sum += factor[row, index] * inverse[index, column] }
                inverse[row, column] = -sum / factor[row, row]
            }
        }
        return inverse
    }

    /// Gram–Schmidt over rows, each twice for full orthogonality; rows that depend on earlier ones are dropped.
    private static func orthonormalizedOneByOne(_ rows: Matrix<Double>) -> Matrix<Double> {
        let width = rows.columns
        var kept: [Double] = []
        for row in 0..<rows.rows {
            var vector = Array(rows.row(row))
            let size = vector.reduce(0) { $0 + $1 * $1 }
            for _ in 0..<2 {
                for start in stride(from: 0, to: kept.count, by: width) {
                    var product = 0.0
                    for column in 0..<width { product += vector[column] * kept[start + column] }
                    for column in 0..<width { vector[column] -= product * kept[start + column] }
                }
            }
            let rest = vector.reduce(0) { $0 + $1 * $1 }
            // NaN and infinity fail the comparison too, and leave no basis.
            guard rest > 1e-16 * size, rest < .infinity else { continue }
            let scale = 1 / rest.squareRoot()
            kept.append(contentsOf: vector.map { $0 * scale })
        }
        return Matrix(rows: kept.count / max(1, width), columns: width, scalars: kept)
    }

    private static func strided(_ rows: Matrix<Float>, _ count: Int) -> Matrix<Float> {
        rows.rows(at: (0..<min(count, rows.rows)).map { $0 * rows.rows / min(count, rows.rows) })
    }

    private static func subtract(_ centre: [Double], from rows: Matrix<Float>) -> Matrix<Double> {
        let width = rows.columns
        return Matrix(rows: rows.rows, columns: width) { target in
            rows.scalars.withUnsafeBufferPointer { source in
                for row in 0..<rows.rows {
                    for column in 0..<width {
                        target[row * width + column] = Double(source[row * width + column]) - centre[column]
                    }
                }
            }
        }
    }
}
