import GANNumerics

/// Rows of one kind in three parts, none of which shares a row with another.
struct CriticRows {
    var training: Matrix<Float>
    var validation: Matrix<Float>
    var test: Matrix<Float>

    /// Fewer rows do not make three parts.
    static let fewest = 12

    /// `count` rows of a set: one half, a sixth and a third of them, drawn by `stream`.
    init(_ rows: Matrix<Float>, count: Int, stream: SeededGenerator) {
        var stream = stream
        let drawn = stream.sample(count, below: rows.rows)
        let (first, second) = (count / 2, count / 2 + count / 6)
        training = rows.rows(at: Array(drawn[..<first]))
        validation = rows.rows(at: Array(drawn[first..<second]))
        test = rows.rows(at: Array(drawn[second...]))
    }

    mutating func scale(by scaling: RowScaling) {
        training = scaling.apply(training)
        validation = scaling.apply(validation)
        test = scaling.apply(test)
    }
}

/// Brings rows to mean 0 and a spread of 1, by the rows that a critic is trained on.
struct RowScaling {
    /// Whether each column gets its own factor, or all the same one, which keeps distances in proportion.
    enum Kind { case eachColumn, common }

    private let mean: [Double]
    private let factor: [Double]
    /// Whether any column varies.
    var hasVariation: Bool { factor.contains { $0 > 0 } }
    /// What a distance of 1 among scaled rows was before; 1 where columns have factors of their own.
    let unit: Double

    /// Columns that do not vary become 0.
    ///
    /// O(values), in float64, column by column in the order of the rows.
    init(_ first: Matrix<Float>, _ second: Matrix<Float>, kind: Kind) {
        let (width, count) = (first.columns, Double(first.rows + second.rows))
        var mean = [Double](repeating: 0, count: width)
        for set in [first, second] { Self.add(set, to: &mean) { value, _ in value } }
        for column in 0..<width { mean[column] /= count }
        var variance = [Double](repeating: 0, count: width)
        for set in [first, second] {
            Self.add(set, to: &variance) { value, column in (value - mean[column]) * (value - mean[column]) }
        }
        for column in 0..<width { variance[column] /= count }
        // What is left of a constant column is rounding of its mean.
        func varies(_ column: Int) -> Bool { variance[column].squareRoot() > 1e-12 * abs(mean[column]) }
        switch kind {
        case .eachColumn:
            factor = (0..<width).map { varies($0) ? 1 / variance[$0].squareRoot() : 0 }
            unit = 1
        case .common:
            let columns = (0..<width).filter(varies)
            let spread = (columns.reduce(0) { $0 + variance[$1] } / Double(max(1, columns.count))).squareRoot()
            factor = (0..<width).map { varies($0) ? 1 / spread : 0 }
            // As results keep it, so that what comes from a cache is the same number.
            unit = columns.isEmpty ? 1 : Double(Float(spread))
        }
        self.mean = mean
    }

    private static func add(_ set: Matrix<Float>, to sums: inout [Double], _ term: (Double, Int) -> Double) {
        set.scalars.withUnsafeBufferPointer { values in
            var index = 0
            for _ in 0..<set.rows {
                for column in 0..<set.columns {
                    sums[column] += term(Double(values[index]), column)
                    index += 1
                }
            }
        }
    }

    func apply(_ rows: Matrix<Float>) -> Matrix<Float> {
        Matrix(rows: rows.rows, columns: rows.columns) { target in
            for row in 0..<rows.rows {
                for column in 0..<rows.columns {
                    let index = row * rows.columns + column
                    target[index] = Float((Double(rows.scalars[index]) - mean[column]) * factor[column])
                }
            }
        }
    }
}
