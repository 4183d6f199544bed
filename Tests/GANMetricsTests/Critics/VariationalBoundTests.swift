import GANNumerics
import RealModule
import Testing

@testable import GANMetrics

@Suite struct VariationalBoundTests {
    /// Evenly spread quantiles of N(1, 1) for real rows and of N(0, 1) for samples.
    private static func part(_ count: Int, _ score: (Double) -> Double) -> CriticScores.Part {
        let points = (0..<count).map { Statistics.normalQuantile((Double($0) + 0.5) / Double(count)) }
        return .init(real: points.map { score($0 + 1) }, generated: points.map(score))
    }

    private static func scores(_ score: (Double) -> Double) -> CriticScores {
        let part = part(20_000, score)
        return CriticScores(training: part, validation: part, test: part, steps: 1, trainedSteps: 1)
    }

    /// log p/q of the two normal distributions, scaled as an overconfident critic or a timid one would.
    @Test(arguments: [1, 4.0]) func theBestCriticReachesTheDivergence(confidence: Double) {
        let scores = Self.scores { confidence * ($0 - 0.5) }
        // The Jensen–Shannon divergence by numerical integration, the others in closed form.
        let expected: [VariationalBound.Divergence: (Double, tolerance: Double)] = [
            .jensenShannon: (0.111423, 1e-3), .kullbackLeibler: (0.5, 5e-3), .reverseKullbackLeibler: (0.5, 5e-3),
            .pearson: (.exp(1) - 1, 0.15),
        ]
        for divergence in VariationalBound.Divergence.allCases {
            let bound = VariationalBound(divergence, scores)
            let (value, tolerance) = expected[divergence] ?? (.nan, 0)
            #expect(abs(bound.value - value) < tolerance, "\(divergence): \(bound.value)")
            #expect(bound.gap == 0 && abs(bound.slope * confidence - 1) < 0.21 && bound.standardError > 0)
        }
    }

    /// No function proves more than there is, and one that is wrong proves nothing.
    @Test func otherCriticsProveLess() {
        for score in [{ $0 * $0 }, { $0 > 0.5 ? 1 : -1 }, { Double.sin(9 * $0) }] as [(Double) -> Double] {
            let bound = VariationalBound(.kullbackLeibler, Self.scores(score))
            #expect(bound.value < 0.49 && bound.value >= 0)
        }
        let wrong = VariationalBound(.kullbackLeibler, Self.scores { 0.5 - $0 })
        #expect(wrong.value == 0 && wrong.slope == 0)
        #expect(VariationalBound(.pearson, Self.scores { 1e9 * ($0 - 0.5) }).value.isFinite)
    }

    /// Sets that hardly overlap, and a critic that is very sure and wrong on one row in a hundred.
    @Test func fewRowsDecideNoBound() {
        func part() -> CriticScores.Part {
            let scores = (0..<1000).map { $0 % 100 == 0 ? -25.0 : 25 }
            return .init(real: scores, generated: scores.map { -$0 })
        }
        let scores = CriticScores(training: part(), validation: part(), test: part(), steps: 1, trainedSteps: 1)
        for divergence in VariationalBound.Divergence.allCases {
            let bound = VariationalBound(divergence, scores)
            // The true divergences of such answers: what is proved is below them, and more than chance.
            #expect(bound.value > 0.5 && bound.value < 100, "\(divergence): \(bound.value)")
            #expect(bound.standardError < bound.value / 5, "\(divergence): \(bound.standardError)")
        }
    }

    @Test func exchangedSidesExchangeTheDirections() {
        let plain = Self.scores { 0.7 * $0 }
        func turned(_ part: CriticScores.Part) -> CriticScores.Part {
            .init(real: part.generated.map { -$0 }, generated: part.real.map { -$0 })
        }
        let other = CriticScores(
            training: turned(plain.training), validation: turned(plain.validation), test: turned(plain.test), steps: 1,
            trainedSteps: 1)
        let (one, two) = (
            VariationalBound(.kullbackLeibler, plain), VariationalBound(.reverseKullbackLeibler, other)
        )
        #expect(abs(one.value - two.value) < 1e-9 && one.slope == two.slope)
    }

    /// What is chosen by the validation part is read on the test part: without a difference it is 0 in the mean.
    @Test func nothingIsProvedOfEqualDistributions() {
        var values: [Double] = []
        for seed in 0..<200 as Range<UInt64> {
            let draws = normalRows(seed, 600, 1).scalars.map(Double.init)
            func part(_ start: Int) -> CriticScores.Part {
                .init(real: Array(draws[start..<start + 100]), generated: Array(draws[start + 100..<start + 200]))
            }
            let scores = CriticScores(
                training: part(0), validation: part(200), test: part(400), steps: 1, trainedSteps: 1)
            values.append(VariationalBound(.kullbackLeibler, scores).value)
        }
        #expect(Statistics.mean(values) < 0.01 && values.contains { $0 < 0 })
    }
}
