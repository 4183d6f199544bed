import GANNumerics

/// The Mann–Whitney statistic of two samples, with ties counted half.
struct RankSum {
    /// How many pairs (first, second) have the second above the first; a tie counts ½.
    let pairsAbove: Double
    /// The sample sizes.
    let first: Int
    let second: Int
    /// Whether any two values of both samples together are equal.
    let hasTies: Bool
    /// Σ (t³ − t) over groups of t equal values.
    private let tieSum: Double
    /// Each value's share of the other sample that lies below it (ties ½): DeLong's structural components.
    private let firstShares: [Double]
    private let secondShares: [Double]

    /// Both samples must hold at least one finite value.
    ///
    /// Cost n·log n.
    init(first: [Double], second: [Double]) {
        precondition(!first.isEmpty && !second.isEmpty, "ranks of \(first.count) and \(second.count) values")
        self.first = first.count
        self.second = second.count
        let values = first + second
        let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
        var firstShares = [Double](repeating: 0, count: first.count)
        var secondShares = [Double](repeating: 0, count: second.count)
        var (firstBelow, secondBelow, tieSum, start) = (0, 0, 0.0, 0)
        while start < order.count {
            var end = start
            while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
            let group = order[start..<end]
            let firstHere = group.count { $0 < first.count }
            let secondHere = group.count - firstHere
            for index in group {
                if index < first.count {
                    firstShares[index] = (Double(secondBelow) + Double(secondHere) / 2) / Double(second.count)
                } else {
                    secondShares[index - first.count] =
                        (Double(firstBelow) + Double(firstHere) / 2) / Double(first.count)
                }
            }
            firstBelow += firstHere
            secondBelow += secondHere
            let size = Double(group.count)
            tieSum += size * size * size - size
            start = end
        }
        pairsAbove = secondShares.reduce(0, +) * Double(first.count)
        hasTies = tieSum > 0
        self.tieSum = tieSum
        self.firstShares = firstShares
        self.secondShares = secondShares
    }

    /// The share of pairs that have the second above the first: the area under the ROC curve, ½ for equal distributions.
    var area: Double { min(1, max(0, pairsAbove / (Double(first) * Double(second)))) }

    /// The standard deviation of `pairsAbove` under equal distributions, given the ties; 0 where all values are equal.
    var nullDeviation: Double {
        let (n, m) = (Double(first), Double(second))
        let total = n + m
        return max(0, n * m / 12 * (total + 1 - tieSum / (total * (total - 1)))).squareRoot()
    }

    /// (U − (nm/2 − ½))/σ with the tie-corrected σ; 0 where all values are equal.
    ///
    /// Negative: the second lies below the first. The ½ is Meehan's continuity correction for the lower tail.
    var z: Double {
        let deviation = nullDeviation
        return deviation > 0 ? (pairsAbove - (Double(first) * Double(second) / 2 - 0.5)) / deviation : 0
    }

    /// The estimated standard error of `area`, whatever the distributions; nil for samples of one value.
    ///
    /// DeLong et al. 1988. No less than what one reversed pair of values would give, since separated samples do not
    /// prove separated distributions.
    var areaError: Double? {
        guard first > 1, second > 1 else { return nil }
        let variance =
            Statistics.variance(firstShares) / Double(first) + Statistics.variance(secondShares) / Double(second)
        return max(variance.squareRoot(), 0.5 / Double(min(first, second)))
    }
}
