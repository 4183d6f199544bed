import GANNumerics
import Synchronization

/// Whether two sets of scores are exchangeable, by their rank sum under random relabellings.
enum PermutationTest {
    /// P(area ≥ observed) when all labels are equally likely: (1 + relabellings at least as far)/(1 + relabellings).
    ///
    /// One-sided: `real` lies above `generated`. Exact for exchangeable scores in that p ≤ α has a chance of at most α, and of α
    /// itself where there are no ties and α·(1 + relabellings) is whole. Cost relabellings · rows; the same for any number of threads.
    ///
    /// Source: Phipson and Smyth 2010, arXiv 1603.05766, equation 2.
    static func probability(
        real: [Double], generated: [Double], relabellings: Int, stream: SeededGenerator
    ) -> Double {
        let ranks = doubledRanks(generated + real)
        let observed = ranks[generated.count...].reduce(0, +)
        let (total, chosen) = (ranks.count, real.count)
        let atLeast = Atomic<Int>(0)
        Parallel.forEach(relabellings) { number in
            var generator = stream.split(number)
            var rest = ranks
            var sum = 0
            for place in 0..<chosen {
                rest.swapAt(place, place + generator.index(below: total - place))
                sum += rest[place]
            }
            if sum >= observed { atLeast.add(1, ordering: .relaxed) }
        }
        return Double(1 + atLeast.load(ordering: .relaxed)) / Double(1 + relabellings)
    }

    /// Twice each value's mean rank among ties, whole numbers from 2 on.
    private static func doubledRanks(_ values: [Double]) -> [Int] {
        let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
        var ranks = [Int](repeating: 0, count: values.count)
        var start = 0
        while start < order.count {
            var end = start
            while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
            for index in order[start..<end] { ranks[index] = start + 1 + end }
            start = end
        }
        return ranks
    }
}
