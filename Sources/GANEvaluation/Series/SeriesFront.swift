/// The checkpoints that no other one clearly beats in all that matters.
package enum SeriesFront {
    /// One figure of a candidate; smaller is better.
    package struct Aim: Sendable, Equatable {
        /// The figure, turned so that smaller is better.
        package var value: Double
        /// The interval's lower end, turned as the figure is.
        package var low: Double
        /// The interval's upper end.
        package var high: Double

        /// A figure with its interval; `lowerIsBetter` false turns it round.
        ///
        /// A missing interval stands for no noise.
        package init(value: Double, low: Double?, high: Double?, lowerIsBetter: Bool) {
            let (low, high) = (low ?? value, high ?? value)
            self.value = lowerIsBetter ? value : -value
            self.low = lowerIsBetter ? low : -high
            self.high = lowerIsBetter ? high : -low
        }
    }

    /// Indices of the candidates on the front, in order.
    ///
    /// A candidate is off the front only when another one is no worse in any figure and better in at least one beyond noise:
    /// their intervals there do not touch. So of two that noise alone separates both stay. O(n²·figures).
    package static func indices(_ candidates: [[Aim]]) -> [Int] {
        candidates.indices.filter { index in !candidates.contains { dominates($0, candidates[index]) } }
    }

    static func dominates(_ first: [Aim], _ second: [Aim]) -> Bool {
        precondition(first.count == second.count, "\(first.count) and \(second.count) figures")
        let pairs = zip(first, second)
        return pairs.allSatisfy { $0.value <= $1.value } && pairs.contains { $0.high < $1.low }
    }
}
