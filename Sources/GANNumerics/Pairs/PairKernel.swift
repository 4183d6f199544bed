/// A function of two rows that is summed over all pairs of a sweep.
public enum PairKernel: Sendable, Hashable {
    /// (⟨x, y⟩/d + 1)³ for rows of d columns.
    case cubic
    /// exp(−‖x − y‖²/(2σ²)).
    case gaussian(sigma: Double)
    /// ‖x − y‖.
    case distance
}

/// Sums of one kernel over the pairs of two sets, or of one set with itself.
///
/// Float64 sums in an order that the shapes alone decide: the same bytes for any thread count.
public struct PairKernelSums: Sendable, Equatable {
    /// For each row of the first set, the sum over the second set's rows; over the other rows of its own set where there is
    /// one set.
    public var rows: [Double]
    /// For each row of the second set, the sum over the first set's rows; empty where there is one set.
    public var columns: [Double]
    /// For each subset, the sum over its pairs, i ≠ j where there is one set; of the cubic kernel alone, zeros for others.
    public var subsets: [Double]
    /// The sum of squared kernel values over the pairs of `total`.
    public var squares: Double

    /// The sum over all pairs; over ordered pairs i ≠ j where there is one set.
    public var total: Double { rows.reduce(0, +) }
}

/// Choices of as many rows from each set, for a statistic's value on each of many subsets.
public struct PairSubsets: Sendable, Equatable {
    /// Row numbers of the first set, a list for each subset.
    public var first: [[Int]]
    /// Row numbers of the second set, a list for each subset.
    public var second: [[Int]]

    /// Subset s is the rows `first[s]` of the first set with the rows `second[s]` of the second.
    public init(first: [[Int]], second: [[Int]]) {
        precondition(first.count == second.count, "\(first.count) subsets of one set, \(second.count) of the other")
        self.first = first
        self.second = second
    }
}
