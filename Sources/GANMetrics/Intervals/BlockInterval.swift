import GANNumerics

/// An interval from disjoint blocks of two sets, for metrics that neighbours make depend on more than one row.
///
/// The metric is computed on each pair of blocks. Blocks share no row, so their values are independent, and the standard
/// deviation over blocks divided by √B is the standard error of the whole where the variance is proportional to 1/n. The
/// interval is Student's with B − 1 degrees of freedom around the value *of the whole*, as small blocks have values of
/// their own.
struct BlockInterval {
    enum Outcome {
        case interval(MetricInterval)
        case omitted(Diagnostic)
    }

    /// The code of the diagnostic that says why there is none.
    static let omitted = "interval_omitted"
    /// Fewer rows a block would say little about the whole.
    static let smallestBlock = 20

    let real: Int
    let generated: Int
    let blocks: Int
    let seed: UInt64

    /// The rows of the blocks; the same for every metric, so that one pass over each pair of blocks serves them all.
    static func rows(real: Int, generated: Int, blocks: Int, seed: UInt64) -> (real: [[Int]], generated: [[Int]]) {
        (
            DisjointBlocks.rows(count: real, blocks: blocks, seed: seed, purpose: "blocks real"),
            DisjointBlocks.rows(count: generated, blocks: blocks, seed: seed, purpose: "blocks generated")
        )
    }

    /// The interval around `value`, within `range`.
    ///
    /// `fromRows` computes the metric on some rows of each set. Where a pass over the blocks was made already, `pairs` holds
    /// its outcomes and `fromPairs` computes the metric from each.
    func interval(
        around value: Double, within range: ClosedRange<Double> = 0...1, level: Double = 0.95,
        pairs: [PairStatistics]? = nil, fromPairs: (PairStatistics) -> Double = { _ in 0 },
        fromRows: (_ real: [Int], _ generated: [Int]) -> Double
    ) -> Outcome {
        guard min(real, generated) / Self.smallestBlock >= blocks else {
            return .omitted(
                Diagnostic(
                    code: Self.omitted, severity: .note,
                    message: "No interval: \(min(real, generated)) rows are too few for \(blocks) disjoint blocks of "
                        + "\(Self.smallestBlock)."))
        }
        let values: [Double]
        if let pairs, pairs.count == blocks {
            values = pairs.map(fromPairs)
        } else {
            let rows = Self.rows(real: real, generated: generated, blocks: blocks, seed: seed)
            values = zip(rows.real, rows.generated).map { fromRows($0, $1) }
        }
        let reach =
            Statistics.studentQuantile(0.5 + level / 2, degrees: Double(blocks - 1))
            * Statistics.standardDeviation(values) / Double(blocks).squareRoot()
        return .interval(
            MetricInterval(
                low: min(value, max(range.lowerBound, value - reach)),
                high: max(value, min(range.upperBound, value + reach)), level: level,
                method: "\(blocks) disjoint blocks of both sets"))
    }
}
