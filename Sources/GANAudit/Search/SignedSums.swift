import GANNumerics

/// Sums of a row's values with random signs, each value in one sum: an orthogonal projection that is the same for all data.
///
///     y_j = Σ_{i in group j} s_i x_i / √(size of group j),   s_i = ±1
///
/// The columns, shuffled, are dealt to the groups in turn, so that sizes differ by one at most. Distances are at most those of the
/// rows; times √(columns/sums) their squares are right on average over signs and groups, with a standard deviation of at most √(2/sums),
/// 9 % for 256 sums, where a difference is spread over many columns. Rows that are no wider stay as they are. Weinberger et al.
/// 2009, arXiv 0902.2206, with groups of equal sizes.
struct SignedSums: Sendable {
    /// Values in one row.
    let width: Int
    /// Each column's sum, and its sign over the root of the sum's size; empty where rows stay as they are.
    private let sums: [Int32]
    private let weights: [Float]

    static let largestCount = 256
    /// The choice of signs is part of the method: other rows and other seeds of an audit are summed in the same way.
    private static let seed: UInt64 = 256

    init(of width: Int) {
        self.width = width
        guard width > Self.largestCount else {
            (sums, weights) = ([], [])
            return
        }
        let count = Self.largestCount
        var generator = SeededGenerator(seed: Self.seed).split("signed sums")
        let order = generator.permutation(of: width)
        var sums = [Int32](repeating: 0, count: width)
        var weights = [Float](repeating: 0, count: width)
        for (place, column) in order.enumerated() {
            let sum = place % count
            let size = (width - sum + count - 1) / count
            sums[column] = Int32(sum)
            weights[column] = (generator.next() & 1 == 0 ? 1 : -1) / Float(size).squareRoot()
        }
        (self.sums, self.weights) = (sums, weights)
    }

    var isIdentity: Bool { sums.isEmpty }
    /// Values in one row of features.
    var count: Int { isIdentity ? width : Self.largestCount }

    /// The features `[n, count]` of rows `[n, width]`; a row depends on its own values alone.
    func features(of rows: Matrix<Float>) -> Matrix<Float> {
        precondition(rows.columns == width, "\(rows.columns) values of a row of \(width)")
        if isIdentity { return rows }
        return AuditChannel.mapRows(rows, width: count) { row, target in
            target.update(repeating: 0, count: count)
            for column in 0..<width { target[Int(sums[column])] += weights[column] * row[column] }
        }
    }
}
