/// Which of many tests reject when all are read together.
package enum MultipleTests {
    /// Holm's procedure: the chance of any false rejection is at most `level`, however the tests depend on each other.
    ///
    /// Returns indices in ascending order. Source: Holm, "A simple sequentially rejective multiple test procedure", 1979.
    static func holm(_ values: [Double], level: Double) -> [Int] {
        var rejected: [Int] = []
        for (rank, index) in ascending(values).enumerated() {
            guard values[index] <= level / Double(values.count - rank) else { break }
            rejected.append(index)
        }
        return rejected.sorted()
    }

    /// Holm's adjusted p-values: rejecting where they are at most `level` is Holm's procedure.
    package static func holmAdjusted(_ values: [Double]) -> [Double] {
        var adjusted = [Double](repeating: 1, count: values.count)
        var least = 0.0
        for (rank, index) in ascending(values).enumerated() {
            least = max(least, min(1, values[index] * Double(values.count - rank)))
            adjusted[index] = least
        }
        return adjusted
    }

    /// Benjamini and Hochberg's procedure: the expected share of false rejections among all is at most `level` for
    /// independent tests.
    ///
    /// Returns indices in ascending order. Source: Benjamini and Hochberg, "Controlling the false discovery rate", 1995.
    static func benjaminiHochberg(_ values: [Double], level: Double) -> [Int] {
        let order = ascending(values)
        let last = order.indices.last { values[order[$0]] <= level * Double($0 + 1) / Double(values.count) }
        return order.prefix((last ?? -1) + 1).sorted()
    }

    private static func ascending(_ values: [Double]) -> [Int] {
        values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    }
}
