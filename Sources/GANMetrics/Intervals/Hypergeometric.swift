import RealModule

/// How many of `marked` among `population` items a draw of `drawn` without replacement holds.
struct Hypergeometric {
    /// The least possible count.
    let least: Int
    /// The probability of each possible count from `least` on; they sum to 1.
    let probabilities: [Double]

    init(population: Int, marked: Int, drawn: Int) {
        precondition(
            marked >= 0 && drawn >= 0 && marked <= population && drawn <= population,
            "\(drawn) drawn and \(marked) marked among \(population)")
        let least = max(0, marked + drawn - population)
        let greatest = min(marked, drawn)
        self.least = least
        // Ratios of neighbours, from the largest probability outwards, lose nothing to cancellation.
        let mode = min(
            greatest, max(least, Int(Double(marked + 1) * Double(drawn + 1) / Double(population + 2))))
        var weights = [Double](repeating: 1, count: greatest - least + 1)
        func ratio(_ x: Int) -> Double {
            Double(marked - x) * Double(drawn - x) / (Double(x + 1) * Double(population - marked - drawn + x + 1))
        }
        for x in mode..<greatest { weights[x + 1 - least] = weights[x - least] * ratio(x) }
        for x in (least..<mode).reversed() { weights[x - least] = weights[x + 1 - least] / ratio(x) }
        let total = weights.reduce(0, +)
        probabilities = weights.map { $0 / total }
    }

    /// Fisher's two-sided p-value: the probability of all counts that are no more probable than `count`.
    func twoSided(_ count: Int) -> Double {
        let own = probabilities[count - least]
        return min(1, probabilities.reduce(0) { $1 <= own * (1 + 1e-7) ? $0 + $1 : $0 })
    }
}
