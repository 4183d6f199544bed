import GANNumerics
import RealModule

/// Lower bounds on f-divergences between real data p and samples q from the scores of any function.
///
///     D_f(p‖q) ≥ E_p T(x) − E_q f*(T(x)),   with equality at T = f′(p/q)
///
/// A critic that was trained to classify has scores s near log p/q, so that T is f′(eˢ). The scores are first mapped to a·s + b, with
/// the a of 0, 0.05, …, 1 and the b that make the bound greatest on the validation part, so that an overconfident critic does not
/// waste it; then they are cut where one row's exponential would be the root of the number of test rows, so that no few rows decide a mean.
/// On the test part the bound holds whatever they are, and that of kl, reverse_kl and Pearson's can't exceed a few nats.
///
/// Source: Nowozin, Cseke and Tomioka 2016, arXiv 1606.00709, equation 4 and table 1.
public struct VariationalBound: Sendable, Equatable {
    /// The divergences of the classic theory.
    public enum Divergence: String, Sendable, CaseIterable {
        /// ½ KL(p‖m) + ½ KL(q‖m) with m = (p + q)/2; at most log 2.
        case jensenShannon = "jensen_shannon"
        /// KL(p‖q) = E_p log p/q: infinite where real data have what samples lack.
        case kullbackLeibler = "kl"
        /// KL(q‖p): infinite where samples have what real data lack.
        case reverseKullbackLeibler = "reverse_kl"
        /// E_q (p/q − 1)².
        case pearson = "pearson_chi_squared"
    }

    /// The bound on the test part, in nats (of Pearson's without unit); below 0 by chance, where it says nothing.
    public let value: Double
    /// Its standard error over test rows, given the critic.
    public let standardError: Double
    /// The same expression on the training part.
    public let training: Double
    /// a, by which scores are multiplied.
    public let slope: Double
    /// b, which is added to them.
    public let shift: Double

    /// The bound on a divergence from scores that are logits, greater for real rows.
    ///
    /// Every part has at least two finite scores of each kind. Cost a few dozen passes over the validation part.
    public init(_ divergence: Divergence, _ scores: CriticScores) {
        let limit = Self.limit(divergence, rows: min(scores.test.real.count, scores.test.generated.count))
        let (slope, shift) = Self.fit(divergence, scores.validation, limit: limit)
        let test = Self.terms(divergence, scores.test, slope: slope, shift: shift, limit: limit)
        let training = Self.terms(divergence, scores.training, slope: slope, shift: shift, limit: limit)
        self.slope = slope
        self.shift = shift
        value = Statistics.mean(test.real) + Statistics.mean(test.generated)
        self.training = Statistics.mean(training.real) + Statistics.mean(training.generated)
        standardError =
            (Statistics.variance(test.real) / Double(test.real.count)
            + Statistics.variance(test.generated) / Double(test.generated.count)).squareRoot()
    }

    /// How much better the critic does on rows that it was trained on.
    public var gap: Double { training - value }

    /// The greatest size of a score: at which the exponential of one row is the root of the number of rows.
    ///
    /// Without it few rows with sure scores, rightly or wrongly so, would decide the mean, and no interval would hold.
    static func limit(_ divergence: Divergence, rows: Int) -> Double {
        let limit = Double.log(Double(max(2, rows))) / 2
        switch divergence {
        case .jensenShannon: return 30
        case .kullbackLeibler, .reverseKullbackLeibler: return limit
        case .pearson: return limit / 2
        }
    }

    /// T of real scores and −f*(T) of generated ones: their means add up to the bound.
    static func terms(
        _ divergence: Divergence, _ part: CriticScores.Part, slope: Double, shift: Double, limit: Double
    ) -> CriticScores.Part {
        // A bounded score is as good a function as any.
        func scaled(_ score: Double) -> Double { max(-limit, min(limit, slope * score + shift)) }
        let real: (Double) -> Double
        let generated: (Double) -> Double
        switch divergence {
        case .jensenShannon:
            real = { (.log(2) - Statistics.softplus(-$0)) / 2 }
            generated = { (.log(2) - Statistics.softplus($0)) / 2 }
        case .kullbackLeibler:
            real = { 1 + $0 }
            generated = { -.exp($0) }
        case .reverseKullbackLeibler:
            real = { -.exp(-$0) }
            generated = { 1 - $0 }
        case .pearson:
            real = { 2 * (.exp($0) - 1) }
            generated = { 1 - .exp(2 * $0) }
        }
        return CriticScores.Part(
            real: part.real.map { real(scaled($0)) }, generated: part.generated.map { generated(scaled($0)) })
    }

    /// The slope and shift that make the bound greatest on a part; slope 0 leaves the bound 0.
    private static func fit(
        _ divergence: Divergence, _ part: CriticScores.Part, limit: Double
    ) -> (slope: Double, shift: Double) {
        var best = (value: 0.0, slope: 0.0, shift: 0.0)
        for step in 1...20 {
            let slope = Double(step) / 20
            func mean(_ scores: [Double], _ factor: Double) -> Double {
                Statistics.logSumExp(scores.map { factor * max(-30, min(30, slope * $0)) })
                    - .log(Double(scores.count))
            }
            // Where b is free, the greatest bound has a closed form.
            let shift: Double
            switch divergence {
            case .jensenShannon: shift = 0
            case .kullbackLeibler: shift = -mean(part.generated, 1)
            case .reverseKullbackLeibler: shift = mean(part.real, -1)
            case .pearson: shift = mean(part.real, 1) - mean(part.generated, 2)
            }
            let found = terms(divergence, part, slope: slope, shift: shift, limit: limit)
            let value = Statistics.mean(found.real) + Statistics.mean(found.generated)
            if value > best.value { best = (value, slope, shift) }
        }
        return (best.slope, best.shift)
    }
}
