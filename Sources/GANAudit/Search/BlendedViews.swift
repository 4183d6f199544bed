import GANNumerics

/// What is left of a query when a share of one of its nearest rows is taken out: the other row, if it is a blend of two.
///
///     x = a·t₁ + (1 − a)·t₂        v = (x − a·t₁)/(1 − a),   a = ½, ¾
///
/// t₁ goes through the nearest rows of the pool, and the nearest row of a view v is t₂. A share between the two of `shares` leaves some of
/// t₁ − t₂ in the view, which is still far nearer to t₂ than other rows are.
struct BlendedViews: Sendable {
    /// Shares of the row that is taken out.
    static let shares: [Float] = [0.5, 0.75]
    /// How many of the nearest rows are taken out, one after another: more find hardly any more blends.
    static let takenRows = 3

    let queries: AuditQueries
    /// The number of the first query in `queries`.
    let first: Int
    /// The rows that are taken out of each query, places in `rows`.
    let taken: [[Int]]
    let rows: Matrix<Float>
    /// Rows that are taken out at most.
    let most: Int

    var count: Int { most * Self.shares.count }

    /// Writes all views of a query `[count, columns]`; views without a row begin with NaN.
    func write(_ query: Int, _ target: UnsafeMutablePointer<Float>) {
        let width = rows.columns
        queries.withRow(first + query) { own in
            rows.scalars.withUnsafeBufferPointer { values in
                for rank in 0..<most {
                    for (number, share) in Self.shares.enumerated() {
                        let view = target + (rank * Self.shares.count + number) * width
                        guard rank < taken[query].count, let base = values.baseAddress else {
                            view[0] = .nan
                            continue
                        }
                        let other = base + taken[query][rank] * width
                        let scale = 1 / (1 - share)
                        for column in 0..<width { view[column] = (own[column] - share * other[column]) * scale }
                    }
                }
            }
        }
    }

    /// What a view says was done.
    static func transformation(_ view: Int, takenOut: [AuditCandidates.Row]) -> AuditTransformation {
        let (rank, number) = (view / shares.count, view % shares.count)
        guard takenOut.indices.contains(rank) else { return AuditTransformation(name: "blended") }
        let other = takenOut[rank]
        let parts = number == 0 ? ("half", "half") : ("a quarter", "three quarters")
        return AuditTransformation(
            name: "blended",
            detail:
                "about \(parts.0) of it and \(parts.1) of \(other.isTraining ? "training" : "held-out") row \(other.row)"
        )
    }
}
