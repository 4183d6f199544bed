/// Which of many differences are real when all are read together, by the distribution of the largest.
///
/// Westfall and Young's step-down procedure: the chance of any false rejection is at most the level. It knows how
/// the statistics depend on each other, because each draw relabels the same rows for all, and so costs less than Bonferroni's.
///
/// Source: Westfall and Young 1993, "Resampling-based multiple testing", algorithm 2.8.
package enum StepDownMaximum {
    /// Adjusted p-values of `observed` `[q]`, larger being more extreme, given draws under the null `[draws][q]`.
    ///
    /// p̃ of the r-th largest is the share of draws in which the largest of it and all less extreme ones is at least as large, the
    /// observed one counted as a draw; made monotone in the order. Cost draws·q.
    package static func adjusted(observed: [Double], draws: [[Double]]) -> [Double] {
        let order = observed.indices.sorted { (observed[$0], $1) > (observed[$1], $0) }
        var exceeding = [Int](repeating: 0, count: order.count)
        for draw in draws {
            precondition(draw.count == observed.count, "\(draw.count) statistics drawn for \(observed.count)")
            var largest = -Double.infinity
            for rank in order.indices.reversed() {
                largest = max(largest, draw[order[rank]])
                if largest >= observed[order[rank]] { exceeding[rank] += 1 }
            }
        }
        var values = [Double](repeating: 1, count: observed.count)
        var previous = 0.0
        for rank in order.indices {
            previous = max(previous, Double(exceeding[rank] + 1) / Double(draws.count + 1))
            values[order[rank]] = previous
        }
        return values
    }
}
