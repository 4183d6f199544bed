import GANNumerics
import RealModule
import Testing

@testable import GANMetrics

@Suite struct SkillRatingTests {
    /// The worked example of Glickman's paper, whose figures are printed with these digits.
    @Test func thePublishedExampleComesOut() {
        let games = [(1400.0, 30.0, 1.0), (1550, 100, 0), (1700, 300, 0)].map {
            Glicko2.Game(opponent: Glicko2(rating: $0.0, deviation: $0.1), score: $0.2)
        }
        let after = Glicko2(rating: 1500, deviation: 200, volatility: 0.06).after(games)
        #expect(abs(after.rating - 1464.06) < 0.01 && abs(after.deviation - 151.52) < 0.01)
        #expect(abs(after.volatility - 0.05999) < 0.00001)
    }

    @Test func withoutGamesOnlyLessIsKnown() {
        let idle = Glicko2(rating: 1600, deviation: 50, volatility: 0.06).after([])
        #expect(idle.rating == 1600 && idle.volatility == 0.06)
        // √(50² + (0.06 · 173.7178)²).
        #expect(abs(idle.deviation - 51.075) < 0.01)
    }

    @Test func extremeScoresStayFinite() {
        var player = Glicko2()
        for _ in 0..<50 { player = player.after([Glicko2.Game(opponent: Glicko2(rating: 3500), score: 1)]) }
        #expect(player.rating.isFinite && player.deviation.isFinite && player.volatility > 0)
        #expect(player.rating > 2500)
    }

    /// Players whose odds follow the model: ratings come back in order, and about as far apart.
    @Test func strengthsComeBack() {
        let strengths = [(1300.0, 1350.0), (1450, 1500), (1600, 1650), (1750, 1800)]
        var random = SeededGenerator(seed: 3)
        let periods = (0..<60).map { _ in
            strengths.map { generator in
                strengths.map { discriminator in
                    let odds = 1 / (1 + Double.pow(10, (discriminator.1 - generator.0) / 400))
                    return (0..<16).reduce(0.0) { sum, _ in sum + (random.uniform() < odds ? 1 : 0) } / 16
                }
            }
        }
        let rating = SkillRating(periods: periods)
        let (first, last) = (rating.generators[0].rating, rating.generators[3].rating)
        #expect(rating.generators.map(\.rating) == rating.generators.map(\.rating).sorted())
        #expect(rating.discriminators.map(\.rating) == rating.discriminators.map(\.rating).sorted())
        #expect(abs(last - first - 450) < 120, "\(last - first)")
        #expect(rating.scores.count == 4 && rating.scores[3][0] > rating.scores[0][3])
    }

    @Test func pairsAreCountedWithTiesHalf() {
        #expect(SkillRating.score(real: [1, 2, 3, 0], generated: [2, 2, 1, 5]) == 2.5 / 4)
    }
}
