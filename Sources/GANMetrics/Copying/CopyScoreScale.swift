import GANNumerics
import RealModule

/// How unusual a score is among those of real data: the common scale on which channels are compared.
///
///     F(s) = (1 + #{j : s_j ≤ s}) / (R + 1)          where at least `tail` of the R reference scores are at most s
///     F(s) = F(s₀) · (s / s₀)^d                       below, with s₀ the score of that rank
///
/// The exponent is Hill's estimate from the scores below s₀. Near a row, the data's density is about constant, so the chance
/// of another row within a share s of the usual distance falls like s^d with the data's own dimension d; the power law
/// orders scores that lie below all of the reference's. It only orders: p-values never come from it.
struct CopyScoreScale: Sendable {
    private let sorted: [Double]
    private let anchor: Double
    private let anchorProbability: Double
    private let exponent: Double

    init(reference scores: [Double]) {
        sorted = scores.sorted()
        let rank = min(sorted.count, max(10, sorted.count / 100))
        guard rank > 0, sorted[rank - 1] > 0 else {
            (anchor, anchorProbability, exponent) = (0, 1, 1)
            return
        }
        anchor = sorted[rank - 1]
        anchorProbability = Double(rank + 1) / Double(sorted.count + 1)
        var sum = 0.0
        for score in sorted.prefix(rank) { sum += .log(anchor / max(score, 1e-6 * anchor)) }
        exponent = max(1, min(100, sum > 0 ? Double(rank) / sum : 100))
    }

    /// F(s); 1 without any reference.
    func probability(_ score: Double) -> Double {
        if score < anchor { return anchorProbability * .pow(score / anchor, exponent) }
        // The first index whose score exceeds this one.
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] <= score { low = middle + 1 } else { high = middle }
        }
        return Double(low + 1) / Double(sorted.count + 1)
    }
}
