/// Which training rows the copies are of, how often, and how many more there may be.
public struct ExtractionRate: Sendable, Equatable {
    /// Copied training rows and how many samples each is copied in, the most copied first, then by row.
    public let rows: [(row: Int, samples: Int)]
    /// The distinct copied rows by the number of training rows.
    public let rate: Double
    /// Chao's estimate of how many distinct rows the generator gives away in the long run.
    ///
    ///     S + f₁(f₁ − 1)/(2(f₂ + 1))    with f₁ rows seen once and f₂ seen twice
    ///
    /// A lower bound in expectation. Source: Chao 1987; the bias-corrected form.
    public let estimatedRows: Double

    /// From the copied training row of each copy.
    public init(copies: [Int], trainingRows: Int) {
        var counts: [Int: Int] = [:]
        for row in copies { counts[row, default: 0] += 1 }
        rows = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { (row: $0.key, samples: $0.value) }
        rate = Double(counts.count) / Double(max(1, trainingRows))
        let once = Double(counts.values.count { $0 == 1 })
        let twice = Double(counts.values.count { $0 == 2 })
        estimatedRows = min(
            Double(max(trainingRows, counts.count)), Double(counts.count) + once * (once - 1) / (2 * (twice + 1)))
    }

    /// Whether the same rows are copied as often, at the same rate.
    public static func == (first: ExtractionRate, second: ExtractionRate) -> Bool {
        first.rate == second.rate && first.estimatedRows == second.estimatedRows
            && first.rows.map(\.row) == second.rows.map(\.row)
            && first.rows.map(\.samples) == second.rows.map(\.samples)
    }
}
