import GANNumerics

/// Plain loops in float64 that the fast paths are tested against.
enum NaiveReference {
    static func product(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Matrix<Double> {
        var result = Matrix<Double>(rows: a.rows, columns: b.columns)
        for i in 0..<a.rows {
            for j in 0..<b.columns { for k in 0..<a.columns { result[i, j] += a[i, k] * b[k, j] } }
        }
        return result
    }

    /// The mean, then Σ (x − μ)(x − μ)ᵀ.
    static func moments(_ rows: Matrix<Float>) -> (mean: [Double], scatter: Matrix<Double>) {
        let mean = (0..<rows.columns).map { column in
            (0..<rows.rows).reduce(0) { $0 + Double(rows[$1, column]) } / Double(rows.rows)
        }
        var centred = rows.converted(to: Double.self)
        for i in 0..<rows.rows { for j in 0..<rows.columns { centred[i, j] -= mean[j] } }
        return (mean, product(centred.transposed, centred))
    }

    /// All distances, sorted by distance and index.
    static func neighbours(
        queries: Matrix<Float>, in rows: Matrix<Float>, count: Int, excludingSameIndex: Bool = false, rowOffset: Int = 0
    ) -> NeighbourTable {
        var (indices, distances) = ([Int32](), [Double]())
        for query in 0..<queries.rows {
            let all = (0..<rows.rows).filter { !excludingSameIndex || $0 + rowOffset != query }
                .map { (EuclideanDistance.between(queries, row: query, rows, row: $0), Int32($0 + rowOffset)) }
            for (distance, index) in all.sorted(by: { $0 < $1 }).prefix(count) {
                indices.append(index)
                distances.append(distance)
            }
        }
        return NeighbourTable(queries: queries.rows, count: count, indices: indices, distances: distances)
    }

    static func largestDifference(_ a: [Double], _ b: [Double]) -> Double {
        precondition(a.count == b.count, "\(a.count) and \(b.count) values")
        return zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) }
    }
}

extension SeededGenerator {
    /// Standard normal draws as a float64 matrix.
    func wideRows(_ rows: Int, columns: Int) -> Matrix<Double> {
        normalRows(rows, columns: columns).converted(to: Double.self)
    }
}
