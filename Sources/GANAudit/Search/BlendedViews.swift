import GANNumerics

/// What is left of a query when a share of one of its nearest rows is taken out: the other row, if it is a blend of two.
///
///     x = a·t₁ + (1 − a)·t₂        v = (x − a·t₁)/(1 − a),   a = ½, ¾
///
/// t₁ goes through the nearest rows of the pool, and the nearest row of a view v is t₂. A share between the two leaves some of
/// t₁ − t₂ in the view, which is still far nearer to t₂ than other rows are. Three quarters are taken of the nearest row alone: a row with
/// so large a share in a blend is nearest to it.
struct BlendedViews: Sendable {
    /// What is taken out for each view: which of the nearest rows, and how much of it.
    static let parts: [(rank: Int, share: Float)] = [(0, 0.5), (0, 0.75), (1, 0.5), (2, 0.5)]
    /// How many of the nearest rows are taken out, one after another: more find hardly any more blends.
    static let takenRows = 3

    let queries: AuditQueries
    /// The number of the first query in `queries`.
    let first: Int
    /// The rows that are taken out of each query, places in `rows`.
    let taken: [[Int]]
    let rows: Matrix<Float>

    var count: Int { Self.parts.count }

    /// Writes all views of a query `[count, columns]`; views without a row begin with NaN.
    func write(_ query: Int, _ target: UnsafeMutablePointer<Float>) {
        let width = rows.columns
        queries.withRow(first + query) { own in
            rows.scalars.withUnsafeBufferPointer { values in
                for (number, part) in Self.parts.enumerated() {
                    let view = target + number * width
                    guard part.rank < taken[query].count, let base = values.baseAddress else {
                        view[0] = .nan
                        continue
                    }
                    let other = base + taken[query][part.rank] * width
                    let scale = 1 / (1 - part.share)
                    for column in 0..<width { view[column] = (own[column] - part.share * other[column]) * scale }
                }
            }
        }
    }

    /// What a view says was done.
    static func transformation(_ view: Int, takenOut: [AuditCandidates.Row]) -> AuditTransformation {
        guard parts.indices.contains(view), takenOut.indices.contains(parts[view].rank) else {
            return AuditTransformation(name: "blended")
        }
        let other = takenOut[parts[view].rank]
        let parts = parts[view].share == 0.5 ? ("half", "half") : ("a quarter", "three quarters")
        return AuditTransformation(
            name: "blended",
            detail:
                "about \(parts.0) of it and \(parts.1) of \(other.isTraining ? "training" : "held-out") row \(other.row)"
        )
    }
}
